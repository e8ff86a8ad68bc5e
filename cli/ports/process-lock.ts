import { hostname } from 'node:os';
import type { Refusal } from '../../lib';
import { lockHeld } from '../messages';
import type { FileSystem } from './file-system';

/** How one who finds a lock held by another process is told: its path, and who holds it. */
export type HeldError = (path: string, owner: string) => Refusal;

export interface LockProps {
  readonly path: string;
  say(line: string): void;
  /** @default somebody is publishing */
  readonly held?: HeldError;
}

/**
 * A file that one process at a time can hold. The lock of a process that no longer lives is taken over, with a word about it.
 * @returns gives the lock back
 * @throws Refusal while another process holds it
 */
export function acquireLock(fs: FileSystem, { path, say, held = lockHeld }: LockProps): () => void {
  const own = `${process.pid} ${hostname()}\n`;
  const candidate = `${path}.${process.pid}`;
  fs.remove(candidate);
  fs.write(candidate, own);
  try {
    acquire(fs, candidate, { path, say, held });
  } finally {
    fs.remove(candidate);
  }
  return () => fs.remove(path);
}

/** Does some work that one process at a time may do. @throws Refusal while another process does it */
export function withLock<T>(fs: FileSystem, props: LockProps, work: () => T): T {
  const release = acquireLock(fs, props);
  try {
    return work();
  } finally {
    release();
  }
}

/** Linking is atomic and fails if the lock exists: there is no moment at which the lock is there without its owner's name. */
function acquire(fs: FileSystem, candidate: string, { path, say, held }: Required<LockProps>): void {
  for (let attempt = 0; ; attempt++) {
    try {
      fs.link(candidate, path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw error;
    }
    const owner = readOwner(fs, path);
    if (owner === undefined) continue;
    if (isAlive(owner)) throw held(path, spoken(owner));
    takeAway(fs, candidate, owner, { path, held });
    say(`took over ${path} from process ${spoken(owner)}, which no longer lives`);
  }
}

/**
 * Removes the lock of a dead process. Only who holds the takeover may, and it looks again first: without that, two
 * processes that both saw a dead owner could each remove the lock that the other one had meanwhile acquired.
 */
function takeAway(fs: FileSystem, candidate: string, owner: string, { path, held }: Pick<Required<LockProps>, 'path' | 'held'>): void {
  const takeover = `${path}.takeover`;
  try {
    fs.link(candidate, takeover);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? held(takeover, spoken(readOwner(fs, takeover))) : error;
  }
  if (readOwner(fs, path) === owner) {
    fs.remove(path);
    fs.remove(`${path}.${owner.split(' ', 1)[0]}`);
  }
  fs.remove(takeover);
}

function readOwner(fs: FileSystem, path: string): string | undefined {
  try {
    return fs.read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The owner of a lock, as people say it. */
function spoken(owner = ''): string {
  return owner.trim().replace(' ', ' on ') || 'unknown';
}

/** A process of another host cannot be asked, so it counts as alive. */
function isAlive(owner: string): boolean {
  const [pid, host] = owner.trim().split(' ');
  if (host !== hostname()) return true;
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
