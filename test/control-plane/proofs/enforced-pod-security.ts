import { judge, type Manifest, type Rule, rules, World } from '../../../lib';
import { LEVELS, NOT_IN_PSA } from '../../../lib/policy/pod-security/levels';
import { fixturesOf } from '../../policy/fixture';
import { none } from '../harness/claims';
import { type Cluster, message } from '../harness/cluster';
import { until } from '../harness/until';
import { defaultAccount } from './accepted-admission';

type Level = 'baseline' | 'restricted';

/** A level of one version of Kubernetes, and the namespace that holds pods to it. */
interface Standard {
  readonly level: Level;
  readonly kubernetes: string;
  readonly namespace: string;
}

/** Every pod that a fixture of the family describes, as a Pod, at the version of the fixture: admission judges Pods alone. */
export async function podSecurityAgrees(cluster: Cluster): Promise<string> {
  const pods = podsOfFixtures();
  const versions = [...new Set(pods.map(({ kubernetes }) => kubernetes))];
  const counts: string[] = [];
  const problems: string[] = [];
  for (const level of ['baseline', 'restricted'] as const) {
    const count = { refused: 0, admitted: 0, invalid: 0 };
    for (const kubernetes of versions) {
      const standard = { level, kubernetes, namespace: `psa-${level}-${kubernetes.replace('.', '-')}` };
      await prepare(cluster, standard);
      for (const { name, pod } of pods.filter((one) => one.kubernetes === kubernetes)) {
        const server = await admission(cluster, standard, pod);
        const ours = refusalsOf(pod, level, kubernetes);
        if (server.verdict === 'invalid') count.invalid += 1;
        else if (server.verdict === 'refused' ? strictest(pod, ours, kubernetes).length === 0 : ours.length > 0)
          problems.push(
            `${level} of ${kubernetes}, ${name}: the server: ${server.verdict} ${server.says}; here: ${ours.join(', ') || 'nothing found'}`,
          );
        else count[server.verdict] += 1;
      }
    }
    if (count.refused === 0 || count.admitted === 0) problems.push(`${level}: ${JSON.stringify(count)} proves nothing`);
    counts.push(`${level}: ${count.refused} refused and ${count.admitted} admitted by both, ${count.invalid} invalid before`);
  }
  none(problems);
  return `${counts.join('; ')}; versions ${versions.sort().join(', ')}`;
}

/** Two controls have another text at each level, and here only the stricter one: what baseline refuses, they have to find. */
function strictest(pod: Manifest, ours: readonly string[], kubernetes: string): readonly string[] {
  return ours.length > 0 ? ours : refusalsOf(pod, 'restricted', kubernetes);
}

function podsOfFixtures(): { readonly name: string; readonly pod: Manifest; readonly kubernetes: string }[] {
  const family = rules.filter(({ id }) => id.startsWith('pod-security/'));
  return family.flatMap(({ id }) => {
    const { pass, fail } = fixturesOf(id);
    return [...pass, ...fail].flatMap(({ name, world }) =>
      // A Pod cannot be made with ephemeral containers; of those the policies alone are asked.
      world.pods
        .filter(({ spec }) => spec.ephemeralContainers === undefined)
        .map(({ labels, annotations, spec }) => ({
          name: `${id}: ${name}`,
          kubernetes: world.kubernetes,
          pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', labels, annotations }, spec },
        })),
    );
  });
}

async function prepare(cluster: Cluster, standard: Standard): Promise<void> {
  const { level, kubernetes, namespace: name } = standard;
  const labels = { [`${PREFIX}/enforce`]: level, [`${PREFIX}/enforce-version`]: `v${kubernetes}` };
  await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }]);
  await cluster.apply([defaultAccount(name)]);
  const bad = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod' },
    spec: { hostPID: true, containers: [{ name: 'a', image: 'a' }] },
  };
  await until(async () => (await admission(cluster, standard, bad as Manifest)).verdict === 'refused', {
    within: 20,
    every: 0.3,
    what: `Pod Security in ${name}`,
  });
}

const PREFIX = 'pod-security.kubernetes.io';

async function admission(
  cluster: Cluster,
  { namespace }: Standard,
  pod: Manifest,
): Promise<{ verdict: 'refused' | 'admitted' | 'invalid'; says: string }> {
  const { status, body } = await cluster.request('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, { body: pod });
  if (status < 300) return { verdict: 'admitted', says: '' };
  const says = message(body);
  if (says.includes('violates PodSecurity')) return { verdict: 'refused', says };
  if (status === 400 || status === 422) return { verdict: 'invalid', says };
  throw new Error(`the server answers ${status}: ${says}`);
}

/** Which rules of a level refuse a pod here. */
function refusalsOf(pod: Manifest, level: Level, kubernetes: string): string[] {
  const applies = ({ id }: Rule): boolean =>
    id.startsWith('pod-security/') && !NOT_IN_PSA.includes(id) && (level === 'restricted' || LEVELS.baseline.includes(id));
  const world = new World({ kubernetes, objects: [{ manifest: pod, file: '', text: '' }] });
  return [...new Set(judge(world, rules.filter(applies)).findings.map(({ rule }) => rule))];
}
