import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Servers refuse to run as root, so whoever is root runs them as `nobody`. */
export const NOBODY = 65_534;
export const IS_ROOT = process.getuid?.() === 0;

function foldersOfPostgres(): string[] {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
  return versions.sort((a, b) => b - a).map((version) => join(root, String(version), 'bin'));
}

const FOLDERS = [
  ...foldersOfPostgres(),
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin'),
];

/** A program of this machine: the variable of its name in capitals says where, else it is looked for where programs are. */
function tryFindProgram(name: string): string | undefined {
  const given = process.env[name.toUpperCase()];
  return [...(given ? [given] : []), ...FOLDERS.map((folder) => join(folder, name))].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  // What root may run in its home, nobody may not.
  return !IS_ROOT || spawnSync('test', ['-x', path], { uid: NOBODY, gid: NOBODY }).status === 0;
}

const found = new Map<string, string | undefined>();

function tryFind(name: string): string | undefined {
  if (!found.has(name)) found.set(name, tryFindProgram(name));
  return found.get(name);
}

/** The search path with which all programs that were found are found. */
export function searchPath(): string {
  const folders = [...found.values()].flatMap((path) => (path === undefined ? [] : [dirname(path)]));
  return [...new Set([...folders, '/usr/local/bin', '/usr/bin', '/bin'])].join(delimiter);
}

/** A `describe` that is skipped, and says why, where a program is not installed. */
export function describeWith(programs: readonly string[], title: string, tests: () => void): void {
  jest.setTimeout(30_000);
  const missing = programs.filter((name) => tryFind(name) === undefined);
  if (missing.length === 0) describe(title, tests);
  else describe.skip(`${title} (skipped: ${missing.join(' and ')} not installed)`, tests);
}
