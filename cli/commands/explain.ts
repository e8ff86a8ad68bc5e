import {
  type Environment,
  type LaidOut,
  type Manifest,
  nearest,
  objectKey,
  render,
  type Stack,
  spokenName,
  traced,
  valueAt,
} from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import type { FieldExplanation } from '../explain/field-explanation';
import { fieldLines, fieldTitle } from '../explain/field-lines';
import { ambiguousObject, noSuchObject } from '../messages';
import { type SourceLine, sourceLines } from '../report/source-lines';

/** Where an object comes from. */
interface Explanation {
  readonly object: string;
  readonly file: string;
  readonly unit: string;
  readonly component: string;
  /** Path in the construct tree; absent for what the delivery adds. */
  readonly construct?: string;
  /** Innermost first; the last one is in the environment's class. */
  readonly madeAt: readonly SourceLine[];
  readonly note?: string;
  /** Of one of its fields, if that was asked. */
  readonly field?: FieldExplanation;
}

/** Says which construct and which lines of source made an object, and what gives a field of it its value. */
export async function explain(
  name: string,
  wanted: string,
  field: string | undefined,
  options: { readonly json?: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  const [known] = selectEnvironments([name]) as [string];
  const Class = await loadEnvironment(known);
  const { made, stacks } = traced(() => makeEnvironment(known, Class));
  const { terminal, root } = context;
  const objects = render(made);
  const object = find(objects, wanted, name);
  const about = explanationOf(object, made, stacks, root);
  const files = about.madeAt.map(({ file }) => file).filter((file) => file.startsWith('lib/'));
  const explanation: Explanation =
    field === undefined
      ? about
      : {
          ...about,
          field: await (await import('../explain/field-explanation')).explainField(
            { environment: made, object, objects, field, files },
            context,
          ),
        };
  terminal.result(options.json ? JSON.stringify(explanation, null, 2) : text(explanation));
  return 0;
}

/** @throws if there is no such object, or several */
function find(objects: readonly LaidOut[], wanted: string, environment: string): LaidOut {
  const spellings = ({ manifest: { kind, metadata } }: LaidOut): string[] => [
    `${kind}/${metadata.name}`.toLowerCase(),
    `${kind}/${metadata.namespace ?? ''}/${metadata.name}`.toLowerCase(),
  ];
  const found = objects.filter((object) => spellings(object).includes(wanted.toLowerCase()));
  if (found.length === 1) return found[0] as LaidOut;
  if (found.length > 1)
    throw ambiguousObject(
      wanted,
      found.map((object) => spellings(object)[1] as string),
    );
  const known = objects.map(({ manifest: { kind, metadata } }) => `${kind}/${metadata.name}`);
  const best = nearest(wanted, known);
  throw noSuchObject(environment, wanted, best === undefined ? `dist/${environment}/README.md lists its units` : `did you mean ${best}?`);
}

function explanationOf(
  { manifest, unit, path }: LaidOut,
  environment: Environment,
  stacks: ReadonlyMap<object, Stack>,
  root: string,
): Explanation {
  const about = { object: spokenName(manifest), file: `dist/${environment.name}/${path}`, unit: unit.folder, component: unit.component };
  const construct = environment.tryFindObject(objectKey(manifest));
  if (construct !== undefined) return { ...about, construct: construct.node.path, madeAt: sourceLines(stacks.get(construct) ?? '', root) };

  const note = `added by the delivery (${environment.delivery.engine})`;
  const chart = environment.tryFindUnit(syncedFolder(manifest, environment));
  if (chart === undefined) return { ...about, note: `${note} that the class names, from envs/catalogue.ts`, madeAt: [] };
  return { ...about, note: `${note} to sync ${chart.node.path}`, madeAt: sourceLines(stacks.get(chart) ?? '', root) };
}

/** The folder that an Application syncs, below the environment. */
function syncedFolder(manifest: Manifest, { name, catalogue }: Environment): string {
  return String(valueAt(manifest, 'spec.source.path')).slice(`${catalogue.repository.path}/${name}/`.length);
}

function text(explanation: Explanation): string {
  const { object, file, component, construct, note, madeAt, field } = explanation;
  const facts: [string, string][] = [
    ['file', file],
    ['component', component],
    ...(construct === undefined ? [] : [['construct', construct] as [string, string]]),
    ...(note === undefined ? [] : [['note', note] as [string, string]]),
  ];
  const lines = madeAt.map(({ file: source, line, within }, index): [string, string] => [
    index === 0 ? 'made at' : 'called at',
    `${source}:${line} in ${within}`,
  ]);
  if (field === undefined) return printed(object, 10, [...facts, ...lines]);
  // Where a line was proven to give the value, the lines that made the whole object say less.
  const isProven = field.overrides.length > 0 || field.base.some(({ isWrittenOut }) => isWrittenOut) || !('value' in field);
  return printed(`${object} ${fieldTitle(field)}`, 12, [...facts, ...fieldLines(field), ...(isProven ? [] : lines)]);
}

function printed(title: string, width: number, facts: readonly [string, string][]): string {
  return [title, ...facts.map(([label, value]) => `  ${label.padEnd(width)}${value}`)].join('\n');
}
