import type { GraphNode } from '../../lib/graph/graph';
import { neighbourhood, nodesCalled } from '../../lib/graph/neighbourhood';
import { at, graphOf, part, store, zone } from './small-graph';

const PLATFORM = graphOf(
  zone('kfm'),
  zone('data'),
  part('ui', { told: { API_URL: 'http://api.kfm.svc' } }),
  at('workloads/ui', 'networking.k8s.io/v1', 'Ingress', 'kfm/ui', { spec: { rules: [{ host: 'dev.example.org' }] } }),
  part('api', { told: { POSTGRES_HOST: 'postgres.data.svc', REDIS_HOST: 'redis.data.svc' } }),
  part('tiles'),
  store('postgres', { told: { BUCKET: 'https://s3.example.com' } }),
  store('redis'),
);

const around = (name: string) => {
  const { of, needs, neededBy } = neighbourhood(PLATFORM, nodesCalled(PLATFORM, name)[0] as GraphNode);
  return { of, needs, neededBy };
};

test.each([
  ['store/postgres', ['store/postgres'], ['provider/s3.example.com'], ['component/api', 'component/ui']],
  ['component/api', ['component/api'], ['store/postgres', 'store/redis', 'provider/s3.example.com'], ['component/ui']],
  ['tiles', ['component/tiles'], [], []],
  ['s3.example.com', ['provider/s3.example.com'], [], ['component/api', 'component/ui', 'store/postgres']],
  ['dev.example.org', ['component/ui'], ['component/api', 'store/postgres', 'store/redis', 'provider/s3.example.com'], []],
  ['data', ['store/postgres', 'store/redis'], ['provider/s3.example.com'], ['component/api', 'component/ui']],
])('%s has what it needs and what fails with it over any number of steps', (name, of, needs, neededBy) => {
  expect(around(name)).toEqual({ of, needs, neededBy });
});

test('a team stands for all that is its', () => {
  expect(around('services').of).toEqual(expect.arrayContaining(['component/api', 'store/redis']));
});

test('what is shown has no edge that leads elsewhere', () => {
  const { graph } = neighbourhood(PLATFORM, nodesCalled(PLATFORM, 'redis')[0] as GraphNode);
  const ids = new Set(graph.nodes.map(({ id }) => id));

  expect(graph.edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  expect([...ids]).not.toContain('store/postgres');
  expect([...ids]).toEqual(expect.arrayContaining(['team/services', 'namespace/data', 'host/dev.example.org', 'component/ui']));
});

test('a name means a part rather than a namespace that is called alike', () => {
  const graph = graphOf(zone('api'), part('api', { namespace: 'api' }));

  expect(nodesCalled(graph, 'api').map(({ id }) => id)).toEqual(['component/api']);
  expect(nodesCalled(graph, 'namespace/api').map(({ id }) => id)).toEqual(['namespace/api']);
  expect(nodesCalled(graph, 'nobody')).toEqual([]);
});
