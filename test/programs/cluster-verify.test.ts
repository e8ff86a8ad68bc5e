import type { Kubectl } from '../../cli/cluster/target';
import type { CommandContext, ExitCode } from '../../cli/command';
import { clusterLabel } from '../../cli/commands/cluster-label';
import { clusterStatus } from '../../cli/commands/cluster-status';
import { clusterVerify } from '../../cli/commands/cluster-verify';
import { inspect } from '../../cli/verify/inspections';
import { networkPolicies } from '../../cli/verify/network-probe';
import type { Manifest } from '../../lib';
import { context } from '../cli/run';
import { type Answer, type Answers, CONTEXT, FakeCluster, list } from './kubectl-fake';

const POOL = 'platform.kfm.example.org/pool';
const IMAGE = `docker.io/nginxinc/nginx-unprivileged:1@sha256:${'0'.repeat(64)}`;

const NAMESPACE: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } };
const POD: Manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'pod', namespace: 'web' },
  spec: { containers: [{ name: 'a', image: IMAGE }] },
};
const CHART: Manifest = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'edge', namespace: 'argocd' },
  spec: { source: { chart: 'traefik' }, destination: { namespace: 'edge' } },
};

function node(name: string, architecture: string, pool: string, ready = 'True'): object {
  return {
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/arch': architecture, ...(pool !== '' && { [POOL]: pool }) } },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: ready, reason: 'KubeletNotReady' }] },
  };
}

/** A local cluster as `up` leaves it. */
const WHOLE: Readonly<Record<string, Answer>> = {
  '/readyz': 'ok',
  '/version': JSON.stringify({ major: '1', minor: '36', emulationMajor: '1', emulationMinor: '34+' }),
  nodes: list(
    node('it-control-plane', 'amd64', ''),
    node('it-worker', 'amd64', 'x86'),
    node('it-worker2', 'amd64', 'x86'),
    node('it-worker3', 'arm64', 'arm'),
  ),
  namespaces: list({ kind: 'Namespace', metadata: { name: 'web' }, status: { phase: 'Active' } }),
  storageclasses: list({
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'rancher.io/local-path',
  }),
  'deployments,daemonsets,statefulsets': list({
    kind: 'Deployment',
    metadata: { name: 'traefik', namespace: 'edge' },
    spec: { replicas: 1 },
    status: { availableReplicas: 1 },
  }),
  'applications.argoproj.io': list({
    kind: 'Application',
    metadata: { name: 'edge' },
    status: { sync: { status: 'Synced' }, health: { status: 'Healthy' } },
  }),
  pod: '10.0.0.1',
};

/** The pods of the probe reach each other before it makes its policy, and not after. */
const COMMANDS: NonNullable<Answers['commands']> = { delete: '', create: '', wait: '', exec: ['open', 'closed'], label: '' };

/** The pods of the probe do not start: what this says is unknown. */
const PROBE_FAILS = { wait: { stderr: 'error: timed out waiting for the condition', status: 1 } };

let cluster: FakeCluster | undefined;
afterEach(() => cluster?.remove());

async function called(
  command: (given: CommandContext) => Promise<ExitCode>,
  get: Readonly<Record<string, Answer>> = {},
  {
    server,
    commands = {},
    variables = {},
  }: { server?: string | undefined; commands?: Answers['commands']; variables?: Readonly<Record<string, string>> } = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  cluster = new FakeCluster({ get: { ...WHOLE, ...get }, commands: { ...COMMANDS, ...commands } }, server);
  cluster.dist(NAMESPACE, POD, CHART);
  const { context: given, stdout, stderr } = context(cluster.root, { ...cluster.variables, ...variables });
  try {
    return { status: await command(given), stdout: stdout(), stderr: stderr() };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'Refusal')) throw error;
    return { status: 2, stdout: stdout(), stderr: `${stderr()}${error.message}` };
  }
}

const FORBIDDEN: Answer = { stderr: 'Error from server (Forbidden): you cannot list it', status: 1 };

