import { type Aim, aimed } from '../cluster/aim';
import type { CommandContext, ExitCode } from '../command';
import { cannotRead } from '../verify/messages';
import { clusterStatusOf, isUnreadable } from '../verify/status';
import { printStatus } from '../verify/status-table';

export interface StatusOptions extends Aim {
  readonly json?: boolean;
}

/** Prints how a cluster is doing. What could not be read is named, and makes it 2. */
export async function clusterStatus(options: StatusOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const { environment, reach } = aimed(options, context);
  const kubectl = await reach();
  terminal.say(`status of ${environment} on ${kubectl.context}, ${kubectl.server}`);
  const status = await clusterStatusOf(kubectl);
  const problems = status.unread.map(({ what, reason }) => `${what}: ${reason}`);
  if (isUnreadable(status)) throw cannotRead(kubectl.context, problems);

  if (options.json) terminal.result(JSON.stringify({ environment, context: kubectl.context, server: kubectl.server, ...status }, null, 2));
  else printStatus(status, terminal);
  return problems.length === 0 ? 0 : 2;
}
