import { connections, landing, type Manifest, Reachability } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { RANGES, reachWorld } from './reach-world';

export interface ReachSubjectOptions {
  readonly pods: string;
}

/** What the benchmarks time as ours: every connection that may be possible, with the peak of memory as the result. */
export async function reachSubject({ pods }: ReachSubjectOptions, { terminal }: CommandContext): Promise<ExitCode> {
  const objects = reachWorld(Number(pods)).map((manifest) => landing(manifest as unknown as Manifest, 'default'));
  const reachability = new Reachability({ objects, ranges: RANGES });
  let found = 0;
  for (const _ of connections(reachability, 'may')) found++;
  // Within their namespaces all of them talk to each other.
  if (reachability.problems.length + reachability.undecided.length > 0 || found < 24 * Number(pods)) return 1;
  terminal.result(String(process.resourceUsage().maxRSS));
  return 0;
}
