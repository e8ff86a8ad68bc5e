import { type DriftOptions, drift } from '../../cli/commands/drift';
import type { Manifest } from '../../lib';
import { context } from '../cli/run';
import { type Answers, FakeCluster, list } from './kubectl-fake';

const SETTINGS: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'web' },
  data: { colour: 'blue' },
};
const RESOURCES = 'configmaps   cm    v1   true   ConfigMap\n';
const UNAUTHORIZED = { stderr: 'error: You must be logged in to the server (Unauthorized)', status: 1 };
const LIVE = {
  ...SETTINGS,
  metadata: {
    ...SETTINGS.metadata,
    managedFields: [{ manager: 'argocd-controller', operation: 'Apply', fieldsV1: { 'f:data': { 'f:colour': {} } } }],
  },
};
const CALM: Answers = { resources: RESOURCES, get: { configmaps: list(LIVE) }, wanted: { 'ConfigMap/web/settings': LIVE } };

let cluster: FakeCluster | undefined;
afterEach(() => cluster?.remove());

async function driftOf(answers: Answers): Promise<{ status: number; said: string }> {
  cluster = new FakeCluster(answers).dist(SETTINGS);
  const { context: given, stdout, stderr } = context(cluster.root, cluster.variables);
  const options: DriftOptions = { env: 'local', only: 'manifests' };
  try {
    return { status: await drift('local', options, given), said: stdout() + stderr() };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'Refusal')) throw error;
    return { status: 2, said: `${stdout()}${stderr()}${error.message}` };
  }
}

test('whoever is logged in and may read everything is told that there is no drift', async () => {
  expect((await driftOf(CALM)).status).toBe(0);
});

// Bad input 79: a login that is over answers 401 to everything, or to what comes after it.
test.each<[string, Answers]>([
  ['everything', { resources: UNAUTHORIZED, get: { configmaps: UNAUTHORIZED } }],
  ['the reading of objects', { ...CALM, get: { configmaps: UNAUTHORIZED } }],
  ['the dry run', { ...CALM, refused: { 'ConfigMap/web/settings': UNAUTHORIZED.stderr } }],
])('where the server answers 401 to %s, drift could not be told, and is never called none', async (_, answers) => {
  const { status, said } = await driftOf(answers);

  expect(status).toBe(2);
  expect(said).toContain('You must be logged in to the server (Unauthorized)');
});
