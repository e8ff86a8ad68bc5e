import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './program';
import { commitAll, done } from './repository';

const COPIED = ['cli', 'dist', 'envs', 'lib', 'stacks', 'package.json', 'package-lock.json', 'tsconfig.json', '.gitattributes'];

/** What a promotion writes. */
const TOUCHED = ['dist', 'envs'];

/** A copy of the project in which a version of kfm-api waits in dev to go to stage: how long that takes, and a synth of it all. */
export function promotion(root: string, folder: string): { readonly promote: Program; readonly synth: Program } {
  const project = join(folder, 'project');
  const saved = join(folder, 'before');
  const launcher = join(project, 'cli/launcher.js');
  const command = (...args: string[]): Program => ({ command: 'node', args: [launcher, ...args] });
  // Files keep their times, so that the program finds its bundle again: a start is warm, as it is for who works with it.
  const copy = (from: string, to: string, paths: readonly string[]): void => {
    for (const path of paths) {
      rmSync(join(to, path), { recursive: true, force: true });
      cpSync(join(from, path), join(to, path), { recursive: true, preserveTimestamps: true });
    }
  };
  const prepare = (): void => {
    if (existsSync(project)) return;
    mkdirSync(project, { recursive: true });
    copy(root, project, COPIED);
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
    commitAll(project);
    const release = ['--version', '99.0.0', '--digest', `sha256:${'b'.repeat(64)}`, '--source', 'c'.repeat(40)];
    done('node', [launcher, 'promote', 'kfm-api', '--to', 'dev', ...release]);
    commitAll(project);
    done('node', [launcher, 'synth']);
    copy(project, saved, TOUCHED);
  };
  const before = (): void => {
    prepare();
    copy(saved, project, TOUCHED);
  };
  return { promote: { ...command('promote', 'kfm-api', '--to', 'stage'), before }, synth: { ...command('synth'), before } };
}
