import {
  type DocumentedDefault,
  documentedDefault,
  type Environment,
  type FieldStep,
  fieldText,
  type LaidOut,
  nearestField,
  objectKey,
  parseField,
  placeIn,
  Schemas,
  spokenName,
} from '../../lib';
import type { CommandContext } from '../command';
import { selectEnvironments } from '../environments';
import { type BaseLine, baseLinesOf } from './base-line';
import { type Influence, influencesOn } from './influences';
import { type Kept, keptField } from './kept';
import { noSuchItem, replayDiffers, unknownField, unreadableField } from './messages';
import { isReference, type Role, ranked } from './ranking';
import { isSame, type Reading, readerOf } from './reading';
import { Replay } from './replay';
import type { Spot } from './spots';

/** What gives a field its value. */
export interface FieldExplanation {
  readonly field: string;
  /** What today's class renders; undefined where nobody sets the field. */
  readonly value?: unknown;
  /** Where nobody sets it, what the API reference says it is then. */
  readonly default?: DocumentedDefault;
  /** Where even what the field belongs to is not there: what is missing. */
  readonly missing?: string;
  /** What dist holds, where that is something else. */
  readonly kept?: Kept;
  /** Lines of the environments' sources that it depends on: those that hold its value first. */
  readonly overrides: readonly Override[];
  /** Lines of the library that its value is written in, where no override holds it: those that write it out first. */
  readonly base: readonly Line[];
  /** Lines of the environments' sources of which it cannot be told. */
  readonly untold: readonly Untold[];
  /** How often the environment was made to find out. */
  readonly attempts: number;
}

/** A `key: value` in a source file. */
export interface Line {
  readonly file: string;
  readonly line: number;
  /** E.g. `KfmApi: placement.pool`. */
  readonly what: string;
  readonly written: string;
  /** Of a line of the library: whether the value is written out there, rather than handed on. */
  readonly isWrittenOut?: boolean;
}

export interface Untold extends Line {
  /** Whether it holds the very value of the field, so that it is likely to give it. */
  readonly isAlike: boolean;
}

export interface Override extends Line {
  readonly role: Role;
  readonly value?: unknown;
  readonly without?: Reading;
  readonly refusal?: string;
  readonly exchanged?: { readonly by: unknown; readonly field: Reading };
}

export interface Asked {
  readonly environment: Environment;
  readonly object: LaidOut;
  /** All that today's classes render, among it definitions of custom resources. */
  readonly objects: readonly LaidOut[];
  readonly field: string;
  /** Files in whose constructors the object was made. */
  readonly files: readonly string[];
}

/** @throws a field that cannot be read, or that the kind does not know */
export async function explainField(
  { environment, object, objects, field, files }: Asked,
  context: CommandContext,
): Promise<FieldExplanation> {
  const { manifest } = object;
  const parsed = parseField(field);
  if ('problem' in parsed) throw unreadableField(field, parsed.problem);
  const { steps, value, found, items } = placeIn(manifest, parsed);
  const text = fieldText(manifest, steps);
  const above = fieldText(manifest, steps.slice(0, found));
  if (items !== undefined)
    throw noSuchItem(
      spokenName(manifest),
      text,
      items.map((item) => `${above}[${item}]`),
    );
  const knowledge = value === undefined ? knownOrRefused(environment, object, objects, steps) : undefined;

  const { root, terminal } = context;
  const progress = spoken((made) => terminal.say(`… made ${environment.name} ${made} times with one line otherwise`));
  const isDelivered = environment.tryFindObject(objectKey(manifest)) === undefined;
  const read = readerOf(objectKey(manifest), steps, isDelivered ? undefined : object.unit.folder);
  const isIdentity = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'].includes(text);
  const replay = await Replay.of({ root, wants: (file) => file.startsWith('envs/') && file !== 'envs/index.ts' });
  const others = selectEnvironments(undefined).filter((name) => name !== environment.name);
  const {
    found: influences,
    untold,
    before,
  } = await influencesOn({
    replay,
    environment: environment.name,
    others,
    read,
    isIdentity,
    progress: progress.made,
  });
  if (!isSame(before, value === undefined ? { status: 'unset' } : { status: 'set', value })) throw replayDiffers(environment.name, text);
  const isGiven = value === undefined || influences.some((influence) => influence.isCarried);
  const base = isGiven
    ? []
    : await baseLinesOf({
        root,
        environment: environment.name,
        steps,
        object: manifest,
        read,
        isNear: (file) => (isDelivered ? file.startsWith('lib/delivery/') : files.includes(file)),
        progress: progress.made,
      });
  const kept = keptField(context, environment, object, steps);
  return {
    field: text,
    ...(value === undefined ? unset(environment, knowledge) : { value }),
    ...(value === undefined && found < steps.length - 1 && { missing: fieldText(manifest, steps.slice(0, found + 1)) }),
    ...(kept && { kept }),
    overrides: ranked(influences, before).map(overrideOf),
    base: base.map(baseLineOf),
    untold: untold
      .filter(({ spot }) => !isReference(spot))
      .map((one) => ({ ...lineOf(one.spot), isAlike: isSame(before, { status: 'set', value: one.value }) })),
    attempts: progress.count(),
  };
}

