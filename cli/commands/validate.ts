import { resolve } from 'node:path';
import { isRed, rules } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments } from '../environments';
import { nothingToAsk, sarifIsFolder, versionOfFacts } from '../messages';
import { replaceFile } from '../ports/replace-file';
import { printFindings, summary } from '../report/findings';
import { sarif } from '../report/sarif';
import { chosenRules } from '../validation/chosen-rules';
import { judgeDist } from '../validation/judge-dist';
import { judgeFolder } from '../validation/judge-folder';
import type { ToolReport } from '../validation-tools/validate-with-tools';

export interface ValidateOptions {
  readonly env?: readonly string[];
  readonly manifests?: string;
  readonly kubernetes?: string;
  /** Branch or commit since which every change of a lock is judged again. */
  readonly base?: string;
  /** Whether kubectl, terraform, kubeconform and conftest judge as well, where they are installed. */
  readonly tools?: boolean;
  readonly json?: boolean;
  /** File that gets the findings as SARIF, too. */
  readonly sarif?: string;
  /** Ids of rules, or of families of them, that are run alone. */
  readonly rule?: readonly string[];
  /** Day that waivers, approvals and sealing certificates are held against, `YYYY-MM-DD`. @default today */
  readonly today?: string;
}

/** Runs every gate over dist, or over any folder of manifests. */
export async function validate(options: ValidateOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal, fs } = context;
  const chosen = chosenRules(options.rule);
  const { manifests, kubernetes } = options;
  if (options.sarif !== undefined && fs.kindOf(resolve(options.sarif)) === 'directory') throw sarifIsFolder(options.sarif);
  if (kubernetes !== undefined && manifests === undefined) throw versionOfFacts(kubernetes);
  if (manifests !== undefined && chosen.gates.length === 0) throw nothingToAsk(options.rule ?? []);
  const own = manifests === undefined ? await judgeDist(options, chosen, context) : [judgeFolder(manifests, kubernetes, chosen.gates, fs)];
  const reports = options.tools ? await askTools(options, context) : [];
  const judgements = [...own, ...reports.map(({ findings }) => ({ findings, checked: { objects: 0, rules: 0 } }))].map(chosen.only);
  if (options.json) {
    const objects = judgements.reduce((sum, { checked }) => sum + checked.objects, 0);
    const findings = judgements.flatMap((judgement) => judgement.findings);
    terminal.result(JSON.stringify({ findings, checked: { objects, rules: chosen.gates.length } }, null, 2));
  } else {
    for (const judgement of judgements) printFindings(judgement.findings, terminal);
    terminal.result(summary(judgements));
  }
  if (options.sarif !== undefined) {
    const findings = judgements.flatMap((judgement) => judgement.findings);
    replaceFile(fs, resolve(options.sarif), sarif(findings, rules));
  }
  const broken = reports.flatMap((report) => report.broken);
  for (const line of broken) terminal.say(terminal.colour.red(`error: ${line}`));
  if (broken.length > 0) return 2;
  return judgements.some(isRed) ? 1 : 0;
}

async function askTools({ env }: ValidateOptions, context: CommandContext): Promise<ToolReport[]> {
  const { validateWithTools } = await import('../validation-tools/validate-with-tools');
  const reports: ToolReport[] = [];
  for (const name of selectEnvironments(env)) reports.push(await validateWithTools(name, context));
  return reports;
}
