import { hostname } from 'node:os';
import { lockHeld } from '../messages';
import type { FileSystem } from './file-system';

/**
 * A file that one process at a time can hold. The lock of a process that no longer lives is taken over, with a word about it.
 * @throws Refusal while another process holds it
 */
export function withLock<T>(fs: FileSystem, path: string, say: (line: string) => void, work: () => T): T {
  const own = `${process.pid} ${hostname()}\n`;
  const candidate = `${path}.${process.pid}`;
  fs.remove(candidate);
  fs.write(candidate, own);
  try {
    acquire(fs, path, candidate, say);
  } finally {
    fs.remove(candidate);
  }
  try {
    return work();
  } finally {
    fs.remove(path);
  }
}

/** Linking is atomic and fails if the lock exists: there is no moment at which the lock is there without its owner's name. */
function acquire(fs: FileSystem, path: string, candidate: string, say: (line: string) => void): void {
  for (let attempt = 0; ; attempt++) {
    try {
      fs.link(candidate, path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw error;
    }
    const owner = readOwner(fs, path);
    if (owner === undefined) continue;
    if (isAlive(owner)) throw lockHeld(path, owner.trim() || 'unknown');
    takeAway(fs, path, candidate, owner);
    say(`took over ${path} from process ${owner.trim()}, which no longer lives`);
  }
}

/**
 * Removes the lock of a dead process. Only who holds the takeover may, and it looks again first: without that, two
 * processes that both saw a dead owner could each remove the lock that the other one had meanwhile acquired.
 */
function takeAway(fs: FileSystem, path: string, candidate: string, owner: string): void {
  const takeover = `${path}.takeover`;
  try {
    fs.link(candidate, takeover);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? lockHeld(takeover, readOwner(fs, takeover)?.trim() ?? 'unknown') : error;
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
