import { type Lock, parseLock } from '../../lib';
import { lockFolder } from '../paths';
import type { Git } from '../ports/git';

/** A lock that an environment had, and the commit that has its files. */
export interface Past {
  readonly commit: string;
  readonly lock: Lock;
}

/**
 * The locks that a component had on the way of merges to a commit, newest first: what a branch tried on its way was never
 * merged and has not been anywhere. One that cannot be read is passed over.
 */
export function pastLocks(git: Git, environment: string, component: string, to = 'HEAD'): Past[] {
  const path = `${lockFolder(environment)}/${component}.json`;
  const commits = git.history(path, to);
  const texts = git.texts(commits.map((commit) => `${commit}:${path}`));
  return commits.flatMap((commit) => {
    const text = texts.get(`${commit}:${path}`);
    const lock = text === undefined ? undefined : tryLock(text, path);
    return lock === undefined ? [] : [{ commit, lock }];
  });
}

function tryLock(text: string, path: string): Lock | undefined {
  try {
    return parseLock(text, path);
  } catch {
    return undefined;
  }
}
