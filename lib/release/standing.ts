import type { ObjectChange } from '../manifest/changes';
import type { LaidOut } from '../manifest/layout';
import type { Lock } from './lock';
import type { Remark } from './records';

/**
 * What becomes of a component in a locked environment: its bytes are those that are rendered (`current`), stay although the
 * base renders others (`behind`), move (`promoted`), go back (`restored`), are not there before somebody asks (`waiting`), or go (`removed`).
 */
export type State = 'current' | 'behind' | 'promoted' | 'restored' | 'waiting' | 'removed';

export interface Standing {
  readonly component: string;
  readonly state: State;
  /** What the environment will hold of it. */
  readonly files: readonly LaidOut[];
  /** What it holds. */
  readonly before: readonly LaidOut[];
  /** The lock that it will have; absent for what is not there. */
  readonly lock?: Lock;
  /** Keys of the override object that were edited since the lock. */
  readonly edited: readonly string[];
  /** Whether the component comes along because another one needs it. */
  readonly isTakenAlong: boolean;
  /**
   * How the base differs from what is held: what promoting would change of a component that is behind, what comes along with
   * one that is promoted. Empty where more than the release was edited, since the two cannot be told apart then.
   */
  readonly base: readonly ObjectChange[];
}

/** A locked environment, component by component, and what there is to say about it. */
export interface Keeping {
  readonly standings: readonly Standing[];
  readonly remarks: readonly Remark[];
}
