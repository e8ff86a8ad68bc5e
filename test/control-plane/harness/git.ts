import { spawnSync } from 'node:child_process';

/** Nothing of the machine's own configuration of git counts. */
const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  GIT_AUTHOR_NAME: 'End-to-end',
  GIT_AUTHOR_EMAIL: 'e2e@example.org',
  GIT_COMMITTER_NAME: 'End-to-end',
  GIT_COMMITTER_EMAIL: 'e2e@example.org',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** @throws what git says if it fails */
export function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, env: ENVIRONMENT, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
