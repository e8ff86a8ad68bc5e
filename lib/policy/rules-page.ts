import { BESIDE } from './beside';
import { FAMILIES, type Rule } from './rule';

const HEAD = `<!-- Generated from lib/policy by npm run rules; edit that, not this file. -->

# Rules

What \`npm run synth\` and \`npm run validate\` hold every environment to, and \`validate --manifests DIR\` any folder of YAML. An error keeps
an environment's old tree; a warning is said. Each rule is one file below [\`lib/policy\`](../lib/policy), and what it finds and lets pass is
below [\`test/policy\`](../test/policy), case by case.

*Enforced* rules are texts in CEL that the cluster has as well, as ValidatingAdmissionPolicies: denied in a rehearsal and in production,
warned of in development. \`npm run e2e\` asks a real API server about all their cases. They are bound to the namespaces of teams;

kinds outside namespaces, such as ClusterRoles, are judged here alone. They let go what is being deleted, and judge an update of what makes
pods only if it changes its pods: what was there before a rule can be scaled down, and not rolled out again.

A finding may be waived for a while, at most a year, in \`envs/<env>/waivers.ts\`: rule, object, reason, owner, last day. Nobody waives what
a cluster would not take, plaintext, isolation or data (that has approvals), nor, outside development, an enforced rule: the cluster knows no
waiver.

\`synth\` runs the rules; \`parity/declared\` (where production and its rehearsal are both chosen) and \`secrets/repository\` are asked by
\`validate\`.
`;

/** docs/rules.md: every rule by family, with its reason, its requirements and what to do. */
export function rulesPage(rules: readonly Rule[]): string {
  const parts = FAMILIES.map((family) => section(family, rules)).filter((part) => part !== '');
  return [HEAD, ...parts, beside()].join('\n');
}

function section(family: string, rules: readonly Rule[]): string {
  const own = rules.filter(({ id }) => id.startsWith(`${family}/`));
  if (own.length === 0) return '';
  return `## ${family}\n\n${own.map(entry).join('\n')}`;
}

function entry({ id, title, severity, rationale, requirements, fix, cel }: Rule): string {
  const marks = [severity, ...(cel?.isEnforced === true && severity === 'error' ? ['enforced'] : [])].join(', ');
  return `### \`${id}\`\n\n${title}. (${marks}; ${requirements.join(', ')})\n\n- Why: ${shown(rationale)}\n- What to do: ${shown(fix)}\n`;
}

/** Outside backticks Markdown takes `<environment>` for an element, and shows nothing. */
function shown(text: string): string {
  return text.replace(/`[^`]*`|</g, (part) => (part === '<' ? '\\<' : part));
}

function beside(): string {
  const lines = Object.entries(BESIDE).map(([id, title]) => `- \`${id}\`: ${title}.`);
  return `## Beside the rules\n\nReported in the same way, of what no rule sees: files, locks, ledgers, pairs of environments.\n\n${lines.join('\n')}\n`;
}
