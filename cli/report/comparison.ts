import type { Comparison, Declared, Difference, Obstacle, QuotaFit } from '../../lib';
import { count } from './findings';
import type { Terminal } from './terminal';

/** Files of an environment in dist that are not what would be published. */
export interface Departed {
  readonly environment: string;
  readonly files: readonly string[];
}

/** Everything that comparing two environments brought to light. */
export interface Report extends Comparison {
  readonly from: string;
  readonly to: string;
  readonly departed: readonly Departed[];
  readonly obstacles: readonly Obstacle[];
  readonly quotas: readonly QuotaFit[];
}

interface Folded {
  readonly reason: string;
  readonly count: number;
  readonly differences: readonly Omit<Declared, 'reason'>[];
}

/** For machines: declared differences by reason, none left out. */
export function asJson({ from, to, departed, undeclared, kept, declared, obstacles, quotas }: Report): object {
  return { from, to, departed, undeclared, kept, declared: fold(declared), obstacles, quotas };
}

/** For people: what nobody declared first, then what is kept, what is declared in one line a reason, and what may not work on the other side. */
export function printReport(report: Report, { all }: { readonly all: boolean }, terminal: Terminal): void {
  const { from, to, departed, undeclared, declared, obstacles } = report;
  const { result, colour } = terminal;
  const heading = (text: string): void => result(colour.bold(text));

  for (const { environment, files } of departed) {
    const them = files.length === 1 ? 'it' : 'them';
    heading(
      colour.red(`dist/${environment} is not what synth would publish: ${count(files.length, 'file')}; npm run validate names ${them}`),
    );
  }
  if (departed.length > 0) result('');

  if (undeclared.length === 0) heading(`${from} and ${to} differ in nothing undeclared`);
  else heading(colour.red(`${count(undeclared.length, 'difference')} between ${from} and ${to} that nobody declared`));
  for (const difference of undeclared) result(`  ${line(difference, from, to)}`);

  printKept(report, all, terminal);

  result('');
  const folded = fold(declared);
  const hint = all || declared.length === 0 ? '' : '; --all lists them';
  heading(`${count(declared.length, 'declared difference')} for ${count(folded.length, 'reason')}${hint}`);
  for (const { reason, count: times, differences } of folded) {
    result(`  ${String(times).padStart(4)}  ${reason}`);
    if (all) for (const difference of differences) result(colour.dim(`          ${line(difference, from, to)}`));
  }

  result('');
  heading(`What ${from} allows and ${to} refuses, likeliest cause first`);
  if (obstacles.length === 0) result('  nothing that the manifests could tell');
  for (const { kind, summary } of obstacles) result(`  ${kind.padEnd(11)} ${summary}`);
  result(`  ${'quota fit'.padEnd(11)} ${quotaLine(report)}`);
}

/** Most fields of one component that are listed unless all are asked for. */
const FIELDS_A_COMPONENT = 5;

function printKept({ kept }: Report, all: boolean, { result, colour }: Terminal): void {
  if (kept.length === 0) return;
  result('');
  result(colour.bold(colour.red(`${count(kept.length, 'component')} with bytes that no class renders and no declaration explains`)));
  for (const { component, environment, differences } of kept) {
    const listed = all ? differences : differences.slice(0, FIELDS_A_COMPONENT);
    const more = differences.length - listed.length;
    result(`  ${component} keeps ${count(differences.length, 'difference')} in ${environment}${more > 0 ? ', the riskiest first' : ''}`);
    for (const difference of listed) result(`    ${keptLine(difference, environment)}`);
    if (more > 0) result(colour.dim(`    and ${more} more; --all lists them`));
  }
  result('  They should be of the last promotion; npm run validate -- --base REF tells whether a promotion made them.');
}

/** The differences of each reason, the most frequent reason first. */
function fold(declared: readonly Declared[]): Folded[] {
  const reasons = new Map<string, Omit<Declared, 'reason'>[]>();
  for (const { reason, ...difference } of declared) {
    const known = reasons.get(reason);
    if (known === undefined) reasons.set(reason, [difference]);
    else known.push(difference);
  }
  const folded = [...reasons].map(([reason, differences]) => ({ reason, count: differences.length, differences }));
  return folded.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** `Deployment kfm-api/kfm-api spec.paused: true in stage, none in prod`. */
function line({ spoken, field, before, after }: Difference, from: string, to: string): string {
  if (field === '') return `${spoken}: only in ${before === undefined ? to : from}`;
  return `${spoken} ${field}: ${value(before)} in ${from}, ${value(after)} in ${to}`;
}

/** `Deployment kfm-api/kfm-api spec.paused: true in prod, none as its class renders`. */
function keptLine({ spoken, field, before, after }: Difference, environment: string): string {
  if (field === '')
    return `${spoken}: ${before === undefined ? `not in ${environment}, though its class renders it` : `only in ${environment}, its class renders none`}`;
  return `${spoken} ${field}: ${value(before)} in ${environment}, ${value(after)} as its class renders`;
}

const LONGEST = 80;

function value(of: unknown): string {
  if (of === undefined) return 'none';
  const text = JSON.stringify(of);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** How full the fullest quota gets. */
function quotaLine({ from, to, quotas }: Report): string {
  const said = (name: string, share: (fit: QuotaFit) => number): string => {
    const [fullest] = [...quotas].sort((a, b) => share(b) - share(a));
    if (fullest === undefined) return `${to} has no quotas`;
    const { namespace, resource, hard } = fullest;
    return `what ${name} runs takes ${Math.round(share(fullest) * 100)} % at most (${namespace}, ${resource} ${hard})`;
  };
  return `in the quotas of ${to}, ${said(from, ({ ofFirst }) => ofFirst)}; ${said(to, ({ ofSecond }) => ofSecond)}`;
}
