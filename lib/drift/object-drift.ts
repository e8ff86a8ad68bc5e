import { fieldChanges } from '../manifest/changes';
import type { Manifest } from '../manifest/manifest';
import { controllersReason, excuseFor } from './excuse';
import { below, type FieldSet, isItem, isWhole, pathWith, reaches, valuesUnder, valueUnder, without } from './field-set';
import { shown } from './hidden';
import { applied, type Managed, managedFields, written } from './managed';

/** A field of an object that is otherwise than `dist` says. */
export interface FieldDifference {
  /** Whether `dist` states the field, or stated it when Argo CD last applied it; `added` is what somebody put beside it. */
  readonly class: 'changed' | 'added';
  readonly field: string;
  /** Absent where the cluster has no such field. */
  readonly live?: unknown;
  /** Absent where `dist` has no such field. */
  readonly wanted?: unknown;
  /** Who wrote the value, as far as the API server knows; nobody owns a field that was removed. */
  readonly by?: string;
}

/** A field that differs, or was added, for a known reason. */
export interface IgnoredField {
  readonly field: string;
  readonly reason: string;
  readonly by?: string;
}

export interface ObjectDrift {
  readonly differences: readonly FieldDifference[];
  readonly ignored: readonly IgnoredField[];
}

export interface ObjectDriftProps {
  /** The object as the API server has it, `metadata.managedFields` included. */
  readonly live: Manifest;
  /** What it would be after Argo CD applied the manifest: the answer to a server-side dry run in its name. */
  readonly wanted: Manifest;
  /** Between how many replicas an autoscaler of `dist` may choose. @default there is none */
  readonly scale?: ReplicaBounds;
}

/** The bounds of an autoscaler. */
export interface ReplicaBounds {
  readonly min: number;
  readonly max: number;
}

interface Found {
  readonly kind: FieldDifference['class'];
  readonly field: string;
  readonly live?: unknown;
  readonly wanted?: unknown;
  readonly by: string;
}

/**
 * Where an object differs in fields that `dist` states, and what somebody added beside them. Defaults of the server and fields of
 * controllers are nobody's difference by construction: the dry run has them too.
 */
export function objectDrift({ live, wanted, scale }: ObjectDriftProps): ObjectDrift {
  const managed = managedFields(live);
  const stated = applied(managedFields(wanted));
  const forgotten = without(applied(managed), stated);
  const others = written(managed);
  const found = [
    ...[stated, forgotten].flatMap((set) => changed({ set, live, wanted, path: '', steps: [], others })),
    ...others.filter(({ subresource }) => subresource !== 'status').flatMap((other) => added(other, stated, live)),
  ];
  const differences: FieldDifference[] = [];
  const ignored = new Map<string, IgnoredField>();
  if (live.status !== undefined) ignored.set('status', { field: 'status', reason: 'status is what controllers report' });
  for (const { kind, field, by, ...values } of found) {
    const reason = reasonOf(live, { kind, field, by, ...values }, scale);
    const writer = by === '' ? {} : { by };
    if (reason !== undefined) ignored.set(field, { field, reason, ...writer });
    else differences.push({ class: kind, field, ...shownValues(live, field, values), ...writer });
  }
  return { differences: merged(differences), ignored: [...ignored.values()] };
}

function reasonOf(live: Manifest, { kind, field, by, live: value }: Found, scale: ReplicaBounds | undefined): string | undefined {
  if (field === 'spec.replicas' && isWithin(scale, value)) return 'an autoscaler counts the replicas';
  return excuseFor(live, field) ?? (kind === 'added' ? controllersReason(by, field) : undefined);
}

/** An autoscaler leaves a workload alone that somebody has scaled to nothing: none is never its choice. */
function isWithin(scale: ReplicaBounds | undefined, replicas: unknown): boolean {
  return scale !== undefined && typeof replicas === 'number' && replicas >= Math.max(1, scale.min) && replicas <= scale.max;
}

interface Walk {
  readonly set: FieldSet;
  readonly live: unknown;
  readonly wanted: unknown;
  readonly path: string;
  readonly steps: readonly string[];
  readonly others: readonly Managed[];
}

/** Lists that are read as a whole: what a word of a command line means depends on the one before it. */
const COMMAND_LINE = /^f:(?:args|command)$/;

/** Fields of a set whose values differ, as deep as they tell; an item of a list that came or went, or is there twice, is one difference. */
function changed({ set, live, wanted, path, steps, others }: Walk): Found[] {
  return below(set).flatMap(([step, sub]): Found[] => {
    const [is, shall] = [valueUnder(live, step), valueUnder(wanted, step)];
    if (is === undefined && shall === undefined) return [];
    const next = { path: pathWith(path, step), steps: [...steps, step] };
    const by = others.flatMap(({ manager, fields }) => (reaches(fields, next.steps) ? [manager] : [])).join(', ');
    const all = step.startsWith('k:') ? valuesUnder(live, step) : [];
    if (all.length > 1) return [{ kind: 'changed', field: next.path, live: all, ...(shall !== undefined && { wanted: shall }), by }];
    if (!isWhole(sub) && (step.startsWith('f:') || (is !== undefined && shall !== undefined))) {
      return changed({ set: sub, live: is, wanted: shall, ...next, others });
    }
    const differs = fieldChanges(is, shall, next.path);
    if (is === undefined || shall === undefined || (differs.length > 0 && COMMAND_LINE.test(step))) {
      return [
        { kind: 'changed', field: next.path, ...(is !== undefined && { live: is }), ...(shall !== undefined && { wanted: shall }), by },
      ];
    }
    return differs.map(
      ({ field, before, after }): Found => ({
        kind: 'changed',
        field,
        ...(before !== undefined && { live: before }),
        ...(after !== undefined && { wanted: after }),
        by,
      }),
    );
  });
}

/** What a manager owns and `dist` does not state: single fields, and items of lists as a whole. */
function added({ manager, fields }: Managed, stated: FieldSet, live: unknown, path = ''): Found[] {
  return below(fields).flatMap(([step, sub]): Found[] => {
    const own = stated[step];
    const value = valueUnder(live, step);
    const field = pathWith(path, step);
    if (value === undefined || field === 'status' || (own !== undefined && isWhole(sub))) return [];
    if (own === undefined && (isWhole(sub) || isItem(step, sub))) return [{ kind: 'added', field, live: value, by: manager }];
    return added({ manager, operation: '', subresource: '', fields: sub }, own ?? {}, value, field);
  });
}

function shownValues(live: Manifest, field: string, values: Pick<Found, 'live' | 'wanted'>): Pick<Found, 'live' | 'wanted'> {
  return {
    ...(values.live !== undefined && { live: shown(live, field, values.live) }),
    ...(values.wanted !== undefined && { wanted: shown(live, field, values.wanted) }),
  };
}

/** One difference a field: several managers may own it together. */
function merged(differences: readonly FieldDifference[]): FieldDifference[] {
  const fields = new Map<string, FieldDifference>();
  for (const difference of differences) {
    const known = fields.get(difference.field);
    const writers = [...new Set([known?.by, difference.by].flatMap((by) => (by === undefined ? [] : by.split(', '))))].sort();
    fields.set(difference.field, { ...(known ?? difference), ...(writers.length > 0 && { by: writers.join(', ') }) });
  }
  return [...fields.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}
