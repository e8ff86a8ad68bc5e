import { type Lock, lockText, type Synthesis } from '../lib';
import { lockFolder } from './paths';
import type { Change, Removal } from './ports/changes';

/** How the lock files of an environment have to change, given what they hold now by path; other files in `current` do not count. */
export function lockChanges({ environment, standings }: Synthesis, current: ReadonlyMap<string, string>): (Change | Removal)[] {
  const locks = standings.flatMap(({ lock }) => lock ?? []);
  const texts = new Map(locks.map((lock: Lock) => [`${lockFolder(environment)}/${lock.component}.json`, lockText(lock)]));
  const written = [...texts].flatMap(([path, after]): Change[] => {
    const before = current.get(path);
    if (before === after) return [];
    return [before === undefined ? { path, after } : { path, before, after }];
  });
  // Components that merely wait keep having no lock; those that are gone lose theirs.
  const isGone = (path: string): boolean => standings.length > 0 && path.startsWith(`${lockFolder(environment)}/`) && !texts.has(path);
  const removed = [...current].flatMap(([path, before]): Removal[] => (isGone(path) ? [{ path, before }] : []));
  return [...written, ...removed];
}
