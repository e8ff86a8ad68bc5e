import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is kept of one cluster outside Git: configuration, keys, Terraform's state. Nobody but its owner may read it. */
export interface StateFolder {
  readonly path: string;
  isThere(): boolean;
  /** Makes the folder if it is not there, for programs that write into it. */
  make(): void;
  /** Absolute path of a file of it, there or not. */
  file(name: string): string;
  tryRead(name: string): string | undefined;
  /** Writes a file that is whole or not there; the folder is made if need be. */
  write(name: string, text: string): void;
  /** 32 random bytes in base64, made once and then the same. */
  key(name: string): string;
  /** Everything, or one file. */
  remove(name?: string): void;
  /** File that says who changes the cluster now; beside the folder, since the folder may go meanwhile. */
  readonly lock: string;
  /** Takes the lock; one whose process is gone is taken over. Returns the id of the process that has it, if another one does. */
  hold(): string | undefined;
  /** Gives the lock back. */
  release(): void;
}

/** Folder of the state of all clusters, in the project. */
const CLUSTERS = '.clusters';

/** The folder of a cluster by its context, whose name may hold slashes and colons. */
export function stateFolder(root: string, context: string): StateFolder {
  const clusters = join(root, CLUSTERS);
  const path = join(clusters, encodeURIComponent(context).replace(/^\.+$/, '%2E'));
  const file = (name: string): string => join(path, name);
  const tryRead = (name: string): string | undefined => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : undefined);
  // No encoded name has this sign.
  const lock = `${path}@lock`;
  const makeClusters = (folder: string): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Git has no business here, whatever the .gitignore of the project says.
    writeFileSync(join(clusters, '.gitignore'), '*\n');
  };
  const make = (): void => makeClusters(path);
  const write = (name: string, text: string): void => {
    make();
    const temporary = file(`${name}.${process.pid}`);
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, file(name));
  };
  return {
    path,
    isThere: () => existsSync(path),
    make,
    file,
    tryRead,
    write,
    key: (name) => {
      const kept = tryRead(name);
      if (kept !== undefined) return kept.trim();
      const made = randomBytes(32).toString('base64');
      write(name, `${made}\n`);
      return made;
    },
    remove: (name) => rmSync(name === undefined ? path : file(name), { recursive: true, force: true }),
    lock,
    hold: () => {
      makeClusters(clusters);
      return taken(lock);
    },
    release: () => rmSync(lock, { force: true }),
  };
}

/** Writes the id of this process into a file that is not there. Returns the id that is in it, if it is there and its process is, too. */
function taken(lock: string): string | undefined {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  try {
    const holder = readFileSync(lock, 'utf8').trim();
    if (isAlive(Number(holder))) return holder;
    // Several may find it stale. Who moves the one away that another has just taken gives it back.
    const stale = `${lock}.${process.pid}`;
    renameSync(lock, stale);
    const moved = readFileSync(stale, 'utf8').trim();
    if (moved !== holder) {
      renameSync(stale, lock);
      return moved;
    }
    rmSync(stale);
  } catch (error) {
    // Given back, or moved away, in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return taken(lock);
}

/** Whether a process is there; also one that is somebody else's, and one whose id is not written yet. */
function isAlive(pid: number): boolean {
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
