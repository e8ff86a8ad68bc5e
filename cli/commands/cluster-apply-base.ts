import type { Aim } from '../cluster/aim';
import { baseOf } from '../cluster/base';
import { changing } from '../cluster/changing';
import { type Consent, refuseUnmeant } from '../cluster/consent';
import type { CommandContext, ExitCode } from '../command';

export interface ApplyBaseOptions extends Aim, Consent {
  readonly force?: boolean;
}

/** Applies what Argo CD stands on, if it is not what was applied the last time. */
export async function clusterApplyBase(options: ApplyBaseOptions, context: CommandContext): Promise<ExitCode> {
  const { fs, terminal } = context;
  return changing(options, context, async (site) => {
    const base = baseOf(fs, site.rendered);
    const cluster = await site.reach();
    if (options.force !== true && (await base.isIn(cluster))) {
      terminal.result(`${site.context}: base unchanged, nothing applied (--force applies it all the same)`);
      return 0;
    }
    const what = `${base.manifests.length} objects of ${site.rendered} to ${site.context} (${cluster.server})`;
    await refuseUnmeant(site, cluster, options, async () => terminal.say(`would apply ${what}`));
    terminal.say(`applying ${what}`);
    await base.applyTo(cluster);
    terminal.result(`${site.context}: base applied, ${base.manifests.length} objects`);
    return 0;
  });
}
