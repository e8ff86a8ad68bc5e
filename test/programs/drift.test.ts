import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DriftOptions, drift } from '../../cli/commands/drift';
import type { Manifest } from '../../lib';
import { context } from '../cli/run';
import { type Answers, CONTEXT, FakeCluster, list } from './kubectl-fake';

const SETTINGS: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'web' },
  data: { colour: 'blue' },
};
const OTHERS: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'others', namespace: 'web' }, data: { size: 'big' } };
const SERVICE: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'web' },
  spec: { ports: [{ port: 80 }] },
};
const GATEWAY: Manifest = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'edge', namespace: 'edge' } };

const RESOURCES = 'configmaps   cm    v1   true   ConfigMap\nservices     svc   v1   true   Service\n';

/** An object with what Argo CD has applied of it, and what somebody else has written. */
function live(manifest: Manifest, fields: object, ...others: readonly object[]): Manifest {
  const managedFields = [{ manager: 'argocd-controller', operation: 'Apply', fieldsV1: fields }, ...others];
  return { ...manifest, metadata: { ...manifest.metadata, managedFields } };
}

const STATES_DATA = { 'f:data': { 'f:colour': {} } };
const STATES_SIZE = { 'f:data': { 'f:size': {} } };

const CALM: Answers = {
  resources: RESOURCES,
  get: {
    configmaps: list(live(SETTINGS, STATES_DATA), live(OTHERS, STATES_SIZE)),
    services: list(live(SERVICE, { 'f:spec': { 'f:ports': {} } })),
  },
  wanted: {
    'ConfigMap/web/settings': live(SETTINGS, STATES_DATA),
    'ConfigMap/web/others': live(OTHERS, STATES_SIZE),
    'Service/web/web': live(SERVICE, { 'f:spec': { 'f:ports': {} } }),
  },
};

/** As if somebody had painted it red by hand. */
const PAINTED: Answers = {
  ...CALM,
  get: {
    ...CALM.get,
    configmaps: list(
      live({ ...SETTINGS, data: { colour: 'red' } }, {}, { manager: 'kubectl-edit', operation: 'Update', fieldsV1: STATES_DATA }),
      live(OTHERS, STATES_SIZE),
    ),
  },
};

let cluster: FakeCluster | undefined;
afterEach(() => cluster?.remove());

async function driftOf(
  answers: Answers,
  { only = 'manifests', json = false }: { only?: NonNullable<DriftOptions['only']> | 'both'; json?: boolean } = {},
  prepare: (made: FakeCluster) => void = () => {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  cluster = new FakeCluster(answers);
  cluster.dist(SETTINGS, OTHERS, SERVICE);
  prepare(cluster);
  const { context: given, stdout, stderr } = context(cluster.root, { ...cluster.variables, TERRAFORM_DIR: 'stack-of-ours' });
  try {
    const status = await drift('local', { env: 'local', json, ...(only !== 'both' && { only }) }, given);
    return { status, stdout: stdout(), stderr: stderr() };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'Refusal')) throw error;
    return { status: 2, stdout: stdout(), stderr: `${stderr()}${error.message}` };
  }
}

