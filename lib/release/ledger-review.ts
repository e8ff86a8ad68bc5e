import type { Ledger, Ledgers } from './ledger';
import type { Remark } from './records';

/** Entries of ledgers that a branch changed or lost. */
export function ledgerRemarks(before: Ledgers, after: Ledgers): Remark[] {
  return [...before.values()].flatMap((ledger) => lostEntries(ledger, after.get(ledger.component)));
}

function lostEntries({ component, releases }: Ledger, after: Ledger | undefined): Remark[] {
  const remaining = new Set(after?.releases.map((entry) => JSON.stringify(entry)));
  return releases
    .filter((entry) => !remaining.has(JSON.stringify(entry)))
    .map(({ version }) => ({
      about: 'ledger',
      severity: 'error',
      component,
      message: `the ledger lost or changed ${component} ${version}, and nothing leaves it`,
      fix: 'put the entry back as it was',
    }));
}
