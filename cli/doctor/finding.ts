import type { Facts } from './facts';
import type { KindName } from './kinds';

/** What a check comes to. What could not be asked is never fine. */
export type Status = 'ok' | 'problem' | 'unknown' | 'skipped';

/** What a finding is about: an object of the cluster, or something of the repository or of this machine. */
export interface About {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** One thing that is not as it should be, could not be told, or was not asked. */
export interface Finding {
  readonly status: Exclude<Status, 'ok'>;
  readonly about: About;
  readonly found: string;
  readonly expected: string;
  /** A line to run or a page to read. */
  readonly next: string;
}

/** What a check has looked at, and what of it is not fine. */
export interface Examined {
  /** e.g. `12 Services`. */
  readonly checked: string;
  readonly findings: readonly Finding[];
}

/** Where the facts of a check come from. Offline only the repository and the machine are asked. */
export type Needs = 'repository' | 'machine' | 'network' | 'cluster';

/** One question about an environment: a pure function over facts that were gathered before. */
export interface Check {
  /** `family/name`, e.g. `service/selector`. */
  readonly id: string;
  /** What is so when it is fine. */
  readonly title: string;
  /** Rows of the sources and ids of requirements that ask for it. */
  readonly asked: readonly string[];
  readonly needs: Needs;
  /** Lists of the cluster that it cannot do without. @default none */
  readonly reads?: readonly KindName[];
  examine(facts: Facts): Examined;
}

/** What a check came to: one result if it is fine, else one for each finding. */
export interface Result {
  readonly check: string;
  readonly title: string;
  readonly status: Status;
  /** Absent where it is about all that was checked. */
  readonly about?: About;
  readonly found: string;
  readonly expected: string;
  readonly next: string;
}

type Told = Omit<Finding, 'status'>;

export function problem(about: About, told: Omit<Told, 'about'>): Finding {
  return { status: 'problem', about, ...told };
}

export function untold(about: About, told: Omit<Told, 'about'>): Finding {
  return { status: 'unknown', about, ...told };
}

export function notAsked(about: About, told: Omit<Told, 'about'>): Finding {
  return { status: 'skipped', about, ...told };
}

export function spokenAbout({ kind, namespace, name }: About): string {
  return `${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
}

export function aboutOf({ kind, metadata }: { readonly kind: string; readonly metadata: Omit<About, 'kind'> }): About {
  const { namespace, name } = metadata;
  return { kind, ...(namespace !== undefined && namespace !== '' && { namespace }), name };
}
