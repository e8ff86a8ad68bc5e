import type { Ledgers } from './ledger';
import type { Lock, Locks } from './lock';

/** What the repository holds of a locked environment. */
export interface Records {
  readonly locks: Locks;
  readonly ledgers: Ledgers;
  /** Whether dist has a file of the environment. */
  has(path: string): boolean;
  /** Texts of files by path, those with the given sha256, wherever the repository still has them; the others are absent. */
  texts(files: Readonly<Record<string, string>>): ReadonlyMap<string, string>;
  /** Whether the environment before runs a digest or has run it, as far as the working tree tells. @default it does: there is none before */
  isHeldBefore(component: string, digest: string): boolean;
  /** Name of the environment that promotions come from. */
  readonly follows: string | undefined;
  /** That environment, asked for when something is promoted. */
  predecessor(): Predecessor | undefined;
}

/** The environment that promotions come from, as committed: what stands in the working tree alone has not been anywhere. */
export interface Predecessor {
  readonly name: string;
  /** Whether it has the component, in its class or as committed. */
  has(component: string): boolean;
  /** Whether it holds or has held the digest. */
  holds(component: string, digest: string): boolean;
  /** Why what the classes render of the component today has not been there, as a clause; undefined if it has. */
  lag(component: string): string | undefined;
}

/** What somebody asks of a synth beyond what the classes say. */
export interface Request {
  /** Components whose base shall come along, or that shall be there at all if they are shared. */
  promotes?(component: string): boolean;
  /** Components that go back to an earlier lock and its files. */
  readonly restore?: ReadonlyMap<string, Lock>;
  /** Components whose release need not have been in the environment before, since this one has held it. */
  readonly asHeldHere?: ReadonlySet<string>;
  /** Components and folders of units that may go. */
  readonly allowDelete?: ReadonlySet<string>;
  /** Whether components without a lock get one for what dist holds of them. */
  readonly adopt?: boolean;
}

/** Something about a promotion that people have to know; an error keeps the environment's old tree. */
export interface Remark {
  readonly about: 'promotion' | 'hotfix' | 'deletion' | 'lock' | 'ledger';
  readonly severity: 'error' | 'warning';
  readonly component: string;
  readonly message: string;
  readonly fix: string;
}
