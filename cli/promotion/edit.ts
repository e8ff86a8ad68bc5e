import type { Ledger, Release } from '../../lib';
import type { Change } from '../ports/changes';

/** What a promotion edits: release lines, a ledger, or nothing but locks. */
export interface Edit {
  /** Releases that the class shall run afterwards. */
  readonly wanted: ReadonlyMap<string, Release>;
  readonly changes: readonly Change[];
  /** Ledgers as they will be. */
  readonly ledgers: readonly Ledger[];
  /** Components that `--all` leaves alone, with why. */
  readonly left: ReadonlyMap<string, string>;
  /** What people should know before they commit. */
  readonly notes: readonly string[];
}

export const NO_EDIT: Edit = { wanted: new Map(), changes: [], ledgers: [], left: new Map(), notes: [] };
