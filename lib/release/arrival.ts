import { type Ledgers, ledgerConflict } from './ledger';
import type { Remark } from './records';
import type { Rendering } from './rendering';

/**
 * Releases of an environment without locks, where changes arrive: an image under a name that belongs to another is an error;
 * one that the ledger does not have is a warning, since it goes nowhere from here.
 */
export function arrivalRemarks(environment: string, renderings: Iterable<Rendering>, ledgers: Ledgers): Remark[] {
  return [...renderings].flatMap(({ component, release }): Remark[] => {
    if (release === undefined) return [];
    const { version, digest } = release;
    const conflict = ledgerConflict(component, release, ledgers);
    const isRecorded = ledgers.get(component)?.releases.some((entry) => entry.digest === digest) === true;
    if (conflict === undefined && isRecorded) return [];
    const command = `npm run promote -- ${component} --to ${environment} --version ${version} --digest ${digest} --source COMMIT`;
    return [
      {
        about: 'ledger',
        severity: conflict === undefined ? 'warning' : 'error',
        component,
        message: `${environment} runs ${component} ${version}: ${conflict ?? `the ledger does not have ${digest}, so it can be promoted nowhere`}`,
        fix:
          conflict === undefined
            ? `record where it came from: ${command}`
            : 'take the version and digest that CI of the component published',
      },
    ];
  });
}
