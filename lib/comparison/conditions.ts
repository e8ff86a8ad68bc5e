import type { Manifest } from '../manifest/manifest';
import { type Difference, isEqual, wholeObject } from './difference';
import type { Explain, Side } from './side';

/**
 * Something that one environment has and the other has not, and what that puts into manifests. It explains a difference
 * only where the two disagree about it, and only in that direction.
 */
export interface Condition {
  /** What people declare it by, e.g. `trait encrypted`. */
  readonly name: string;
  readonly holds: (side: Side) => boolean;
  /** How people say it of one environment. @default yes or no */
  readonly said?: (side: Side) => string;
  /** Whether it brings this object. */
  readonly object?: (manifest: Manifest, component: string) => boolean;
  /** Whether it brings this value, where nothing is without it. */
  readonly value?: (value: unknown, difference: Difference, side: Side) => boolean;
  /** Whether it turns the one value into the other. */
  readonly turn?: (without: unknown, within: unknown, difference: Difference) => boolean;
  /** The same as `object` and `value`, of what is there only without it. */
  readonly unless?: Pick<Condition, 'object' | 'value'>;
}

/** What the conditions explain in which the environments disagree. */
export function conditionsExplain(a: Side, b: Side, conditions: readonly Condition[]): Explain<Difference> {
  const active = conditions
    .filter(({ holds }) => holds(a) !== holds(b))
    .map((condition) => ({
      condition,
      reason: `${condition.name}: ${said(condition, a)} → ${said(condition, b)}`,
      inA: condition.holds(a),
    }));
  return (difference) => active.find(({ condition, inA }) => explains(condition, difference, inA ? a : b, inA ? b : a, inA))?.reason;
}

function said({ holds, said: spoken }: Condition, side: Side): string {
  return spoken?.(side) ?? (holds(side) ? 'yes' : 'no');
}

function explains(condition: Condition, difference: Difference, within: Side, without: Side, inA: boolean): boolean {
  const [has, lacks] = inA ? [difference.before, difference.after] : [difference.after, difference.before];
  if (has !== undefined && lacks !== undefined) return condition.turn?.(lacks, has, difference) ?? false;
  const { object, value } = has === undefined ? (condition.unless ?? {}) : condition;
  const manifest = wholeObject(difference);
  if (manifest !== undefined) return object?.(manifest, difference.component) ?? false;
  return value?.(has ?? lacks, difference, has === undefined ? without : within) ?? false;
}

/** Objects of components by name, and of the namespaces that come with them. */
export function ofAddOn(...names: string[]): (manifest: Manifest, component: string) => boolean {
  return (_, component) => names.some((name) => component === name || component === `namespace-${name}`);
}

/** An object of one of the kinds with a name that matches. */
export function ofKind(kinds: string, name: RegExp): (manifest: Manifest) => boolean {
  return ({ kind, metadata }) => kinds.split(' ').includes(kind) && name.test(metadata.name);
}

/** A value that is one of these, whatever the order of their keys. */
export function isOneOf(...expected: unknown[]): (value: unknown) => boolean {
  return (value) => expected.some((one) => isEqual(value, one));
}