describe('cluster verify', () => {
  const verify = (given: CommandContext): Promise<ExitCode> => clusterVerify({ env: 'local' }, given);

  test('finds nothing wrong with a whole cluster', async () => {
    const { status, stdout } = await called(verify);

    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
"ok      API server          https://127.0.0.1:6443 is ready
ok      Kubernetes version  1.34
ok      nodes ready         4 of 4
ok      node pool x86       2 of amd64
ok      node pool arm       1 of arm64
ok      namespaces          1 are Active
ok      storage classes     standard
ok      add-ons in edge     1 available
ok      network policies    a connection that worked no longer does once a policy denies it
ok      Applications        1 are Synced and Healthy
0 failed and 0 unknown in 10 checks
"
`);
    const left = cluster?.calls().filter((call) => call.startsWith('delete namespace verify-'));
    expect(left).toHaveLength(1);
  });

  test('does not call policies enforced whose probe did not start; what could not be told makes it 2, also beside what is wrong', async () => {
    const { status, stdout } = await called(verify, { namespaces: list() }, { commands: PROBE_FAILS });

    expect(status).toBe(2);
    expect(stdout).toContain('unknown network policies    the pods of the probe did not start in 90 s: error: timed out');
    expect(stdout).toContain('failed  namespaces          web is not there');
    expect(stdout).toContain('1 failed and 1 unknown in 10 checks');
  });

  test('names the cluster in every line that it tells to copy', async () => {
    const nothing = list();
    const get = { nodes: nothing, namespaces: nothing, storageclasses: nothing, 'deployments,daemonsets,statefulsets': FORBIDDEN };

    const { stdout } = await called(verify, { ...get, 'applications.argoproj.io': nothing });

    const lines = stdout.match(/(?:kubectl|npm run cluster --) .*?(?=;|,| makes | says | labels | adds | with |$)/gm) ?? [];
    expect(lines.filter((line) => !line.includes(` --context ${CONTEXT}`))).toEqual([]);
    expect(lines).toEqual(
      expect.arrayContaining([
        `kubectl --context ${CONTEXT} describe node NAME`,
        `npm run cluster -- label --env local --context ${CONTEXT}`,
        `npm run cluster -- apply-base --env local --context ${CONTEXT}`,
        `kubectl --context ${CONTEXT} get storageclass`,
        `kubectl --context ${CONTEXT} auth can-i list deployments`,
        expect.stringContaining(`kubectl --context ${CONTEXT} --namespace argocd get application NAME --output yaml`),
      ]),
    );
  });

  test.each<[string, Readonly<Record<string, string>>, number]>([
    ['that is there', { STORAGE_CLASS_DEFAULT: 'standard' }, 0],
    ['that is not there', { STORAGE_CLASS_DEFAULT: 'fast' }, 1],
  ])('demands the storage class of the setting where it was given: one %s', async (_name, variables, expected) => {
    const { status, stdout } = await called(verify, {}, { variables });

    expect(status).toBe(expected);
    expect(stdout.includes('there is no fast, which STORAGE_CLASS_DEFAULT says (environment variable STORAGE_CLASS_DEFAULT)')).toBe(
      expected === 1,
    );
  });

  test.each<[string, string, Answer, string]>([
    [
      'an API server that is not ready',
      '/readyz',
      { stderr: '[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed', status: 1 },
      'failed  API server',
    ],
    ['another version', '/version', '{"major":"1","minor":"33"}', '1.33, and envs/clusters.ts says 1.34'],
    ['a node that is not ready', 'nodes', list(node('it-worker', 'amd64', 'x86', 'False')), 'it-worker is not ready (KubeletNotReady)'],
    ['too few nodes of a pool', 'nodes', list(node('it-worker', 'amd64', 'x86')), `1 nodes have the label ${POOL}=x86, expected 2`],
    [
      'a node of another architecture',
      'nodes',
      list(node('it-worker3', 'amd64', 'arm')),
      'it-worker3 has architecture amd64, expected arm64',
    ],
    ['a namespace that is not there', 'namespaces', list(), 'web is not there'],
    ['a namespace that goes', 'namespaces', list({ metadata: { name: 'web' }, status: { phase: 'Terminating' } }), 'web is Terminating'],
    ['no storage class', 'storageclasses', list(), 'there is no standard'],
    ['an add-on that is not there', 'deployments,daemonsets,statefulsets', list(), 'nothing of its chart is there'],
    [
      'an add-on that does not run',
      'deployments,daemonsets,statefulsets',
      list({
        kind: 'DaemonSet',
        metadata: { name: 'vector', namespace: 'edge' },
        status: { desiredNumberScheduled: 3, numberAvailable: 1 },
      }),
      'DaemonSet vector has 1 of 3',
    ],
    [
      'an Application that is not as it should be, with what it says',
      'applications.argoproj.io',
      list({
        metadata: { name: 'edge' },
        status: { sync: { status: 'OutOfSync' }, health: { status: 'Degraded' }, conditions: [{ message: 'no such chart' }] },
      }),
      'edge is OutOfSync and Degraded: no such chart',
    ],
    ['an Application that is not there', 'applications.argoproj.io', list(), 'edge is not there'],
  ])('finds %s, and exits 1', async (_name, asked, answer, said) => {
    const { status, stdout } = await called(verify, { [asked]: answer });

    expect(status).toBe(1);
    expect(stdout).toContain(said);
  });

  test.each<[string, string, Answer]>([
    ['is forbidden', 'namespaces', FORBIDDEN],
    ['is no JSON', 'storageclasses', '<html>'],
    ['is no list', 'applications.argoproj.io', '{}'],
    ['of the API server does not come', '/readyz', { stderr: 'Unable to connect to the server: dial tcp: i/o timeout', status: 1 }],
    ['of the API server is forbidden', '/readyz', { stderr: 'Error from server (Forbidden): forbidden', status: 1 }],
  ])('does not know, and exits 2, where an answer %s', async (_name, asked, answer) => {
    const { status, stdout } = await called((given) => clusterVerify({ env: 'local', json: true }, given), { [asked]: answer });

    const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string }[] };
    expect(status).toBe(2);
    expect(checks.filter(({ state }) => state === 'unknown')).toHaveLength(1);
  });

  test('refuses a time that is none', async () => {
    expect(await called((given) => clusterVerify({ env: 'local', wait: 'soon' }, given))).toMatchObject({
      status: 2,
      stderr: '--wait soon: expected seconds as a whole number, e.g. 300',
    });
  });

  test('looks again at what is not fine, and at nothing else, until it is', async () => {
    const asked = { fine: 0, late: 0 };
    const said: string[] = [];
    const check = (name: string, state: 'ok' | 'failed') => [{ name, state, detail: '', next: '' }];

    const found = await inspect(
      [async () => check('fine', asked.fine++ >= 0 ? 'ok' : 'failed'), async () => check('late', asked.late++ === 1 ? 'ok' : 'failed')],
      { seconds: 1, say: (line) => said.push(line), signal: new AbortController().signal },
    );

    expect(found.map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(asked).toEqual({ fine: 1, late: 2 });
    expect(said).toEqual(['waiting 1 s more for late']);
  });
});

describe('the probe of network policies', () => {
  /** kubectl whose connections go so, one after another; the last one stays. */
  function probing(connections: readonly string[], broken = '', probes = list()): { kubectl: Kubectl; calls: string[] } {
    const calls: string[] = [];
    const left = [...connections];
    const run: Kubectl['run'] = async ([command = '', ...rest]) => {
      calls.push([command, ...rest].join(' '));
      if (command === broken) return { status: 1, stdout: '', stderr: `${command} is broken` };
      if (command === 'get' && rest[0] === 'namespaces') return { status: 0, stdout: probes, stderr: '' };
      if (command !== 'exec') return { status: 0, stdout: '10.0.0.1', stderr: '' };
      const said = (left.length > 1 ? left.shift() : left[0]) as string;
      return /open|closed/.test(said) ? { status: 0, stdout: `${said}\n`, stderr: '' } : { status: 1, stdout: '', stderr: said };
    };
    return { kubectl: { context: CONTEXT, server: '', isLocal: true, run, json: async () => ({}) as never }, calls };
  }

  test.each<[string, string, readonly string[], string]>([
    ['ok', 'where a connection works, and no longer does once it is denied', ['open', 'closed'], ''],
    ['failed', 'where a denied connection works', ['open'], ''],
    ['unknown', 'where no connection ever worked', ['closed'], ''],
    ['unknown', 'where nothing can run in the pods', ['no container is found'], ''],
    ['unknown', 'where the pods do not start', ['open', 'closed'], 'wait'],
    ['unknown', 'where it may not be made', ['open', 'closed'], 'create'],
    ['unknown', 'where pods can no longer be asked once it is denied', ['open', 'unable to upgrade connection'], ''],
  ])('is %s %s; its namespace is deleted', async (state, _name, connections, broken) => {
    const { kubectl, calls } = probing(connections, broken);

    const [found] = await networkPolicies(kubectl, IMAGE, { start: 1, enforce: 0 });

    expect(found?.state).toBe(state);
    expect(calls.at(-1)).toMatch(/^delete namespace verify-[0-9a-f]{8} --ignore-not-found/);
  });

  test('takes away what a probe left an hour ago, and leaves alone what somebody may be probing now', async () => {
    const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
    const probe = (name: string, minutes: number): object => ({ metadata: { name, creationTimestamp: ago(minutes) } });
    const { kubectl, calls } = probing(['open', 'closed'], '', list(probe('verify-old', 61), probe('verify-young', 59)));

    await networkPolicies(kubectl, IMAGE, { start: 1, enforce: 0 });

    const deleted = calls.filter((call) => call.startsWith('delete '));
    expect(deleted).toEqual([expect.stringMatching(/^delete namespace verify-[0-9a-f]{8} verify-old --ignore-not-found --wait=false$/)]);
  });

  test('says what it could not take away', async () => {
    const { kubectl } = probing(['open', 'closed'], 'delete');

    const found = await networkPolicies(kubectl, IMAGE, { start: 1, enforce: 0 });

    expect(found.map(({ name, state, detail }) => [name, state, detail])).toEqual([
      ['network policies', 'ok', 'a connection that worked no longer does once a policy denies it'],
      ['probe namespaces', 'failed', 'not deleted: delete is broken'],
    ]);
    expect(found[1]?.next).toMatch(/^kubectl --context kind-local-254carbon delete namespace verify-[0-9a-f]{8}$/);
  });

  test('makes nothing on a cluster elsewhere, where nobody knows then', async () => {
    const { kubectl, calls } = probing(['open', 'closed']);

    const [found] = await networkPolicies({ ...kubectl, isLocal: false }, IMAGE, { start: 1, enforce: 0 });

    expect(found).toMatchObject({ state: 'unknown', detail: 'the probe makes pods; it is run on local clusters only' });
    expect(calls).toEqual([]);
  });
});

describe('cluster status', () => {
  test('tells of nodes, pods, claims and Applications, and what is not ready by its reason', async () => {
    const pod = (name: string, phase: string, containers: object[], conditions: object[]): object => ({
      metadata: { name, namespace: 'platform-data' },
      status: { phase, containerStatuses: containers, conditions },
    });
    const READY = [{ type: 'Ready', status: 'True' }];

    const { status, stdout } = await called((given) => clusterStatus({ env: 'local' }, given), {
      pods: list(
        pod('postgres-0', 'Running', [{ restartCount: 2 }], READY),
        pod('search-0', 'Running', [{ restartCount: 5, state: { waiting: { reason: 'CrashLoopBackOff' } } }], []),
        pod('graph-0', 'Pending', [], [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no arm64 node' }]),
        pod('backup-1', 'Succeeded', [], []),
      ),
      persistentvolumeclaims: list({
        metadata: { name: 'data-graph-0', namespace: 'platform-data' },
        spec: { storageClassName: 'standard' },
        status: { phase: 'Pending' },
      }),
    });

    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
"NODES 4
  it-control-plane  ready  -    amd64
  it-worker         ready  x86  amd64
  it-worker2        ready  x86  amd64
  it-worker3        ready  arm  arm64
PODS
  platform-data  1 Pending, 2 Running, 1 Succeeded  7 restarts
  not ready platform-data/search-0: CrashLoopBackOff
  not ready platform-data/graph-0: Unschedulable: no arm64 node
CLAIMS PENDING 1
  platform-data/data-graph-0  standard
APPLICATIONS 1
  edge  Synced  Healthy
"
`);
  });

  test('prints what could be read, names what could not, and exits 2', async () => {
    const outcome = await called((given) => clusterStatus({ env: 'local', json: true }, given), {
      pods: FORBIDDEN,
      persistentvolumeclaims: list(),
    });

    expect(outcome.status).toBe(2);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ nodes: { length: 4 }, unread: [{ what: 'pods', reason: FORBIDDEN.stderr }] });
  });

  test('refuses where nothing could be read', async () => {
    const nothing = { nodes: FORBIDDEN, pods: FORBIDDEN, persistentvolumeclaims: FORBIDDEN, 'applications.argoproj.io': FORBIDDEN };

    expect(await called((given) => clusterStatus({ env: 'local' }, given), nothing)).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('cluster label', () => {
  const BARE = list(...['it-control-plane', 'it-worker', 'it-worker2', 'it-worker3'].map((name) => node(name, 'amd64', '')));
  const label = (labels: string[], get: Readonly<Record<string, Answer>> = {}) =>
    called((given) => clusterLabel(labels, { env: 'local' }, given), get);
  const elsewhere = (labels: string[], get: Readonly<Record<string, Answer>> = {}) => {
    const aim = { env: 'dev', context: CONTEXT, remote: '192.0.2.9' };
    return called((given) => clusterLabel(labels, aim, given), get, { server: 'https://192.0.2.9:6443' });
  };
  const written = (): string[] => (cluster?.calls() ?? []).filter((call) => call.startsWith('label '));

  test('labels workers in their order by the facts, and leaves the control plane alone', async () => {
    expect((await label([], { nodes: BARE })).status).toBe(0);
    expect(written()).toEqual([
      `label node it-worker ${POOL}=x86 --overwrite`,
      `label node it-worker2 ${POOL}=x86 --overwrite`,
      `label node it-worker3 kubernetes.io/arch=arm64 ${POOL}=arm --overwrite`,
    ]);
  });

  test('says so where labels are right already, and writes nothing', async () => {
    const { status, stdout } = await label([]);

    expect({ status, written: written() }).toEqual({ status: 0, written: [] });
    expect(stdout).toContain(`it-worker3: has kubernetes.io/arch=arm64 ${POOL}=arm`);
  });

  test('labels one node as told', async () => {
    expect(await label(['it-worker2', 'platform=control', 'arch=arm64'])).toMatchObject({
      status: 0,
      stdout: 'it-worker2: labelled platform=control arch=arm64\n',
    });
    expect(written()).toEqual(['label node it-worker2 platform=control arch=arm64 --overwrite']);
  });

  test('leaves to the kubelets of other machines what they know better', async () => {
    expect((await elsewhere([], { nodes: BARE })).status).toBe(0);
    expect(written().at(-1)).toBe(`label node it-worker3 ${POOL}=general --overwrite`);
  });

  test.each<[string, string[], string]>([
    ['an unknown node, with the nearest', ['it-worker4', 'a=b'], 'did you mean "it-worker'],
    ['a label without a value', ['it-worker', 'platform'], 'has no value'],
    ['a value that is none', ['it-worker', 'platform=a b'], 'no valid label value'],
    ['a key that is none', ['it-worker', '-x=a'], 'no valid key'],
    ['a node without labels', ['it-worker'], 'there is no label after it'],
  ])('refuses %s, and writes nothing', async (_name, labels, said) => {
    const { status, stderr } = await label(labels);

    expect({ status, written: written() }).toEqual({ status: 2, written: [] });
    expect(stderr).toContain(said);
  });

  test("refuses a label of Kubernetes' on a cluster elsewhere, and writes nothing", async () => {
    const { status, stderr } = await elsewhere(['it-worker', 'kubernetes.io/arch=arm64']);

    expect({ status, written: written() }).toEqual({ status: 2, written: [] });
    expect(stderr).toContain('belongs to Kubernetes');
  });

  test('refuses where the names of nodes tell no pool, with a line that names the cluster', async () => {
    const { status, stderr } = await label([], { nodes: list(node('ip-10-0-0-1', 'amd64', '')) });

    expect(status).toBe(2);
    expect(stderr).toContain('do not tell their pools (ip-10-0-0-1)');
    expect(stderr).toContain(`npm run cluster -- label NODE KEY=VALUE --env local --context ${CONTEXT}`);
  });
});
