import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lock } from '../../lib';
import { type Outcome, PROJECT, projectCopy, run } from '../cli/run';

/** Who commits; nothing of the machine's own configuration of git counts. */
export const IDENTITY = {
  GIT_AUTHOR_NAME: 'Release Engineer',
  GIT_AUTHOR_EMAIL: 'release@example.org',
  GIT_COMMITTER_NAME: 'Release Engineer',
  GIT_COMMITTER_EMAIL: 'release@example.org',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** A copy of the project in a git repository of its own, where commands run as people run them. */
export class Repository {
  constructor(readonly root: string) {}

  /** A command of the project, by its arguments. */
  run(...args: string[]): Outcome {
    return run(args, { cwd: this.root, project: this.root });
  }

  /** @throws what git says if it fails */
  git(...args: string[]): string {
    const { status, output } = this.tryGit(...args);
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
    return output;
  }

  tryGit(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync('git', args, {
      cwd: this.root,
      env: { PATH: process.env.PATH ?? '', ...IDENTITY },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    return { status, output: status === 0 ? stdout : `${stdout}${stderr}` };
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** @throws if the file does not have what is to be replaced */
  replace(path: string, from: string | RegExp, to: string): void {
    const before = this.read(path);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} has no ${from}`);
    this.write(path, after);
  }

  /** Commits everything that is there and returns its id. */
  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Back to a commit, whatever was written since. */
  reset(commit = 'HEAD'): void {
    this.tryGit('merge', '--abort');
    this.git('reset', '--quiet', '--hard', commit);
    this.git('clean', '--quiet', '-fd');
  }

  /** Files that are not as committed, by their paths. */
  changed(): string[] {
    return this.git('status', '--porcelain', '--untracked-files=all', '--no-renames')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(3));
  }

  /** What git calls the content of folders in a commit: equal ids, equal bytes. */
  bytes(commit: string, ...folders: string[]): string[] {
    return this.git('rev-parse', ...folders.map((folder) => `${commit}:${folder}`))
      .trim()
      .split('\n');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The project with environments of it, committed on `main`. @default dev, stage and prod */
export function repository(...environments: string[]): Repository {
  const { project } = projectCopy(...(environments.length === 0 ? ['dev', 'stage', 'prod'] : environments));
  for (const path of ['.gitattributes', '.gitignore']) cpSync(join(PROJECT, path), join(project, path));
  const made = new Repository(project);
  made.git('init', '--quiet', '--initial-branch', 'main');
  // Publishing gives files further links, which changes nothing in them.
  made.git('config', 'core.trustctime', 'false');
  // Thousands of files at once: git streams those beyond the threshold into one pack.
  made.git('-c', 'core.bigFileThreshold=1', 'add', '--all');
  made.commit('The platform');
  return made;
}

/** A clone that can run commands. */
export function clone(of: Repository, ...options: string[]): Repository {
  const made = new Repository(mkdtempSync(join(tmpdir(), 'clone-')));
  made.git('clone', '--quiet', ...options, `file://${of.root}`, '.');
  const modules = join(made.root, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(of.root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(of.root, 'node_modules', name), join(modules, name));
  }
  return made;
}

/** A digest that nothing else has. */
export function digest(character: string): string {
  return `sha256:${character.repeat(64)}`;
}

/** The commit of a component that an image was built of. */
export const SOURCE = '5e'.repeat(20);

/** What stage of the shipped platform holds of a component: promotions of every day do not change what is tested. */
export function shipped(component: string): { version: string; digest: string } {
  const { version = '', digest: image = '' } = JSON.parse(
    readFileSync(join(PROJECT, `envs/stage/lock/${component}.json`), 'utf8'),
  ) as Partial<Lock>;
  return { version, digest: image };
}
