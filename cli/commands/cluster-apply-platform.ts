import type { Aim } from '../cluster/aim';
import { heedingInterruption } from '../cluster/interruption';
import { platformSteps } from '../cluster/platform-steps';
import { siteOf } from '../cluster/site';
import { runSteps } from '../cluster/steps';
import type { CommandContext, ExitCode } from '../command';

/** Installs Argo CD, shows it the working tree where it is served, and hands it projects and root. */
export async function clusterApplyPlatform(options: Aim, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  return heedingInterruption<ExitCode>(async (signal) => {
    const site = await siteOf(options, context, signal);
    const { server } = await site.reach();
    terminal.say(`platform of ${site.environment.name} for ${site.context} (${server})`);
    await runSteps(platformSteps(site, context), { say: terminal.say, now: Date.now });
    terminal.result(`${site.context}: Argo CD has projects and root of ${site.environment.name}`);
    return 0;
  });
}
