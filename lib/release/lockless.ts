import type { Records, Remark } from './records';
import type { Rendering } from './rendering';

/** Components that dist has files of although no lock says which are held: whoever lost a lock must not get today's bytes. */
export function locklessRemarks(environment: string, renderings: Iterable<Rendering>, records: Records): Remark[] {
  const { locks } = records;
  const held = new Set([...locks.values()].flatMap(({ files }) => Object.keys(files)));
  const isLost = (path: string): boolean => records.has(path) && !held.has(path);
  const lockless = [...renderings].filter(({ component, files }) => !locks.has(component) && files.some(({ path }) => isLost(path)));
  if (lockless.length === 0) return [];
  if (locks.size === 0) {
    return [
      remark(
        '',
        `dist/${environment} has files, but envs/${environment} has no lock, so what it holds is not known`,
        `an environment gets its first locks by npm run promote -- --adopt --to ${environment}; lost ones come back by git checkout`,
      ),
    ];
  }
  return lockless.map(({ component }) =>
    remark(
      component,
      `dist/${environment} has files of ${component}, but its lock is not there`,
      `git checkout COMMIT -- envs/${environment}/lock/${component}.json`,
    ),
  );
}

function remark(component: string, message: string, fix: string): Remark {
  return { about: 'lock', severity: 'error', component, message, fix };
}
