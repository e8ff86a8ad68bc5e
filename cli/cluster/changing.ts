import type { CommandContext, ExitCode } from '../command';
import { acquireLock } from '../ports/process-lock';
import type { Aim } from './aim';
import { heedingInterruption } from './interruption';
import { held } from './messages';
import { type Site, siteOf } from './site';

/**
 * Does some work that changes a cluster or what is kept of it: it can be interrupted, and nobody else does such work on the same
 * cluster from here meanwhile.
 * @throws {Refusal} if somebody does
 */
export async function changing(
  aim: Aim,
  context: CommandContext,
  work: (site: Site, signal: AbortSignal) => Promise<ExitCode>,
): Promise<ExitCode> {
  return heedingInterruption(async (signal) => {
    const site = await siteOf(aim, context, signal);
    const { fs, terminal } = context;
    const release = acquireLock(fs, {
      path: site.state.lock(),
      say: (line) => terminal.say(line),
      held: (path, holder) => held(site.context, holder, path),
    });
    try {
      return await work(site, signal);
    } finally {
      release();
    }
  });
}
