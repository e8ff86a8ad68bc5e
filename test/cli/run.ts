import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandContext } from '../../cli/command';
import { disk } from '../../cli/ports/file-system';
import { readGeneratedTree } from '../../cli/ports/generated-tree';
import { terminal } from '../../cli/report/terminal';

export const PROJECT = join(__dirname, '../..');

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  /** @default this project */
  readonly project?: string;
}

/** Runs the program as people do, by its arguments. */
export function run(args: readonly string[], { cwd = PROJECT, env = {}, input = '', project = PROJECT }: RunOptions = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, 'cli/launcher.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** What was generated into a folder: path → text. */
export function treeOf(root: string): Record<string, string> {
  return Object.fromEntries(readGeneratedTree(disk, root).files);
}

/** A copy of the project's sources and its dist, for tests that change them; of the named environments alone if it is about them. */
export function projectCopy(...names: string[]): { project: string; remove: () => void } {
  const project = mkdtempSync(join(tmpdir(), 'project-'));
  const dist = names.length === 0 ? ['dist'] : names.map((name) => `dist/${name}`);
  for (const path of ['cli', 'envs', 'lib', 'stacks', ...dist, 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(PROJECT, path), join(project, path), { recursive: true });
  }
  if (names.length > 0) {
    const index = join(project, 'envs/index.ts');
    const loads = (line: string): boolean => !/^ {2}\S+: async/.test(line) || names.some((name) => line.startsWith(`  ${name}:`));
    writeFileSync(index, readFileSync(index, 'utf8').split('\n').filter(loads).join('\n'));
    const folders = readdirSync(join(project, 'envs'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders.filter((folder) => !names.includes(folder.name)))
      rmSync(join(project, 'envs', name, 'lock'), { recursive: true, force: true });
  }
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(PROJECT, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(PROJECT, 'node_modules', name), join(modules, name));
  }
  return { project, remove: () => rmSync(project, { recursive: true, force: true }) };
}

/** What a command is given when a test calls it in this process, and what it said. */
export function context(
  root: string,
  environment: Readonly<Record<string, string>> = {},
): { context: CommandContext; stdout: () => string; stderr: () => string } {
  const out: string[] = [];
  const err: string[] = [];
  const speaks = terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }, environment);
  return { context: { root, fs: disk, terminal: speaks, environment }, stdout: () => out.join(''), stderr: () => err.join('') };
}
