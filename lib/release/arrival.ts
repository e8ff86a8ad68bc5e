import { type Ledgers, ledgerConflict, ledgerProblem } from './ledger';
import type { Remark } from './records';
import type { Rendering } from './rendering';

/** What to do about an image under a name that belongs to another. */
export const WRONG_IMAGE = 'take the version and digest that CI of the component published';

/**
 * Releases of an environment without locks, where changes arrive: an image under a name that belongs to another is an error;
 * one that the ledger does not have is a warning, since it goes nowhere from here.
 */
export function arrivalRemarks(
  environment: string,
  released: Iterable<Pick<Rendering, 'component' | 'release'>>,
  ledgers: Ledgers,
): Remark[] {
  return [...released].flatMap(({ component, release }): Remark[] => {
    if (release === undefined) return [];
    const { version, digest } = release;
    if (ledgerProblem(component, release, ledgers) === undefined) return [];
    const conflict = ledgerConflict(component, release, ledgers);
    const command = `npm run promote -- ${component} --to ${environment} --version ${version} --digest ${digest} --source COMMIT`;
    return [
      {
        about: 'ledger',
        severity: conflict === undefined ? 'warning' : 'error',
        component,
        message: `${environment} runs ${component} ${version}: ${conflict ?? `the ledger does not have ${digest}, so it can be promoted nowhere`}`,
        fix: conflict === undefined ? `record where it came from: ${command}` : WRONG_IMAGE,
      },
    ];
  });
}
