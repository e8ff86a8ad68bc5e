import { join, relative, resolve } from 'node:path';
import { type Consequence, type EnvironmentFile, type Finding, isRed, type Synthesis } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { environmentsInDist, goneEnvironments, refuseUnknown } from '../deletion';
import { consequencesOfChanges } from '../environment-files';
import { selectEnvironments, synthesizeSelected } from '../environments';
import { lockChanges } from '../locks';
import { badOutput } from '../messages';
import type { Change, Removal } from '../ports/changes';
import { readGeneratedTree, type TreeReading } from '../ports/generated-tree';
import { finishInterruptedSwap, type Published, publish } from '../ports/publish';
import { confirmRead, recordsAndClass } from '../records';
import { printConsequences } from '../report/consequences';
import { count, printFindings } from '../report/findings';
import { movesOf, printMoves } from '../report/standings';
import { movedFiles } from '../report/tree-changes';

export interface SynthOptions {
  readonly env?: readonly string[];
  readonly out?: string;
  readonly check?: boolean;
  /** Components and units that a locked environment may lose. */
  readonly allowDelete?: readonly string[];
  readonly json?: boolean;
}

/** Renders environments and publishes those that are green, with the locks that move. */
export async function synth(options: SynthOptions, context: CommandContext): Promise<ExitCode> {
  const { fs, terminal, environment, root } = context;
  const started = performance.now();
  const target = targetOf(options.out ?? (environment.CDK8S_OUTDIR || undefined), root);
  const isDist = target === join(root, 'dist');
  finishInterruptedSwap(fs, target, terminal.say);

  const read = new Map(selectEnvironments(options.env).map((name) => [name, recordsAndClass(fs, root, name)]));
  const request = { allowDelete: new Set(options.allowDelete) };
  const syntheses = await synthesizeSelected(options.env, { fs, root, request, unlocked: !isDist });
  if (isDist) refuseUnknown(request.allowDelete, syntheses, environmentsInDist(fs, root));
  const green = syntheses.filter(({ judgement }) => !isRed(judgement));
  const red = syntheses.filter(({ judgement }) => isRed(judgement));
  const files = new Map(
    green.flatMap(({ environment: name, files: own }) => [...own].map(([path, text]): [string, string] => [`${name}/${path}`, text])),
  );
  const gone = options.env === undefined && isDist ? goneEnvironments(fs, root, request.allowDelete) : [];
  const covers = coverage(options.env === undefined, green, [...red.map(({ environment: name }) => name), ...gone]);
  const changes = isDist ? green.flatMap((synthesis) => lockChanges(synthesis, read.get(synthesis.environment) ?? new Map())) : [];
  const confirm = (): void => {
    for (const [name, texts] of read) confirmRead(fs, root, name, texts);
  };

  const differences = options.check
    ? [...differencesFrom(readGeneratedTree(fs, target), files, covers), ...changes.map(lockDifference)]
    : [];
  const published = options.check ? undefined : publish({ fs, root: target, files, covers, say: terminal.say, changes, confirm });

  const findings = syntheses.flatMap(({ judgement }) => judgement.findings);
  if (options.json) terminal.result(JSON.stringify(jsonReport(syntheses, findings, published, differences), null, 2));
  else {
    printFindings(findings, terminal);
    for (const difference of differences) terminal.result(difference);
    for (const synthesis of syntheses) terminal.result(line(synthesis));
  }
  for (const synthesis of green) {
    printMoves(synthesis.environment, movesOf(synthesis), terminal);
    if (!options.json) printConsequences(consequencesIn(synthesis), terminal);
  }
  if (published)
    terminal.say(`${relative(process.cwd(), target) || '.'}: ${changeText(published)}, ${Math.round(performance.now() - started)} ms`);
  for (const name of gone)
    terminal.say(
      terminal.colour.red(
        `${name}: has locks but is no environment any more, so dist/${name} stays; put it back, or say --allow-delete ${name}`,
      ),
    );
  for (const { environment: name } of red) terminal.say(terminal.colour.red(`${name}: has errors, so it keeps its old tree`));
  return red.length + gone.length + differences.length > 0 ? 1 : 0;
}

/** What promotions, rollbacks and removals by an edit of the class do to the cluster. */
function consequencesIn(synthesis: Synthesis): Consequence[] {
  const { environment, objects, source } = synthesis;
  const changes = movedFiles(synthesis);
  if (changes.length === 0) return [];
  const after = (): EnvironmentFile[] =>
    objects.map(({ path, unit, manifest }) => ({ path, component: unit.component, manifests: [manifest], problems: [] }));
  return consequencesOfChanges(environment, changes, after, source.cluster.ranges);
}

function lockDifference({ path, before, after }: Change | Removal): string {
  return `${before === undefined ? 'missing' : after === undefined ? 'extra  ' : 'changed'} ../${path}`;
}

/** @throws Refusal for a folder that holds dist or is a part of it: rendering there would replace what is committed */
function targetOf(out: string | undefined, root: string): string {
  const dist = join(root, 'dist');
  if (out === undefined) return dist;
  const target = resolve(out);
  const overlaps = `${target}/`.startsWith(`${dist}/`) || `${dist}/`.startsWith(`${target}/`);
  if (out === '' || (overlaps && target !== dist)) throw badOutput(out);
  return target;
}

/** What a synth replaces: whole environments that are green; with all of them rendered, also what belongs to none any more. */
function coverage(isComplete: boolean, green: readonly Synthesis[], kept: readonly string[]): (path: string) => boolean {
  const replaced = new Set(green.map(({ environment }) => environment));
  const untouched = new Set(kept);
  return (path) => {
    const name = path.split('/', 1)[0] as string;
    return isComplete ? !untouched.has(name) : replaced.has(name);
  };
}

function differencesFrom(
  { files: current, foreign }: TreeReading,
  files: ReadonlyMap<string, string>,
  covers: (path: string) => boolean,
): string[] {
  const missing = [...files]
    .filter(([path, text]) => current.get(path) !== text)
    .map(([path]) => `${current.has(path) ? 'changed' : 'missing'} ${path}`);
  const extra = [...current.keys()].filter((path) => covers(path) && !files.has(path)).map((path) => `extra   ${path}`);
  return [...missing, ...extra, ...[...foreign].map(([path, why]) => `foreign ${path} ${why}`)];
}

function line({ environment, objects, judgement }: Synthesis): string {
  const units = new Set(objects.map(({ unit }) => unit.folder)).size;
  return `${environment}: ${count(units, 'unit')}, ${count(objects.length, 'object')}, ${count(judgement.checked.rules, 'rule')}`;
}

function changeText({ added, changed, removed }: Published): string {
  if (added + changed + removed === 0) return 'unchanged';
  return `${count(added, 'file')} added, ${changed} changed, ${removed} removed`;
}

function jsonReport(
  syntheses: readonly Synthesis[],
  findings: readonly Finding[],
  published: Published | undefined,
  differences: readonly string[],
): object {
  const environments = syntheses.map((synthesis) => ({
    name: synthesis.environment,
    units: new Set(synthesis.objects.map(({ unit }) => unit.folder)).size,
    objects: synthesis.objects.length,
    red: isRed(synthesis.judgement),
    moves: movesOf(synthesis),
  }));
  return { environments, findings, ...(published ? { published } : { differences }) };
}
