import { refused } from './gate';
import type { Lock } from './lock';
import type { Predecessor, Remark } from './records';

/** What a lock says of where its bytes came from. A hotfix stops being one when the environment before holds it. */
export function provenanceRemarks(expected: Lock, after: Lock, predecessor: Predecessor | undefined): Remark[] {
  const { component, digest } = after;
  const isHeldBefore = digest !== undefined && predecessor?.holds(component, digest) === true;
  const told = { ...provenanceOf(after), ...(isHeldBefore && { hotfix: undefined }) };
  const right = { ...provenanceOf(expected), ...(isHeldBefore && { hotfix: undefined }) };
  const wrong = (Object.keys(right) as (keyof typeof right)[]).filter((field) => told[field] !== right[field]);
  return wrong.map((field) =>
    refused(
      component,
      `the lock of ${component} has ${field} ${told[field] ?? 'none'}; by what was merged and the ledger it is ${right[field] ?? 'none'}`,
      'restore the lock from the base, and promote again if it shall move',
    ),
  );
}

function provenanceOf({ hotfix, promotedFrom, evidence: { source, attestation } }: Lock) {
  return { hotfix, promotedFrom, source, attestation };
}
