import { join } from 'node:path';
import type { CommandContext, ExitCode } from '../../../cli/command';
import { clusterLabel } from '../../../cli/commands/cluster-label';
import { clusterStatus } from '../../../cli/commands/cluster-status';
import { clusterVerify } from '../../../cli/commands/cluster-verify';
import type { Check } from '../../../cli/verify/check';
import type { ClusterStatus } from '../../../cli/verify/status';
import { valueAt } from '../../../lib';
import { context } from '../../cli/run';
import { none } from '../harness/claims';
import { variablesOn } from '../harness/command';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';

const CONTEXT = 'kind-e2e';

export const verified: DeliveredProof = {
  name: 'verified',
  shows: '"npm run cluster -- verify", "label" and "status" say of a real API server what is so, and no more',
  on: 'argo-cd',
  bed: 'from-root',
  prove: async (bed, claims) => {
    await bed.bringUp();
    const { status, stdout } = await called(bed, (given) => clusterVerify({ env: bed.name, context: CONTEXT, json: true }, given));
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    const named = (name: string): Check | undefined => checks.find((check) => check.name === name);

    await claims.that('verify finds fine what is fine here: API server, version, nodes and pools, namespaces', () => {
      const pools = Object.keys(bed.environment.cluster.nodePools).map((pool) => `node pool ${pool}`);
      const fine = ['API server', 'Kubernetes version', 'nodes ready', ...pools, 'namespaces'];
      none(fine.filter((name) => named(name)?.state !== 'ok').map((name) => `${name}: ${named(name)?.state} ${named(name)?.detail}`));
      return fine.join(', ');
    });
    await claims.that('verify finds every Application fine but those whose charts nobody brings here, and their add-ons missing', () => {
      const charts = chartsOf(bed);
      const unfinished = (named('Applications')?.detail ?? '').split('\n').map((line) => line.split(' ')[0] as string);
      none([
        ...unfinished.filter((name) => !charts.includes(name)).map((name) => `${name} is said not to be fine`),
        ...charts.filter((name) => !unfinished.includes(name)).map((name) => `${name} is said to be fine`),
        ...(status === 2 ? [] : [`exit code ${status}, expected 2: whether policies are enforced cannot be told here`]),
      ]);
      const missing = checks.filter(({ name, state }) => name.startsWith('add-ons in ') && state === 'failed');
      if (missing.length === 0) throw new Error('no add-on is said to be missing');
      return `${charts.length} charts, ${missing.length} namespaces without add-ons`;
    });
    await claims.that('verify does not say that policies are enforced where no container runs, and leaves no namespace', async () => {
      const probe = named('network policies');
      if (probe?.state !== 'unknown') throw new Error(`it is ${probe?.state}: ${probe?.detail}`);
      const left = (await bed.cluster.list('/api/v1/namespaces')).filter(
        ({ metadata }) => metadata.name.startsWith('verify-') && metadata.deletionTimestamp === undefined,
      );
      none(left.map(({ metadata }) => `${metadata.name} is still there`));
      return probe.detail.split('\n')[0] as string;
    });
    await claims.that('label finds the nodes labelled by the facts, labels one as told and refuses one that is not there', () =>
      labels(bed),
    );
    await claims.that('status tells of every node and Application', async () => {
      const { status: code, stdout: said } = await called(bed, (given) =>
        clusterStatus({ env: bed.name, context: CONTEXT, json: true }, given),
      );
      const { nodes, applications, unread } = JSON.parse(said) as ClusterStatus;
      const wanted = Object.values(bed.environment.cluster.nodePools).reduce((sum, pool) => sum + pool.nodes, 0);
      none(unread.map(({ what, reason }) => `${what}: ${reason}`));
      if (code !== 0 || nodes.length !== wanted || applications.length === 0) throw new Error(`exit code ${code}, ${nodes.length} nodes`);
      return `${nodes.length} nodes, ${applications.length} Applications`;
    });
  },
};

async function called(
  bed: DeliveredBed,
  command: (given: CommandContext) => Promise<ExitCode>,
): Promise<{ status: ExitCode; stdout: string }> {
  const { context: given, stdout } = context(join(bed.processes.folder, 'work'), variablesOn(bed));
  return { status: await command(given), stdout: stdout() };
}

function chartsOf({ published, name }: DeliveredBed): string[] {
  const manifests = published.manifests(name).map(({ manifest }) => manifest);
  return manifests.filter((manifest) => valueAt(manifest, 'spec.source.chart') !== undefined).map(({ metadata }) => metadata.name);
}

async function labels(bed: DeliveredBed): Promise<string> {
  const label = (...words: string[]) => called(bed, (given) => clusterLabel(words, { env: bed.name, context: CONTEXT }, given));
  const { stdout } = await label();
  none(stdout.split('\n').filter((line) => line !== '' && !/^\S+: has /.test(line)));

  const [node] = await bed.cluster.list('/api/v1/nodes');
  const path = `/api/v1/nodes/${node?.metadata.name}`;
  await label(String(node?.metadata.name), 'platform=control');
  const now = await bed.cluster.get(path);
  await bed.cluster.patch(path, { metadata: { labels: { platform: null } } });
  if (now?.metadata.labels?.platform !== 'control') throw new Error(`${path} has not the label platform=control`);
  const refusal = await label('nowhere', 'platform=control').catch((error: Error) => error);
  if (!(refusal instanceof Error)) throw new Error('a node that is not there was labelled');
  return stdout.trim().split('\n').join('; ');
}
