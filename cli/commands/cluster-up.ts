import { portsOf } from '../../lib';
import type { Aim } from '../cluster/aim';
import { changing } from '../cluster/changing';
import { networkProblems } from '../cluster/docker-network';
import { hasContext } from '../cluster/kubeconfig';
import { type LocalCluster, localCluster, provideStorageClass } from '../cluster/local-cluster';
import { notMadeHere, prerequisitesMissing } from '../cluster/messages';
import { baseStep, platformSteps, seedStep } from '../cluster/platform-steps';
import { portProblems, programProblems } from '../cluster/prerequisites';
import { type ClusterProvider, clusterProvider } from '../cluster/provider';
import { seedOf } from '../cluster/seed';
import type { Site } from '../cluster/site';
import { runSteps, type Step } from '../cluster/steps';
import type { CommandContext, ExitCode } from '../command';

/** From nothing to an Argo CD that has its root Application; what is there already is left as it is. */
export async function clusterUp(options: Aim, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  return changing(options, context, async (site) => {
    const { environment, programs, settings } = site;
    if (environment.traits.locked) throw notMadeHere(environment.name);
    const provider = clusterProvider(programs, settings.CLUSTER_PROVIDER.value);
    const cluster = localCluster(site, provider);
    const steps = [
      prerequisites(site, provider, cluster),
      configuration(site, cluster),
      making(site, cluster, terminal.say),
      baseStep(site, context),
      seedStep(site, seedOf(site, context)),
      ...platformSteps(site, context),
    ];
    await runSteps(steps, { command: 'up', say: terminal.say, now: Date.now });
    terminal.result(nextOf(site, options));
    return 0;
  });
}

function prerequisites(site: Site, provider: ClusterProvider, cluster: LocalCluster): Step {
  const { environment, programs, context } = site;
  const needed = ['docker', provider.name, 'kubectl', 'terraform', 'helm', 'git'];
  const refuse = async (): Promise<void> => {
    refuseFor(await programProblems(programs, needed));
    // Whose the context is by its server comes first: making a cluster would overwrite it.
    if (await hasContext(programs, context)) await site.reach();
    if (await cluster.isOurs()) return;
    refuseFor([...(await portProblems(portsOf(environment.cluster))), ...(await networkProblems(programs, cluster.network))]);
  };
  return {
    name: 'prerequisites',
    subject: `what is needed (${needed.join(', ')})`,
    isDone: async () => {
      await refuse();
      return true;
    },
    run: refuse,
  };
}

function refuseFor(problems: readonly string[]): void {
  if (problems.length > 0) throw prerequisitesMissing(problems);
}

function configuration({ state }: Site, cluster: LocalCluster): Step {
  return {
    name: 'configuration',
    subject: state.path,
    isDone: async () => cluster.isConfigured(),
    run: async () => cluster.configure(),
  };
}

function making(site: Site, cluster: LocalCluster, say: (line: string) => void): Step {
  const { context } = site;
  const ready = async (hear: (line: string) => void): Promise<void> => {
    const target = await site.reach();
    hear(`API server ${target.server}`);
    await provideStorageClass(site, target);
  };
  return {
    name: 'cluster',
    subject: context,
    isDone: async () => {
      if (!(await cluster.isThere())) return false;
      if (!cluster.isCurrent()) say(`${context} was made by an older configuration; "npm run cluster -- down", then up, makes it anew`);
      await ready((line) => say(`      ${line}`));
      return true;
    },
    run: async (hear) => {
      await cluster.make(hear);
      await ready(hear);
    },
  };
}

/** What to do next, with the words by which this cluster was meant. */
function nextOf({ context, environment: { cluster } }: Site, { env, provider, name }: Aim): string {
  const said = [
    ...(env === 'local' ? [] : [`--env ${env}`]),
    ...(provider === undefined ? [] : [`--provider ${provider}`]),
    ...(name === undefined ? [] : [`--name ${name}`]),
  ];
  const [http, https, api] = portsOf(cluster);
  const hosts = cluster.edgePorts === undefined ? '' : `, hosts below ${cluster.domain} at 127.0.0.1:${https} (and ${http})`;
  const verify = ['npm run cluster -- verify --wait 900', ...said].join(' ');
  return `${context} is up: API server at 127.0.0.1:${api}${hosts}; next: ${verify}`;
}
