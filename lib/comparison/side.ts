import type { LaidOut } from '../manifest/layout';
import type { Cluster } from '../tenancy/cluster';
import type { SecretRef } from '../tenancy/secret-ref';
import type { Traits } from '../tenancy/traits';

/** One of the two environments that are compared: what it declares, and what it renders. */
export interface Side {
  readonly name: string;
  readonly traits: Traits;
  readonly cluster: Cluster;
  /** When its delivery applies what was merged, as the delivery says it. */
  readonly cadence: string;
  /** URL of the repository that its cluster reads. */
  readonly repository: string;
  /** What its class says about each component: release, replicas, host and so on. */
  readonly components: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** What its class grants the namespaces of teams, as a ResourceQuota writes it: namespace → resource → amount. */
  readonly quotas: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Every Secret that something refers to. */
  readonly secrets: readonly SecretRef[];
  readonly objects: readonly LaidOut[];
  /** Components that keep older committed bytes until they are promoted, or are not there before; `objects` has what they keep. */
  readonly behind: ReadonlySet<string>;
  /** What the class would render for them now. @default the same as `objects` */
  readonly rendered?: readonly LaidOut[];
}

/** Says what declares a difference, in one line; undefined where it declares nothing of the kind. */
export type Explain<Subject> = (subject: Subject) => string | undefined;

/** Where a class says something, as people look it up. */
export function classOf({ name }: Pick<Side, 'name'>): string {
  return `envs/${name}/index.ts`;
}
