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
  /** File that says who changes the cluster now; beside the folder, since that may go meanwhile. The folder of both is made. */
  lock(): string;
}

/** Folder of the state of all clusters, in the project. */
const CLUSTERS = '.clusters';

/** The folder of a cluster by its context, whose name may hold slashes and colons. */
export function stateFolder(root: string, context: string): StateFolder {
  const clusters = join(root, CLUSTERS);
  const path = join(clusters, encodeURIComponent(context).replace(/^\.+$/, '%2E'));
  const file = (name: string): string => join(path, name);
  const tryRead = (name: string): string | undefined => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : undefined);
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
    lock: () => {
      makeClusters(clusters);
      // No encoded name has this sign.
      return `${path}@lock`;
    },
  };
}
