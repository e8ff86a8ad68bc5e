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
  options: Partial<DriftOptions> = {},
  prepare: (made: FakeCluster) => void = () => {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  cluster = new FakeCluster(answers);
  cluster.dist(SETTINGS, OTHERS, SERVICE);
  prepare(cluster);
  const { context: given, stdout, stderr } = context(cluster.root, { ...cluster.variables, TERRAFORM_DIR: 'stack-of-ours' });
  try {
    const status = await drift('local', { env: 'local', only: 'manifests', ...options }, given);
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
    ['not told where Terraform fails', 1, '', 2, { state: 'unknown', changes: [], reason: 'terraform plan: ' }],
  ])('is %s', async (_name, terraforms, said, expected, stack) => {
    const { status, stdout } = await driftOf(CALM, { only: 'stack', json: true }, planned(terraforms, said));

    expect(status).toBe(expected);
    expect(JSON.parse(stdout).stack).toEqual(stack);
    expect(stdout).not.toContain('told by nobody');
  });

  test('is not told where no stack was applied from here, which is no matter where manifests were asked for as well', async () => {
    const alone = await driftOf(CALM, { only: 'stack' });
    expect(alone).toMatchObject({ status: 2, stderr: expect.stringContaining('no stack was applied') });

    cluster?.remove();
    cluster = new FakeCluster(CALM);
    cluster.dist(SETTINGS, OTHERS, SERVICE);
    const { context: given, stderr } = context(cluster.root, cluster.variables);
    expect(await drift(undefined, { env: 'local' }, given)).toBe(0);
    expect(stderr()).toContain('no stack was applied');
  });
});
