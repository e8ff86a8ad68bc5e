import { synthesizeStack } from '../../stacks';
import { LOCAL, STAGE } from './facts';
import { schemaProblems } from './provider-schema';

const local = synthesizeStack('local', LOCAL);

test.each([
  ['local', local],
  ['hybrid', synthesizeStack('hybrid', STAGE)],
])('the provider accepts every resource of the stack %s by its schema', (_, text) => {
  expect(schemaProblems(text)).toEqual([]);
});

/** The stack `local` with a value put at a path, or taken away. */
function changed(path: readonly string[], value?: unknown): string {
  const configuration = JSON.parse(local);
  const last = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce((block, key) => block[key], configuration.resource);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(configuration);
}

const NODES = ['kubernetes_labels', 'nodes_pool'];
const SERVICE = ['kubernetes_service_v1', 'git-server_service'];
const JOB = ['kubernetes_job_v1', 'mock-secrets_job'];

test.each<[string, readonly string[], unknown, string]>([
  ['an unknown resource', ['kubernetes_pod_v9'], { a: {} }, 'kubernetes_pod_v9.a: there is no resource kubernetes_pod_v9'],
  ['an unknown attribute', [...SERVICE, 'spec', 'kind'], 'x', 'kubernetes_service_v1.git-server_service.spec.kind: is not known'],
  ['an unknown block', [...SERVICE, 'rules'], { a: 'b' }, 'kubernetes_service_v1.git-server_service.rules: is not known'],
  ['a missing attribute', [...NODES, 'labels'], undefined, 'kubernetes_labels.nodes_pool: misses the attribute labels'],
  [
    'a missing attribute below',
    [...NODES, 'metadata', 'name'],
    undefined,
    'kubernetes_labels.nodes_pool.metadata: misses the attribute name',
  ],
  ['a missing block', [...SERVICE, 'metadata'], undefined, 'kubernetes_service_v1.git-server_service: misses the block metadata'],
  ['an attribute in place of a block', [...SERVICE, 'spec'], 'x', 'kubernetes_service_v1.git-server_service.spec: is a block'],
  ['a block in place of an attribute', [...NODES, 'kind'], { a: 'b' }, 'kubernetes_labels.nodes_pool.kind: is no string'],
  ['a list in place of a map', [...NODES, 'labels'], ['a'], 'kubernetes_labels.nodes_pool.labels: is no map of string'],
  [
    'a text in place of a number',
    [...JOB, 'spec', 'backoff_limit'],
    'six',
    'kubernetes_job_v1.mock-secrets_job.spec.backoff_limit: is no number',
  ],
  [
    'two blocks in place of one',
    [...NODES, 'metadata'],
    [{ name: 'a' }, { name: 'b' }],
    'kubernetes_labels.nodes_pool.metadata: may be there 1 times',
  ],
  ['no block of one or more', [...NODES, 'metadata'], [], 'kubernetes_labels.nodes_pool.metadata: needs 1 or more'],
  [
    'a list in place of a single block',
    [...JOB, 'timeouts'],
    [{ create: '5m' }],
    'kubernetes_job_v1.mock-secrets_job.timeouts: is one block, not a list',
  ],
  [
    'a value that only the provider computes',
    [...SERVICE, 'metadata', 'uid'],
    'x',
    "kubernetes_service_v1.git-server_service.metadata.uid: is the provider's to say",
  ],
])('%s is found', (_, path, value, problem) => {
  expect(schemaProblems(changed(path, value))).toEqual([problem]);
});
