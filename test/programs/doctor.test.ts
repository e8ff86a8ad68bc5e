import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../../cli/cluster/state-folder';
import { type DoctorOptions, doctor } from '../../cli/commands/doctor';
import { machineFacts } from '../../cli/doctor/facts-machine';
import type { Result } from '../../cli/doctor/finding';
import { disk } from '../../cli/ports/file-system';
import { programsOn } from '../../cli/ports/programs';
import type { Cluster } from '../../lib';
import { DIST, LISTS } from '../cli/doctor/sound';
import { context, run } from '../cli/run';
import { type Answer, type Answers, CONTEXT, FakeCluster, list } from './kubectl-fake';

const RESOURCES = [
  'nodes no v1 false Node',
  'namespaces ns v1 false Namespace',
  'pods po v1 true Pod',
  'services svc v1 true Service',
  'secrets v1 true Secret',
  'configmaps cm v1 true ConfigMap',
  'events ev v1 true Event',
  'deployments deploy apps/v1 true Deployment',
  'replicasets rs apps/v1 true ReplicaSet',
  'statefulsets sts apps/v1 true StatefulSet',
  'daemonsets ds apps/v1 true DaemonSet',
  'networkpolicies netpol networking.k8s.io/v1 true NetworkPolicy',
  'endpointslices discovery.k8s.io/v1 true EndpointSlice',
].join('\n');

const FORBIDDEN: Answer = { stderr: 'Error from server (Forbidden): pods is forbidden: User "me" cannot list resource "pods"', status: 1 };

function listed(...objects: readonly object[]): string {
  return list(...objects);
}

const WHOLE: Readonly<Record<string, Answer>> = {
  '/version': JSON.stringify({ major: '1', minor: '34' }),
  nodes: listed(),
  namespaces: listed(...(LISTS.namespaces ?? [])),
  pods: listed(...(LISTS.pods ?? [])),
  services: listed(...(LISTS.services ?? [])),
  secrets: 'web   ui-credentials   Opaque   1   3d\n',
  configmaps: 'argocd   argocd-notifications-cm   3   3d\n',
  events: listed(),
  'deployments.apps': listed(...(LISTS.deployments ?? [])),
  'replicasets.apps': listed(...(LISTS.replicaSets ?? [])),
  'statefulsets.apps': listed(),
  'daemonsets.apps': listed(),
  'networkpolicies.networking.k8s.io': listed(...(LISTS.networkPolicies ?? [])),
  'endpointslices.discovery.k8s.io': listed(...(LISTS.endpointSlices ?? [])),
};

const COMMANDS: NonNullable<Answers['commands']> = { version: 'Client Version: v1.34.1', auth: 'no\n' };

let cluster: FakeCluster | undefined;
afterEach(() => cluster?.remove());

interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command on a made up cluster whose dist has one server. */
async function called(options: Partial<DoctorOptions> = {}, answers: Answers = {}, server?: string): Promise<Said> {
  cluster = new FakeCluster(
    { resources: RESOURCES, ...answers, get: { ...WHOLE, ...answers.get }, commands: { ...COMMANDS, ...answers.commands } },
    server,
  );
  cluster.dist(DIST.namespace, DIST.deployment, DIST.service, DIST.closed, DIST.fromEdge);
  const { context: given, stdout, stderr } = context(cluster.root, cluster.variables);
  try {
    const status = await doctor(undefined, { env: 'local', ...options }, given, async () => ['127.0.0.1']);
    return { status, stdout: stdout(), stderr: stderr() };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'Refusal')) throw error;
    return { status: 2, stdout: stdout(), stderr: error.message };
  }
}

function resultsOf({ stdout }: Said): Result[] {
  return (JSON.parse(stdout) as { results: Result[] }).results;
}

function about({ about: one }: Result): string {
  return one === undefined ? '' : `${one.kind} ${one.namespace ?? ''}/${one.name}`;
}

test('what is wrong is found with what was found, what was expected and what to do, in lines that name the cluster', async () => {
  const broken = { ...DIST.service, spec: { selector: { app: 'iu' }, ports: [{ port: 80, targetPort: 'http' }] } };
  const said = await called({ json: true }, { get: { services: listed(broken) } });
  const [found] = resultsOf(said).filter(({ check }) => check === 'service/selector');

  expect(said.status).toBe(1);
  expect(found).toMatchObject({
    status: 'problem',
    about: { kind: 'Service', namespace: 'web', name: 'ui' },
    found: 'it asks for app=iu: no pod has that; Deployment ui has app=none',
  });
  expect(found?.next).toContain(`kubectl --context ${CONTEXT} --namespace web get pods --show-labels`);
});

test('a service of the same cluster that is fine is said to be so', async () => {
  const results = resultsOf(await called({ json: true }));
  const fine = ['service/selector', 'service/pods', 'service/port', 'service/endpoints', 'workload/secret', 'service/network-policy'];

  expect(results.filter(({ check, status }) => fine.includes(check) && status !== 'ok')).toEqual([]);
});

test('it only reads, and of Secrets and ConfigMaps nothing but names', async () => {
  await called();
  const calls = cluster?.calls() ?? [];

  expect(calls.filter((call) => !/^(?:get|api-resources|version|config view|auth can-i)\b/.test(call))).toEqual([]);
  const named = calls.filter((call) => /^get (?:secrets|configmaps)\b/.test(call));
  expect(named).toHaveLength(3);
  expect(named.filter((call) => call.includes('--output') || !call.includes('--no-headers'))).toEqual([]);
});

