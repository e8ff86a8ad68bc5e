import type { Aim } from '../cluster/aim';
import { baseOf } from '../cluster/base';
import { heedingInterruption } from '../cluster/interruption';
import { siteOf } from '../cluster/site';
import type { CommandContext, ExitCode } from '../command';

/** Applies what Argo CD stands on, if it is not what was applied the last time. */
export async function clusterApplyBase(options: Aim & { readonly force?: boolean }, context: CommandContext): Promise<ExitCode> {
  const { fs, terminal } = context;
  return heedingInterruption<ExitCode>(async (signal) => {
    const site = await siteOf(options, context, signal);
    const base = baseOf(fs, site.rendered);
    const cluster = await site.reach();
    if (options.force !== true && (await base.isIn(cluster))) {
      terminal.result(`${site.context}: base unchanged, nothing applied (--force applies it all the same)`);
      return 0;
    }
    terminal.say(`applying ${base.manifests.length} objects to ${site.context} (${cluster.server})`);
    await base.applyTo(cluster);
    terminal.result(`${site.context}: base applied, ${base.manifests.length} objects`);
    return 0;
  });
}
