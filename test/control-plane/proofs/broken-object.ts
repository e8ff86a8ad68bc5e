import type { Manifest } from '../../../lib';

/** `warned`: taken, with a warning that dist would not be let through with. */
export type Verdict = 'accepted' | 'warned' | 'refused';

/** One change that breaks a good object. */
export interface Change {
  /** What the broken object has, as a sentence goes on after "with". */
  readonly what: string;
  readonly good: Manifest;
  /** Keys and indexes down to what is changed, e.g. `spec.ports.0.name`. */
  readonly at: string;
  /** The new value. @default it is taken out */
  readonly is?: unknown;
  /** Whether the broken object is written over the good one. @default it is new */
  readonly overGood?: true;
}

/** A broken object and how it is judged: by the schemas and rules here, and by the API server. */
export interface BrokenObject extends Change {
  readonly ours: Verdict;
  readonly server: Verdict;
  /** Why the judges differ, where they do. */
  readonly because?: string;
}

export function brokenOf({ good, at, is }: Change): Manifest {
  return changed(good, at, is);
}

/** A copy with one value changed, or taken out where `value` is undefined. @throws if the path leads nowhere */
export function changed(manifest: Manifest, path: string, value: unknown): Manifest {
  // Through text, since examples share parts, which a structured clone would share as well.
  const copy = JSON.parse(JSON.stringify(manifest));
  const keys = path.split('.');
  const last = keys.pop() as string;
  let place = copy;
  for (const key of keys) place = place?.[key];
  if (typeof place !== 'object' || place === null || (value === undefined && !(last in place)))
    throw new Error(`the example of a ${manifest.kind} has no ${path}`);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}
