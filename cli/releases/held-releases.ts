import { type Environment, type Ledgers, type Lock, type Locks, tryEntry } from '../../lib';

/** One component with an image of its own, as an environment holds it. */
export interface HeldRelease {
  readonly component: string;
  readonly version: string;
  readonly digest: string;
  /** The environment that it was promoted from; absent where changes arrive first, and for what came otherwise. */
  readonly from?: string;
  readonly hotfix?: string;
  /** Commit of the component that was built, by the ledger. */
  readonly source?: string;
  /** What was held here before, newest first: what `rollback` can bring back. */
  readonly before: readonly string[];
}

/** What an environment runs: of a locked one what its locks hold, of another one what its class says. */
export function heldReleases({ environment, locks, ledgers }: { environment: Environment; locks: Locks; ledgers: Ledgers }): HeldRelease[] {
  const versionOf = (component: string, digest: string): string => tryEntry(ledgers.get(component), digest)?.version ?? digest;
  const sourceOf = (component: string, digest: string) => {
    const source = tryEntry(ledgers.get(component), digest)?.source;
    return source === undefined ? {} : { source };
  };
  if (!environment.traits.locked) {
    const released = [...environment.releases()];
    return released.map(([component, { version, digest }]) => ({ component, version, digest, ...sourceOf(component, digest), before: [] }));
  }
  return [...locks.values()].filter(isReleased).map(({ component, version, digest, promotedFrom, hotfix, held }) => ({
    component,
    version,
    digest,
    ...(promotedFrom !== undefined && { from: promotedFrom }),
    ...(hotfix !== undefined && { hotfix }),
    ...sourceOf(component, digest),
    before: held
      .filter((each) => each !== digest)
      .map((each) => versionOf(component, each))
      .reverse(),
  }));
}

/** Stores and shared components have locks without a version. */
export function isReleased(lock: Lock): lock is Lock & { readonly version: string; readonly digest: string } {
  return lock.version !== undefined && lock.digest !== undefined;
}
