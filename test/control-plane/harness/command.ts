import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import type { Said } from './cluster';
import type { Testbed } from './testbed';

const PROJECT = join(__dirname, '../../..');

/** What a command finds its cluster by. Without a home, kubectl would keep what it learns of the server in the working tree. */
export function variablesOn(bed: Testbed, kubeconfig = bed.cluster.kubeconfig): Readonly<Record<string, string>> {
  return {
    PATH: [dirname(bed.programs.path('kubectl')), process.env.PATH ?? ''].join(delimiter),
    HOME: bed.scratch('home'),
    KUBECONFIG: kubeconfig,
  };
}

/** Runs a command of this project on the cluster of a bed, as people do. */
export async function runOn(bed: Testbed, ...args: readonly string[]): Promise<Said> {
  const env = variablesOn(bed);
  const { stdout: context } = await bed.cluster.kubectl(['config', 'current-context']);
  const all = [join(PROJECT, 'cli/launcher.js'), ...args, '--env', bed.name, '--context', context.trim()];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, all, { cwd: PROJECT, env, maxBuffer: 2 ** 28 }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? 2, stdout, stderr }),
    );
  });
}
