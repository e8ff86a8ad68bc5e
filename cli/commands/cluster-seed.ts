import type { Aim } from '../cluster/aim';
import { heedingInterruption } from '../cluster/interruption';
import { seedOf } from '../cluster/seed';
import type { SeedSecretFiles } from '../cluster/seed-secrets';
import { siteOf } from '../cluster/site';
import type { CommandContext, ExitCode } from '../command';

/** Applies the Terraform stack: what GitOps cannot bring itself. */
export async function clusterSeed(options: Aim & SeedSecretFiles, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  return heedingInterruption<ExitCode>(async (signal) => {
    const site = await siteOf(options, context, signal);
    const { server } = await site.reach();
    const seed = seedOf(site, context);
    terminal.say(`seeding ${site.context} (${server}) with the stack ${seed.stack}`);
    await seed.apply(options, terminal.say);
    for (const [name, value] of Object.entries(await seed.outputs())) terminal.say(`${name} = ${JSON.stringify(value)}`);
    terminal.result(`${site.context}: stack ${seed.stack} is applied`);
    return 0;
  });
}
