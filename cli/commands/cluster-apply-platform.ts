import type { Aim } from '../cluster/aim';
import { changing } from '../cluster/changing';
import { type Consent, refuseUnmeant } from '../cluster/consent';
import { platformSteps } from '../cluster/platform-steps';
import { runSteps } from '../cluster/steps';
import type { CommandContext, ExitCode } from '../command';

/** Installs Argo CD, shows it the working tree where it is served, and hands it projects and root. */
export async function clusterApplyPlatform(options: Aim & Consent, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  return changing(options, context, async (site) => {
    const cluster = await site.reach();
    terminal.say(`platform of ${site.environment.name} for ${site.context} (${cluster.server})`);
    const steps = platformSteps(site, context);
    await refuseUnmeant(site, cluster, options, async () => {
      for (const { name, subject, isDone } of steps) terminal.say(`  ${name}: ${(await isDone()) ? 'has' : 'would get'} ${subject}`);
    });
    await runSteps(steps, { command: 'apply-platform', say: terminal.say, now: Date.now });
    terminal.result(`${site.context}: Argo CD has projects and root of ${site.environment.name}`);
    return 0;
  });
}
