import type { Aim } from '../cluster/aim';
import { baseOf } from '../cluster/base';
import { changing } from '../cluster/changing';
import { deliver, manifestsIn } from '../cluster/delivered';
import { argoCdIsThere, cannotTell, wrongContextRepeated } from '../cluster/messages';
import type { Kubectl } from '../cluster/target';
import type { CommandContext, ExitCode } from '../command';

export interface ApplyAllOptions extends Aim {
  readonly iKnowThatArgoCdIsNotThere: string;
}

const REPEATED = '--i-know-that-argo-cd-is-not-there';

/** Folders after the base, in the order in which they need each other; one that an environment has not got is passed over. */
const FOLDERS = ['core', 'policies', 'secrets', 'stores', 'workloads', 'observability'];

/** Applies everything that was rendered but charts, past Argo CD: only where there is none. */
export async function clusterApplyAll(options: ApplyAllOptions, context: CommandContext): Promise<ExitCode> {
  const { fs, terminal } = context;
  return changing(options, context, async (site) => {
    if (options.iKnowThatArgoCdIsNotThere !== site.context)
      throw wrongContextRepeated(REPEATED, site.context, options.iKnowThatArgoCdIsNotThere);
    const cluster = await site.reach();
    const count = await applicationsIn(cluster);
    if (count > 0) throw argoCdIsThere(site.context, count);
    const base = baseOf(fs, site.rendered);
    const folders = FOLDERS.filter((folder) => fs.kindOf(`${site.rendered}/${folder}`) === 'directory');
    const others = folders.map((folder) => [folder, manifestsIn(fs, site.rendered, [folder])] as const);
    terminal.say(`applying all of ${site.rendered} but its charts to ${site.context} (${cluster.server})`);
    await base.applyTo(cluster);
    terminal.say(`  base: ${base.manifests.length} objects`);
    for (const [folder, manifests] of others) {
      await deliver(cluster, manifests);
      terminal.say(`  ${folder}: ${manifests.length} objects`);
    }
    terminal.result(`${site.context}: applied all of ${site.environment.name} but its charts`);
    return 0;
  });
}

/** How many Applications there are; none where nobody knows what that is. @throws {Refusal} if the cluster does not say */
async function applicationsIn(cluster: Kubectl): Promise<number> {
  const { status, stdout, stderr } = await cluster.run(['get', 'applications.argoproj.io', '--all-namespaces', '--output', 'name']);
  if (status === 0) return stdout.split('\n').filter((line) => line !== '').length;
  if (/the server doesn't have a resource type/.test(stderr)) return 0;
  throw cannotTell(cluster.context, 'whether Argo CD is there', stderr);
}
