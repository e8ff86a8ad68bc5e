import { TIER } from '../../lib/manifest/tier';
import { allow, inNamespace, namespace, pod, policy } from '../reach/small-world';
import { gateway, membraneOf, PLATFORM, zone } from './small-membrane';

describe('an arrow', () => {
  const membrane = membraneOf([...PLATFORM, namespace('lab'), pod('lab/cache', { [TIER]: 'store' }), pod('lab/x')]);

  test.each([
    ['the API to a store', 'api/Pod/api', 'data/Pod/db', 'governed'],
    ['a page to a store', 'web/Pod/page', 'data/Pod/db', 'ungoverned'],
    ['addresses to a store', '192.0.2.0-192.0.2.255', 'data/Pod/db', 'ungoverned'],
    ['pods of no tier to a store', 'lab/Pod/x', 'data/Pod/db', 'ungoverned'],
    ['pods of no tier to pods that say they are a store', 'lab/Pod/x', 'lab/Pod/cache', 'ungoverned'],
    ['pods that say they are a store to a store', 'lab/Pod/cache', 'data/Pod/db', 'ungoverned'],
    ['a Gateway to a store', 'edge/Gateway/front', 'data/Pod/db', 'ungoverned'],
    ['a page to a job among the stores', 'web/Pod/page', 'data/CronJob/backup', 'ungoverned'],
    ['the backup of a store to it', 'data/CronJob/backup', 'data/Pod/db', 'plain'],
    ['who reads its metrics to a store', 'mon/not seen here: watcher', 'data/Pod/db', 'plain'],
    ['a page to the API', 'web/Pod/page', 'api/Pod/api', 'plain'],
    ['a store to the API', 'data/Pod/db', 'api/Pod/api', 'plain'],
    ['a Gateway to a page', 'edge/Gateway/front', 'web/Pod/page', 'door'],
    ['the outside to a Gateway', 'outside', 'edge/Gateway/front', 'door'],
  ])('from %s', (_, from, to, kind) => {
    expect(membrane.arrowKind(from, to)).toBe(kind);
  });

  test('from one of the platform to a store goes around the API unless it reads metrics alone', () => {
    const sql = policy('data/db-open', { podSelector: {}, ingress: [{ from: [inNamespace('mon')], ports: [{ port: 5432 }] }] });

    expect(membraneOf([...PLATFORM, sql]).arrowKind('mon/not seen here: watcher', 'data/Pod/db')).toBe('ungoverned');
  });

  test('to metrics is read by the platform alone', () => {
    const open = allow('data/db', [inNamespace('web')], [{ port: 9187 }]);

    expect(membraneOf([...PLATFORM, open]).arrowKind('web/Pod/page', 'data/Pod/db')).toBe('ungoverned');
  });
});

test.each([
  ['pods', 'web/Pod/page', 'workload'],
  ['pods in the tier of stores', 'data/Pod/db', 'store'],
  ['a job in the tier of stores', 'data/CronJob/backup', 'workload'],
  ['pods of a chart', 'edge/not seen here: proxy', 'unseen'],
  ['a Gateway', 'edge/Gateway/front', 'door'],
  ['addresses', '10.0.0.0-10.0.0.255', 'outside'],
])('a node stands for %s', (_, key, kind) => {
  expect(membraneOf(PLATFORM).kindOf(key)).toBe(kind);
});

describe('namespaces', () => {
  const order = (names: readonly string[], membrane = membraneOf(PLATFORM)): string[] =>
    [...names].sort((one, other) => membrane.compareNamespaces(one, other));

  test('are in the order of the membrane; where the platform has a Gateway is the edge, and what has no label comes last', () => {
    const membrane = membraneOf([...PLATFORM, zone('jobs', 'pipeline')]);

    expect(order(['a', 'api', 'data', 'edge', 'jobs', 'mon', 'web', 'b'], membrane)).toEqual([
      'edge',
      'web',
      'jobs',
      'api',
      'data',
      'mon',
      'a',
      'b',
    ]);
  });

  test('are in the order of their names where no label tells of tiers, whatever is in them', () => {
    const bare = [...gateway('z/front', 'b/web'), pod('b/web'), pod('a/db')];

    expect(order(['z', 'b', 'a'], membraneOf(bare))).toEqual(['a', 'b', 'z']);
  });
});
