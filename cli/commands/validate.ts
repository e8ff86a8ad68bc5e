import { join, relative, resolve } from 'node:path';
import {
  DIST_IS_SYNTH,
  departures,
  type Finding,
  isRed,
  type Judgement,
  judge,
  KUBERNETES_VERSIONS,
  NEWEST_KUBERNETES,
  rules,
  type Synthesis,
  stray,
  World,
} from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments, synthesizeSelected } from '../environments';
import { lockChanges } from '../locks';
import { unknownKubernetes } from '../messages';
import { lockFolder } from '../paths';
import type { Change, Removal } from '../ports/changes';
import { readGeneratedTree } from '../ports/generated-tree';
import { type ManifestFile, readManifestFolder } from '../ports/manifest-folder';
import { finishInterruptedSwap } from '../ports/publish';
import { reviewSince } from '../promotion/review';
import { recordTexts } from '../records';
import { printFindings, summary } from '../report/findings';
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
}

/** Runs every gate over dist, or over any folder of manifests. */
export async function validate(options: ValidateOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const own = options.manifests === undefined ? await judgeDist(options, context) : [judgeFolder(options.manifests, options, context)];
  const reports = options.tools ? await askTools(options, context) : [];
  const judgements = [...own, ...reports.map(({ findings }) => ({ findings, checked: { objects: 0, rules: 0 } }))];
  if (options.json) {
    const objects = judgements.reduce((sum, { checked }) => sum + checked.objects, 0);
    const findings = judgements.flatMap((judgement) => judgement.findings);
    terminal.result(JSON.stringify({ findings, checked: { objects, rules: rules.length } }, null, 2));
  } else {
    for (const judgement of judgements) printFindings(judgement.findings, terminal);
    terminal.result(summary(judgements));
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

/** What synth renders, and where dist departs from it. Where it does not, judging the one is judging the other. */
async function judgeDist({ env, base }: ValidateOptions, context: CommandContext): Promise<Judgement[]> {
  const { fs, root, terminal } = context;
  const dist = join(root, 'dist');
  finishInterruptedSwap(fs, dist, terminal.say);
  const { files, foreign } = readGeneratedTree(fs, dist);
  const paths = [...new Set([...files.keys(), ...foreign.keys()])];
  const judgements = (await synthesizeSelected(env, { fs, root })).map((synthesis) => {
    const folder = `${synthesis.environment}/`;
    const own = paths.filter((path) => path.startsWith(folder));
    const committed = new Map(own.map((path) => [path.slice(folder.length), files.get(path) ?? '']));
    const { findings, checked } = synthesis.judgement;
    // Without locks it is not known what dist shall hold.
    if (findings.some(({ rule }) => rule === 'layout/lock')) return { findings, checked };
    const locks = lockChanges(synthesis, recordTexts(fs, root, lockFolder(synthesis.environment)));
    return {
      findings: [...findings, ...departures(synthesis, committed), ...locks.map((change) => lockDeparture(synthesis, change))],
      checked,
    };
  });
  const known = selectEnvironments(undefined);
  const strays = paths.filter((path) => !known.includes(path.split('/', 1)[0] as string) || !path.includes('/'));
  const reviewed = base === undefined ? [] : await reviewSince(base, env, context);
  return [...judgements, { findings: [...strays.map(stray), ...reviewed], checked: { objects: 0, rules: 0 } }];
}

function lockDeparture({ environment }: Synthesis, { path, before, after }: Change | Removal): Finding {
  const message =
    before === undefined ? 'is missing' : after === undefined ? 'is of a component that is not there' : 'is not what synth writes';
  const fix = `run "npm run synth -- --env ${environment}" and commit`;
  return { rule: DIST_IS_SYNTH, severity: 'error', environment, object: '', file: path, field: '', message, fix };
}

function judgeFolder(folder: string, { kubernetes = NEWEST_KUBERNETES }: ValidateOptions, { fs }: CommandContext): Judgement {
  if (!KUBERNETES_VERSIONS.includes(kubernetes)) throw unknownKubernetes(kubernetes, KUBERNETES_VERSIONS);
  const read = readManifestFolder(fs, resolve(folder)).map((file) => ({ ...file, file: relative(process.cwd(), file.file) }));
  const objects = read.flatMap(({ file, text, manifests }) => manifests.map((manifest) => ({ file, text, manifest })));
  const { findings, checked } = judge(new World({ kubernetes, objects }), rules);
  return { findings: [...read.flatMap(unreadable), ...findings], checked };
}

function unreadable({ file, problems }: ManifestFile): Finding[] {
  return problems.map((message) => ({
    rule: 'schema/readable',
    severity: 'error',
    environment: '',
    object: '',
    file,
    field: '',
    message,
    fix: 'write it as plain YAML or JSON of Kubernetes objects',
  }));
}
