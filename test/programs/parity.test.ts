import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { clusters } from '../../envs/clusters';
import { secrets as prodSecrets } from '../../envs/prod/secrets';
import { secrets as stageSecrets } from '../../envs/stage/secrets';
import { type Cluster, changesBetween, type Environment, type Manifest } from '../../lib';

const ENVS = join(__dirname, '../../envs');

function linesOf(name: string): string[] {
  return readFileSync(join(ENVS, name, 'index.ts'), 'utf8').split('\n');
}

const stageLines = linesOf('stage');
const prodLines = linesOf('prod');

/** What makes an environment: the lines of its class, the facts of its cluster, its sealed files. */
interface Inputs {
  readonly lines: readonly string[];
  readonly cluster: Cluster;
  readonly secrets: unknown;
}

const STAGE: Inputs = { lines: stageLines, cluster: clusters.stage, secrets: stageSecrets };
const prod: Inputs = { lines: prodLines, cluster: clusters.prod, secrets: prodSecrets };

/** The objects that inputs render, delivery included. @throws where they do not fit each other */
function render({ lines, cluster, secrets }: Inputs): Manifest[] {
  const { code } = transformSync(lines.join('\n'), { loader: 'ts', format: 'cjs', target: 'node20' });
  const exported: Record<string, unknown> = {};
  const load = (path: string): unknown => {
    if (path === './secrets') return { secrets };
    if (path === '../clusters') return { clusters: { stage: cluster, prod: cluster } };
    return require(join(ENVS, 'prod', path));
  };
  new Function('require', 'module', code)(load, {
    set exports(value: object) {
      Object.defineProperties(exported, Object.getOwnPropertyDescriptors(value));
    },
  });
  const Class = Object.values(exported).find((value): value is new () => Environment => typeof value === 'function');
  if (Class === undefined) throw new Error('no class');
  const environment = new Class();
  return environment.delivery.deliver(environment.units(), environment).flatMap(({ manifests }) => manifests);
}

/** A difference between the inputs of prod and stage. */
interface Declared {
  readonly name: string;
  readonly apply: (inputs: Inputs) => Inputs;
}

/** Runs of lines that differ, by the longest common subsequence. */
function differingLines(before: readonly string[], after: readonly string[]): { start: number; end: number; lines: string[] }[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      (lengths[i] as number[])[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const runs: { start: number; end: number; lines: string[] }[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (before[i] === after[j]) {
      i++;
      j++;
      continue;
    }
    const start = i;
    const lines: string[] = [];
    while ((i < before.length || j < after.length) && before[i] !== after[j]) {
      if (at(i + 1, j) >= at(i, j + 1) && i < before.length) i++;
      else lines.push(after[j++] as string);
    }
    // Neighbouring lines of equal number are decided one by one.
    if (lines.length === i - start)
      for (const [offset, line] of lines.entries()) runs.push({ start: start + offset, end: start + offset + 1, lines: [line] });
    else runs.push({ start, end: i, lines });
  }
  return runs;
}

/** Lines that only say which environment it is. */
const NAMES = /^(export class|\/\*\*|.*cluster: clusters\.)/;

const declared: Declared[] = [
  ...differingLines(prodLines, stageLines)
    .filter(({ lines }) => !lines.every((line) => NAMES.test(line.trimStart())))
    .map(({ start, end, lines }) => ({
      name: `envs/prod/index.ts:${start + 1} ${prodLines[start]?.trim()}`,
      apply: (inputs: Inputs) => ({ ...inputs, lines: [...prodLines.slice(0, start), ...lines, ...prodLines.slice(end)] }),
    })),
  ...Object.keys(clusters.prod)
    .filter((fact) => JSON.stringify(clusters.prod[fact as 'name']) !== JSON.stringify(clusters.stage[fact as 'name']))
    .map((fact) => ({
      name: `clusters.ts: ${fact}`,
      apply: (inputs: Inputs) => ({ ...inputs, cluster: { ...inputs.cluster, [fact]: clusters.stage[fact as 'name'] } }),
    })),
  { name: 'envs/prod/sealed', apply: (inputs) => ({ ...inputs, secrets: stageSecrets }) },
];

function changes(after: readonly Manifest[]): string[] {
  return changesBetween(base, after).flatMap(({ object, fields }) =>
    fields.length === 0 ? [object] : fields.map(({ field }) => `${object} ${field}`),
  );
}

const base = render(prod);

describe('stage and prod', () => {
  const alone = declared.map((each) => {
    try {
      return { ...each, changes: changes(render(each.apply(prod))) };
    } catch {
      return { ...each, changes: undefined };
    }
  });
  // A host without its domain, or a name without its declaration, is refused: such lines go together.
  const inseparable = alone.filter((each) => each.changes === undefined);
  const lines = inseparable.flatMap(({ name }) =>
    name.startsWith('envs/prod/index') ? [Number.parseInt(name.split(':')[1] as string, 10)] : [],
  );
  const together: Inputs = {
    ...inseparable.filter(({ name }) => name.startsWith('clusters')).reduce((inputs: Inputs, { apply }) => apply(inputs), prod),
    lines: withStageLines(lines),
  };
  const causes = [
    ...alone.flatMap(({ name, changes: own }) => (own === undefined ? [] : [{ name, own }])),
    { name: inseparable.map(({ name }) => name).join(' with '), own: changes(render(together)) },
  ];
  const stage = changes(render(STAGE));
  const declaredFields = causes.flatMap(({ own }) => own);
  const isDeclared = (change: string) =>
    declaredFields.some(
      (field) => field === change || change.startsWith(`${field}.`) || change.startsWith(`${field}[`) || field.startsWith(`${change}.`),
    );

  test('differ in nothing that no line of their classes, no fact of their clusters and no sealed file declares', () => {
    expect(stage.length).toBeGreaterThan(100);
    expect(stage.filter((change) => !isDeclared(change))).toEqual([]);
  });

  test('are the same when everything that is declared is exchanged', () => {
    const all = declared
      .filter(({ name }) => !name.startsWith('envs/prod/index'))
      .reduce((inputs: Inputs, { apply }) => apply(inputs), prod);
    const lines = differingLines(prodLines, stageLines).filter(({ lines: own }) => !own.every((line) => NAMES.test(line.trimStart())));

    expect(changesBetween(render({ ...all, lines: withStageLines(lines.map(({ start }) => start + 1)) }), render(STAGE))).toEqual([]);
  });

  test('declare few differences that change no manifest: what gates and people go by', () => {
    expect(causes.filter(({ own }) => own.length === 0).map(({ name }) => name)).toEqual([
      expect.stringMatching(/ follows: 'stage',$/),
      'clusters.ts: name',
      'clusters.ts: nodePools',
      'clusters.ts: operations',
    ]);
  });

  test('notice a difference that nobody declared', () => {
    const leaked = base.map((manifest) =>
      manifest.kind === 'Deployment' ? { ...manifest, spec: { ...(manifest.spec as object), paused: true } } : manifest,
    );

    expect(changes(leaked).filter((change) => !isDeclared(change))).toContain('apps/Deployment/kfm-api/kfm-api spec.paused');
  });
});

/** Prod's lines with the runs that begin at these lines replaced by stage's. */
function withStageLines(starts: readonly number[]): string[] {
  const runs = differingLines(prodLines, stageLines).filter(({ start }) => starts.includes(start + 1));
  return [...runs]
    .reverse()
    .reduce((lines, { start, end, lines: own }) => [...lines.slice(0, start), ...own, ...lines.slice(end)], [...prodLines]);
}
