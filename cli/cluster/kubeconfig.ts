import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Programs } from '../ports/programs';
import { noContextIn } from './messages';

/** Files of kubeconfig that kubectl reads, by its variable or its default. */
export function kubeconfigFiles(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = (variables.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  return named.length > 0 ? named : [join(variables.HOME ?? homedir(), '.kube', 'config')];
}

/** The one file that has a context, for programs that read one only. @throws {Refusal} if none has it */
export async function fileOfContext(programs: Programs, paths: readonly string[], context: string): Promise<string> {
  if (paths.length === 1) return paths[0] as string;
  for (const path of paths) {
    const { status } = await programs.run('kubectl', ['--kubeconfig', path, 'config', 'get-contexts', context, '--output', 'name']);
    if (status === 0) return path;
  }
  throw noContextIn(context, paths);
}

/** Whether kubeconfig has a context. */
export async function hasContext(programs: Programs, context: string): Promise<boolean> {
  return (await programs.run('kubectl', ['config', 'get-contexts', context, '--output', 'name'])).status === 0;
}
