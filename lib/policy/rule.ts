import type { Cel } from './cel/cel';
import type { Severity } from './finding';
import type { World } from './world';
import type { WorldObject } from './world-object';

/** Families of rules, in the order of reports. */
export const FAMILIES = [
  'schema',
  'api-removal',
  'identity',
  'names',
  'secrets',
  'images',
  'pod-security',
  'workload',
  'rbac',
  'wiring',
  'network',
  'exposure',
  'project',
  'argo',
  'flux',
  'parity',
  'data',
  'state',
  'isolation',
  'order',
  'facts',
  'ownership',
  'deletion',
  'layout',
] as const;

export type Family = (typeof FAMILIES)[number];

/** Where a rule is broken; the runner adds the rest of the finding. */
export interface Violation {
  /** Absent when it is about the whole. */
  readonly object?: WorldObject;
  /** @default the object as a whole */
  readonly field?: string;
  readonly message: string;
  /** What to do in this case. @default the rule's own `fix` */
  readonly fix?: string;
}

/** Something that must hold for all objects of an environment. One file a rule. */
export interface Rule {
  readonly id: `${Family}/${string}`;
  readonly title: string;
  readonly severity: Severity;
  /** Why, and where that is written. */
  readonly rationale: string;
  /** Ids of docs/requirements.md. */
  readonly requirements: readonly string[];
  /** What to do about a violation. */
  readonly fix: string;
  /** The same rule as the API server asks it of each object; absent for rules that need to see others. */
  readonly cel?: Cel;
  check(world: World): Iterable<Violation>;
}