test('a list that may not be read makes it end with 2 and is named; the other checks are made', async () => {
  const said = await called({ json: true }, { get: { pods: FORBIDDEN } });
  const unknown = resultsOf(said).filter(({ status }) => status === 'unknown');

  expect(said.status).toBe(2);
  expect(unknown.map(({ check }) => check)).toContain('service/pods');
  expect(unknown.find(({ check }) => check === 'service/pods')?.found).toContain('could not read pods: Error from server (Forbidden)');
  expect(resultsOf(said).find(({ check }) => check === 'service/network-policy')?.status).toBe('ok');
});

test.each([
  ['does not know who asks', 'error: You must be logged in to the server (Unauthorized)'],
  ['does not answer in time', 'Unable to connect to the server: context deadline exceeded'],
])('a server that %s leaves the checks of the cluster unknown, and the others made', async (_, stderr) => {
  const said = await called({}, { resources: { stderr, status: 1 } });

  expect(said.status).toBe(2);
  expect(said.stdout).toContain('COULD NOT TELL');
  expect(said.stdout).toContain(stderr);
  expect(said.stdout).toMatch(/✓ ok {6}delivery\/clone/);
});

test('a context that is not of this machine is not asked unless its host was said', async () => {
  const said = await called({}, {}, 'https://api.elsewhere.example:6443');

  expect(said.status).toBe(2);
  expect(said.stdout).toContain('--remote api.elsewhere.example');
  expect(cluster?.calls().filter((call) => /^(?:get|api-resources)/.test(call))).toEqual([]);
});

test('offline neither the cluster nor a context is asked', async () => {
  const said = await called({ offline: true, json: true });
  const results = resultsOf(said);

  expect(results.filter(({ status }) => status === 'unknown')).toEqual([]);
  expect(results.find(({ check }) => check === 'service/selector')?.status).toBe('skipped');
  expect(cluster?.calls()).toEqual(['version --client']);
});

test('the way to a service says where it breaks first, and ends with 1', async () => {
  const said = await called({ service: 'ui' }, { get: { pods: listed() } });

  expect(said.stdout).toContain('the way to web/ui breaks at 6 pods');
  expect(said.stdout).toContain('there is no pod');
  expect(said.status).toBe(1);
});

test('a service that there is not is refused with the nearest one', async () => {
  const said = await called({ service: 'web/iu' });

  expect(said).toMatchObject({ status: 2, stdout: '' });
  expect(said.stderr).toBe('--service web/iu: local has no such Service; did you mean "web/ui"?');
});

test('a dist that cannot be read is refused', async () => {
  cluster = new FakeCluster();
  const { context: given } = context(cluster.root, cluster.variables);

  await expect(doctor('local', { env: 'local' }, given)).rejects.toThrow('dist/local');
});

test('environments that there are not, and two at once, are refused by the command line', () => {
  expect(run(['doctor', 'stagee'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'error: there is no environment "stagee"; did you mean "stage"?\n',
  });
  expect(run(['doctor', 'dev', '--env', 'stage']).stderr).toBe(
    'error: doctor dev --env stage: two environments; expected one, e.g. doctor dev\n',
  );
});

test('what renders otherwise than dist is named by its file', async () => {
  const results = resultsOf(await called({ offline: true, json: true })).filter(({ check }) => check === 'delivery/renders');

  expect(results.map(about)).toContain('File /dist/local/README.md');
});

test('without kubectl what it is needed for is unknown, and the program is named', async () => {
  cluster = new FakeCluster({ resources: RESOURCES, get: WHOLE, commands: COMMANDS });
  cluster.dist(DIST.namespace, DIST.deployment, DIST.service);
  const { context: given, stdout } = context(cluster.root, { ...cluster.variables, PATH: '/nowhere' });
  const status = await doctor('local', { env: 'local', json: true }, given, async () => ['127.0.0.1']);
  const results = resultsOf({ status, stdout: stdout(), stderr: '' });

  expect(status).toBe(2);
  expect(results.filter(({ check }) => check === 'machine/tools').map(about)).toContain('Program /kubectl');
  expect(results.find(({ check }) => check === 'machine/docker')).toMatchObject({ status: 'problem' });
  expect(results.find(({ check }) => check === 'cluster/api')?.found).toContain('kubectl is not installed');
});

test('an answer of no that gives its reason is an answer', async () => {
  const said = await called({ json: true }, { commands: { auth: 'no - no rule permits it\n' } });

  expect(resultsOf(said).find(({ check }) => check === 'bootstrap/access')).toMatchObject({ status: 'skipped', found: 'no' });
});

test('a program that hangs is given up after some seconds, and said to be so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  writeFileSync(join(folder, 'docker'), '#!/bin/sh\n[ "$1" = info ] && exec sleep 60\necho 29.0\n', { mode: 0o755 });
  const variables = { PATH: `${folder}:${process.env.PATH}` };
  const state = stateFolder(folder, 'kind-it');
  const facts = { apiServerPort: 6443 } as unknown as Cluster;
  const props = { programs: programsOn(variables), fs: disk, variables, state, cluster: facts, provider: 'kind', isLocal: true };
  const began = Date.now();
  const { missing } = await machineFacts(props, 1500);
  rmSync(folder, { recursive: true });

  expect(missing.find(({ name }) => name === 'docker')?.line).toContain('docker does not run: no answer within 1.5 s');
  expect(Date.now() - began).toBeLessThan(15_000);
});
