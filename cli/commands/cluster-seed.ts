import type { Aim } from '../cluster/aim';
import { changing } from '../cluster/changing';
import { type Consent, refuseUnmeant } from '../cluster/consent';
import { planFailed } from '../cluster/messages';
import { seedOf } from '../cluster/seed';
import type { SeedSecretFiles } from '../cluster/seed-secrets';
import type { CommandContext, ExitCode } from '../command';

/** Applies the Terraform stack: what GitOps cannot bring itself. */
export async function clusterSeed(options: Aim & SeedSecretFiles & Consent, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  return changing(options, context, async (site) => {
    const cluster = await site.reach();
    const seed = seedOf(site, context);
    terminal.say(`seeding ${site.context} (${cluster.server}) with the stack ${seed.stack}`);
    await refuseUnmeant(site, cluster, options, async () => {
      const { code, said } = await seed.plan(options);
      if (code === 2) throw planFailed(seed.stack, said);
      terminal.say(said);
    });
    await seed.apply(options, terminal.say);
    for (const [name, value] of Object.entries(await seed.outputs())) terminal.say(`${name} = ${JSON.stringify(value)}`);
    terminal.result(`${site.context}: stack ${seed.stack} is applied`);
    return 0;
  });
}