type Known = { readonly owner?: string; readonly default?: unknown };

/** @throws a field that its kind does not know */
function knownOrRefused(
  { cluster }: Environment,
  { manifest }: LaidOut,
  objects: readonly LaidOut[],
  steps: readonly FieldStep[],
): Known | undefined {
  const definitions = objects.flatMap((other) => (other.manifest.kind === 'CustomResourceDefinition' ? [other.manifest] : []));
  const knowledge = new Schemas(cluster.kubernetes, definitions).fieldOf(manifest, steps);
  if (knowledge?.status !== 'unknown') return knowledge;
  const above = steps.slice(0, knowledge.step);
  const instead = knowledge.didYouMean && fieldText(manifest, [...above, knowledge.didYouMean]);
  const best = instead ?? nearestField(manifest, steps);
  const place = above.length === 0 ? 'it' : fieldText(manifest, above);
  const hint = best === undefined ? `${place} has ${knowledge.known.join(', ') || 'no fields'}` : `did you mean ${best}?`;
  throw unknownField(spokenName(manifest), fieldText(manifest, steps), hint);
}

function unset({ cluster }: Environment, known: Known | undefined): Pick<FieldExplanation, 'default'> {
  if (known?.default !== undefined) return { default: { value: known.default } };
  const documented = known?.owner === undefined ? undefined : documentedDefault(cluster.kubernetes, known.owner);
  return documented === undefined ? {} : { default: documented };
}

function overrideOf({ influence, role }: { readonly influence: Influence; readonly role: Role }): Override {
  const { spot, value, without, refusal, exchanged } = influence;
  const tried = { ...(without && { without }), ...(refusal !== undefined && { refusal }), ...(exchanged && { exchanged }) };
  return { role, ...lineOf(spot), ...(isTold(value) && { value }), ...tried };
}

/** Constructs and classes are not told as values. */
function isTold(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.getPrototypeOf(value)?.constructor?.name === 'Object';
}

function baseLineOf({ spot, isWrittenOut }: BaseLine): Line {
  return { ...lineOf(spot), isWrittenOut };
}

function lineOf({ file, line, address: [owner, ...keys], written }: Spot): Line {
  return {
    file,
    line,
    what: [owner, keys.join('.')].filter((part) => part !== '').join(': '),
    written: written.replace(/\s+/g, ' ').replace(/\bvoid 0\b/g, 'undefined'),
  };
}

/** Counts, and says how far it is once somebody may wonder. */
function spoken(say: (made: number) => void): { readonly made: () => void; readonly count: () => number } {
  let count = 0;
  let next = Date.now() + 1_000;
  const made = (): void => {
    count++;
    if (Date.now() < next) return;
    next = Date.now() + 5_000;
    say(count);
  };
  return { made, count: () => count };
}
