import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './program';

/** Makes a git repository of what a program renders into its last argument, unless it is there already: `folder/dist`, committed. */
export function commitOnce({ command, args }: Program, folder: string): void {
  if (existsSync(join(folder, '.git'))) return;
  mkdirSync(folder, { recursive: true });
  done(command, [...args.slice(0, -1), join(folder, 'dist')]);
  commitAll(folder);
}

/** Commits everything in a folder, which becomes a repository if it is none. */
export function commitAll(folder: string): void {
  const git = (...rest: string[]): void =>
    done('git', ['-C', folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...rest]);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'what is rendered');
}

/** Runs a program to its end. @throws Error with what it said when it failed */
export function done(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}: ${stderr.slice(-500)}`);
}
