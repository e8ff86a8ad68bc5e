import type { Programs, Ran, RunOptions } from '../ports/programs';
import { programFailed } from './messages';
import type { Kubectl } from './target';

/** Runs a program that has to succeed. @throws {Refusal} with what it said if it fails */
export async function succeeding(programs: Programs, name: string, args: readonly string[], options?: RunOptions): Promise<Ran> {
  const ran = await programs.run(name, args, options);
  if (ran.status !== 0) throw programFailed(`${name} ${args.slice(0, 3).join(' ')}`, ran.status, ran.stderr || ran.stdout);
  return ran;
}

/** kubectl on a cluster, which has to succeed. @throws {Refusal} with what it said if it fails */
export async function kubectl(cluster: Kubectl, args: readonly string[], options?: RunOptions): Promise<Ran> {
  const ran = await cluster.run(args, options);
  if (ran.status !== 0)
    throw programFailed(`${cluster.context}: kubectl ${args.slice(0, 3).join(' ')}`, ran.status, ran.stderr || ran.stdout);
  return ran;
}