describe('drift of manifests', () => {
  test('is none where the dry run changes nothing; the cluster is named before, and nothing is written', async () => {
    const { status, stdout, stderr } = await driftOf(CALM);

    expect(stdout).toBe(`0 differences between dist/local and ${CONTEXT} in 3 objects compared\n`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: `drift of local on ${CONTEXT}, https://127.0.0.1:6443\n` });
    const writes = cluster?.calls().filter((call) => !/^(?:config view|api-resources|get) /.test(call)) ?? [];
    expect(writes.length).toBeGreaterThan(0);
    expect(writes.filter((call) => !call.startsWith('apply --server-side --dry-run=server '))).toEqual([]);
  });

  test('names what changed, is missing and is left behind, and exits 1', async () => {
    const leftBehind = {
      ...OTHERS,
      metadata: { name: 'left', namespace: 'web', labels: { 'app.kubernetes.io/managed-by': 'desired-state' } },
    };
    const configmaps = JSON.parse(PAINTED.get?.configmaps as string) as { items: object[] };

    const { status, stdout } = await driftOf({
      ...PAINTED,
      get: { configmaps: list(configmaps.items[0] as object, leftBehind), services: list(live(SERVICE, {})) },
    });

    expect(status).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
"of no Application
  missing  ConfigMap web/others
  changed  ConfigMap web/settings data.colour: "red", wanted "blue" (kubectl-edit)

not in dist
  extra    ConfigMap web/left (has the label app.kubernetes.io/managed-by=desired-state)

3 differences between dist/local and kind-local-254carbon in 2 objects compared
"
`);
  });

  test('says the same to machines', async () => {
    const { status, stdout } = await driftOf(PAINTED, { json: true });

    const report = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(report).toMatchObject({ environment: 'local', context: CONTEXT, unknown: [], checked: 3 });
    expect(report.drift).toEqual([
      {
        class: 'changed',
        object: '/ConfigMap/web/settings',
        spoken: 'ConfigMap web/settings',
        application: '',
        file: 'dist/local/things/configmap_settings.yaml',
        field: 'data.colour',
        live: 'red',
        wanted: 'blue',
        by: 'kubectl-edit',
      },
    ]);
  });

  test('is what somebody opened by hand in a namespace of dist, without a word of whose it is', async () => {
    const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web', labels: { tier: 'web' } } };
    const stated = live(namespace, { 'f:metadata': { 'f:labels': { 'f:tier': {} } } });
    const opened = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'open', namespace: 'web' } };
    const answers: Answers = {
      ...CALM,
      resources: `${RESOURCES}namespaces ns v1 false Namespace\nnetworkpolicies netpol networking.k8s.io/v1 true NetworkPolicy\n`,
      get: { ...CALM.get, namespaces: list(stated), 'networkpolicies.networking.k8s.io': list(opened) },
      wanted: { ...CALM.wanted, 'Namespace//web': stated },
    };

    const { status, stdout } = await driftOf(answers, {}, (made) => made.dist(namespace));

    expect(status).toBe(1);
    expect(stdout).toContain('not in dist\n  extra    NetworkPolicy web/open (nobody committed it, and namespace web is of dist)\n');
  });

  test.each([
    [0, 1],
    [5, 0],
    [6, 1],
  ])('is %i replicas where the autoscaler of dist may choose 2 to 5: exit code %i', async (replicas, expected) => {
    const deployment = (count: number): Manifest => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'web' },
      spec: { replicas: count },
    });
    const autoscaler: Manifest = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'web' },
      spec: { minReplicas: 2, maxReplicas: 5, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    };
    const states = { 'f:spec': { 'f:replicas': {} } };
    const scales = live(autoscaler, { 'f:spec': { 'f:minReplicas': {} } });
    const answers: Answers = {
      ...CALM,
      resources: `${RESOURCES}deployments deploy apps/v1 true Deployment\nhorizontalpodautoscalers hpa autoscaling/v2 true HorizontalPodAutoscaler\n`,
      get: {
        ...CALM.get,
        'deployments.v1.apps': list(live(deployment(replicas), states)),
        'horizontalpodautoscalers.v2.autoscaling': list(scales),
      },
      wanted: { ...CALM.wanted, 'Deployment/web/web': live(deployment(2), states), 'HorizontalPodAutoscaler/web/web': scales },
    };

    const { status } = await driftOf(answers, {}, (made) => made.dist(deployment(2), autoscaler));

    expect(status).toBe(expected);
  });

  test('is a missing object where the server has no definition of its kind', async () => {
    const { status, stdout } = await driftOf(CALM, {}, (made) => made.dist(GATEWAY));

    expect(status).toBe(1);
    expect(stdout).toContain('missing  Gateway edge/edge (the server has no definition of Gateway in gateway.networking.k8s.io/v1)');
  });

  const FORBIDDEN = {
    stderr: 'Error from server (Forbidden): services is forbidden: User "jane" cannot list resource "services"',
    status: 1,
  };

  test.each<[string, Answers, RegExp]>([
    [
      'the server is not reached',
      { resources: { stderr: 'Unable to connect to the server: dial tcp: connection refused', status: 1 } },
      /connection refused/,
    ],
    ['the server does not answer in time', { resources: { stderr: 'error: context deadline exceeded', status: 1 } }, /deadline exceeded/],
    [
      'the server names only some of what it serves',
      { ...CALM, resources: { stdout: RESOURCES, stderr: 'error: unable to retrieve metrics.k8s.io', status: 1 } },
      /metrics\.k8s\.io/,
    ],
    ['one kind is forbidden', { ...CALM, get: { ...CALM.get, services: FORBIDDEN } }, /kind service: Error from server \(Forbidden\)/],
    [
      'the list of a kind does not come in time',
      { ...CALM, get: { ...CALM.get, services: { stderr: 'Unable to connect: i/o timeout', status: 1 } } },
      /i\/o timeout/,
    ],
    ['every kind is forbidden', { ...CALM, get: { services: FORBIDDEN, configmaps: FORBIDDEN } }, /kind configmap[\s\S]*kind service/],
    ['an answer is no JSON', { ...CALM, get: { ...CALM.get, services: '<html>gateway timeout</html>' } }, /no JSON/],
    ['an answer breaks off', { ...CALM, get: { ...CALM.get, services: '{"kind":"List","items":[{"kind":"Serv' } }, /no JSON/],
    [
      'the dry run refuses one object',
      { ...CALM, refused: { 'ConfigMap/web/others': 'Error from server (Invalid): field is immutable' } },
      /ConfigMap web\/others: .*immutable/,
    ],
    [
      'nothing may be dry run',
      {
        ...CALM,
        refused: Object.fromEntries(Object.keys(CALM.wanted ?? {}).map((key) => [key, 'Error from server (Forbidden): cannot patch'])),
      },
      /Service web\/web: .*cannot patch/,
    ],
    ['nobody recorded who wrote an object', { ...CALM, get: { ...CALM.get, services: list(SERVICE) } }, /managedFields are empty/],
  ])('could not be told, and is never called none, where %s', async (_name, answers, reason) => {
    const { status, stdout, stderr } = await driftOf(answers);

    expect(status).toBe(2);
    expect(stdout + stderr).toMatch(reason);
  });

  test('goes on with the others where the server refuses one, and prints what it found beside what it could not tell', async () => {
    const { status, stdout } = await driftOf({ ...PAINTED, refused: { 'ConfigMap/web/others': 'Error from server (Invalid): immutable' } });

    expect(status).toBe(2);
    expect(stdout).toContain('changed  ConfigMap web/settings data.colour: "red", wanted "blue" (kubectl-edit)');
    expect(stdout).toContain('could not be told\n  ConfigMap web/others: Error from server (Invalid): immutable');
    expect(stdout).toContain('in 2 objects compared');
  });

  test('needs kubectl, and something to compare with', async () => {
    const without = await driftOf(CALM, {}, (made) => rmSync(join(made.root, 'bin/kubectl')));
    expect(without).toMatchObject({ status: 2, stderr: expect.stringContaining('kubectl is not installed') });

    const empty = await driftOf(CALM, {}, (made) => rmSync(join(made.root, 'dist/local/things'), { recursive: true }));
    expect(empty).toMatchObject({ status: 2, stderr: expect.stringContaining('dist/local: has no manifest') });
  });
});

describe('drift of the stack', () => {
  const PLAN =
    '  # kubernetes_secret_v1.credential will be updated in-place\n      ~ value = "told by nobody"\nPlan: 0 to add, 1 to change, 0 to destroy.\n';

  /** Terraform as it ends a plan, on a stack that was applied. */
  function planned(status: number, stdout: string, stderr = ''): (made: FakeCluster) => void {
    return (made) => {
      const state = join(made.root, '.clusters', CONTEXT);
      mkdirSync(state, { recursive: true });
      writeFileSync(join(state, 'terraform.tfstate'), '{}');
      made.program(
        'terraform',
        `const plans = process.argv.includes('plan');
if (plans) { process.stdout.write(${JSON.stringify(stdout)}); process.stderr.write(${JSON.stringify(stderr)}); process.exitCode = ${status}; }`,
      );
    };
  }

  test.each<[string, number, string, number, object]>([
    ['none', 0, 'No changes.', 0, { state: 'same', changes: [] }],
    [
      'a changed resource, whose values are not told',
      2,
      PLAN,
      1,
      { state: 'differs', changes: [{ address: 'kubernetes_secret_v1.credential', actions: ['updated in-place'] }] },
    ],
    [
      'a resource that Terraform makes anew since it is tainted, and one of many',
      2,
      '  # kubernetes_job_v1.mock["a b"] is tainted, so must be replaced\n  # kubernetes_secret_v1.key[0] will be destroyed\n',
      1,
      {
        state: 'differs',
        changes: [
          { address: 'kubernetes_job_v1.mock["a b"]', actions: ['replaced'] },
          { address: 'kubernetes_secret_v1.key[0]', actions: ['destroyed'] },
        ],
      },
    ],
    ['not told where Terraform fails', 1, '', 2, { state: 'unknown', changes: [], reason: 'terraform plan: ' }],
  ])('is %s', async (_name, terraforms, said, expected, stack) => {
    const { status, stdout } = await driftOf(CALM, { only: 'stack', json: true }, planned(terraforms, said));

    expect(status).toBe(expected);
    expect(JSON.parse(stdout).stack).toEqual(stack);
    expect(stdout).not.toContain('told by nobody');
  });

  const UNAPPLIED = `no stack was applied to ${CONTEXT} from here, so nothing can be told of it`;

  test('is not told where no stack was applied from here, and that is said last, before the count', async () => {
    const { status, stdout } = await driftOf(CALM, { only: 'both' });

    expect(status).toBe(2);
    expect(stdout).toMatchInlineSnapshot(`
"could not be told
  Terraform stack: no stack was applied to kind-local-254carbon from here, so nothing can be told of it; "npm run cluster -- seed --env local --context kind-local-254carbon" applies it, "--only manifests" does not ask for it
0 differences between dist/local and kind-local-254carbon in 3 objects compared
"
`);
  });

  test.each([
    ['asked for alone', 'stack', 2],
    ['asked for beside manifests', 'both', 2],
    ['not asked for', 'manifests', 0],
  ] as const)('is in the report for machines where no stack was applied from here and it was %s', async (_name, only, expected) => {
    const { status, stdout } = await driftOf(CALM, { only, json: true });

    expect(status).toBe(expected);
    expect(JSON.parse(stdout).stack).toEqual(
      only === 'manifests' ? undefined : { state: 'unapplied', changes: [], reason: expect.stringContaining(UNAPPLIED) },
    );
  });
});

describe('the environment of drift', () => {
  test.each([
    ['prod', 'dev'],
    ['production', 'stage'],
  ])('is refused where argument and option name two: %s --env %s', async (argument, env) => {
    cluster = new FakeCluster(CALM);
    const { context: given } = context(cluster.root, cluster.variables);

    await expect(drift(argument, { env, only: 'manifests' }, given)).rejects.toThrow(
      `drift ${argument} --env ${env}: two environments; expected one, e.g. drift ${argument}`,
    );
  });

  test.each([
    ['local', 'local'],
    [undefined, 'local'],
  ])('is one where both say the same or one says nothing: %s --env %s', async (argument, env) => {
    cluster = new FakeCluster(CALM);
    cluster.dist(SETTINGS, OTHERS, SERVICE);
    const { context: given } = context(cluster.root, cluster.variables);

    expect(await drift(argument, { env, only: 'manifests' }, given)).toBe(0);
  });
});
