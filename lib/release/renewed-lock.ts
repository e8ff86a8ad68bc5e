import { tryEntry } from './ledger';
import type { Evidence, Lock } from './lock';
import type { Records } from './records';
import { digestsOf, type Rendering } from './rendering';

export interface RenewedLockProps {
  readonly records: Pick<Records, 'ledgers' | 'follows' | 'isHeldBefore'>;
  /** Number of rules that the environment is judged by. */
  readonly rules: number;
  /** Whether the bytes move, so that evidence is taken; otherwise the lock's files are those rendered, and its evidence stays. */
  readonly isPromotion: boolean;
  /** Whether dist held the bytes before there were locks, so that they came from nowhere. */
  readonly adopt: boolean;
  /** Whether the environment itself has held the release, so that it came from nowhere else. */
  readonly asHeldHere: boolean;
}

/** The lock of a component that holds what the classes render. What was known of an earlier promotion is never lost. */
export function renewedLock(rendering: Rendering, lock: Lock | undefined, props: RenewedLockProps): Lock {
  const { component, release, inputs = {}, files } = rendering;
  const { follows } = props.records;
  const promotedFrom = props.isPromotion ? originOf(rendering, lock, props) : lock?.promotedFrom;
  const hotfix = hotfixOf(rendering, lock, props.records);
  const held = lock?.held ?? [];
  return {
    component,
    ...(release && { version: release.version, digest: release.digest }),
    ...(hotfix !== undefined && { hotfix }),
    ...(follows !== undefined && { follows }),
    ...(promotedFrom !== undefined && { promotedFrom }),
    held: release === undefined || held.includes(release.digest) ? held : [...held, release.digest],
    evidence: props.isPromotion || lock === undefined ? evidenceOf(rendering, props) : lock.evidence,
    inputs,
    files: props.isPromotion || lock === undefined ? digestsOf(files) : lock.files,
  };
}

/** Where a promotion came from: not from the environment before if it passed it by. */
function originOf({ release }: Rendering, lock: Lock | undefined, { records, adopt, asHeldHere }: RenewedLockProps): string | undefined {
  const isHotfix = release?.hotfix !== undefined && release.digest !== lock?.digest;
  return adopt || asHeldHere || isHotfix ? undefined : records.follows;
}

/** A mark may leave the line before the environment before holds the fix; the lock keeps it until then. */
function hotfixOf({ component, release }: Rendering, lock: Lock | undefined, records: RenewedLockProps['records']): string | undefined {
  if (release === undefined || release.hotfix !== undefined) return release?.hotfix;
  return lock?.digest === release.digest && !records.isHeldBefore(component, release.digest) ? lock.hotfix : undefined;
}

function evidenceOf({ component, release }: Rendering, { records, rules }: RenewedLockProps): Evidence {
  const { source, attestation } = (release && tryEntry(records.ledgers.get(component), release.digest)) ?? {};
  return { ...(source !== undefined && { source }), ...(attestation !== undefined && { attestation }), rules };
}
