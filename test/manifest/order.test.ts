import fc from 'fast-check';
import { objectKey } from '../../lib/manifest/identity';
import { compareInApplication, HOOK, SYNC_WAVE, syncWave, wavesFrom } from '../../lib/manifest/order';

function object(kind: string, name = 'a', annotations: Record<string, string> = {}, namespace?: string, apiVersion = 'v1') {
  return { apiVersion, kind, metadata: { name, annotations, ...(namespace !== undefined && { namespace }) } };
}

const anyObject = fc
  .tuple(
    fc.constantFrom('Namespace', 'Secret', 'Deployment', 'SealedSecret', 'Zebra'),
    fc.constantFrom('a', 'b', 'a-b'),
    fc.record(
      { [SYNC_WAVE]: fc.constantFrom('-1', '0', '2', 'x'), [HOOK]: fc.constantFrom('PreSync', 'Sync', 'PostSync,Sync', '?') },
      { requiredKeys: [] },
    ),
    fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    fc.constantFrom('v1', 'apps/v1', 'example.org/v1'),
  )
  .map((parts) => object(...parts));

describe('the order inside an Application', () => {
  test('is total: antisymmetric, transitive, and equal only for one object', () => {
    fc.assert(
      fc.property(anyObject, anyObject, anyObject, (a, b, c) => {
        expect(Math.sign(compareInApplication(a, b)) + Math.sign(compareInApplication(b, a))).toBe(0);
        if (compareInApplication(a, b) <= 0 && compareInApplication(b, c) <= 0) expect(compareInApplication(a, c)).toBeLessThanOrEqual(0);
        if (compareInApplication(a, b) === 0) expect(objectKey(a)).toBe(objectKey(b));
      }),
      { numRuns: 1000 },
    );
  });

  test('is that of Argo CD for kinds; custom resources come last, by kind', () => {
    const kinds = (
      'Namespace NetworkPolicy ResourceQuota LimitRange PodDisruptionBudget ServiceAccount Secret ConfigMap PersistentVolumeClaim ' +
      'CustomResourceDefinition ClusterRole ClusterRoleBinding Role RoleBinding Service DaemonSet Pod Deployment HorizontalPodAutoscaler ' +
      'StatefulSet Job CronJob Ingress APIService Application HTTPRoute SealedSecret'
    ).split(' ');

    const sorted = [...kinds]
      .sort()
      .map((kind) => object(kind))
      .sort(compareInApplication);

    expect(sorted.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('has the phase before the wave, the wave before the kind, the kind before the name', () => {
    const objects = [
      object('Deployment', 'job', { [HOOK]: 'PreSync', [SYNC_WAVE]: '9' }),
      object('SealedSecret', 'early', { [SYNC_WAVE]: '-1' }),
      object('Namespace', 'b'),
      object('Deployment', 'a', {}, 'x'),
      object('Deployment', 'a', {}, 'y'),
      object('Namespace', 'late', { [SYNC_WAVE]: '1' }),
      object('Namespace', 'after', { [HOOK]: ' PostSync , Sync', [SYNC_WAVE]: '-5' }),
    ];

    expect([...objects].reverse().sort(compareInApplication)).toEqual(objects);
  });

  test.each([
    ['5', 5],
    ['-3', -3],
    ['+2', 2],
    ['1.5', 0],
    [' 1', 0],
    ['one', 0],
    ['', 0],
  ])('takes the wave %j as %d', (wave, number) => {
    expect(syncWave(object('Pod', 'a', { [SYNC_WAVE]: wave }))).toBe(number);
  });
});

describe('waves from dependencies', () => {
  test.each<[string, Record<string, string[]>, Record<string, number>]>([
    ['put a prerequisite below what needs it', { api: ['secret'] }, { api: 0, secret: -1 }],
    ['go down along a chain', { c: ['b'], b: ['a'] }, { a: -2, b: -1, c: 0 }],
    ['leave everything else in wave 0', { lonely: [], api: ['secret'] }, { lonely: 0, api: 0, secret: -1 }],
    ['take the longest way', { top: ['low', 'mid'], mid: ['low'] }, { low: -2, mid: -1, top: 0 }],
    ['are none without objects', {}, {}],
  ])('%s', (_, dependencies, waves) => {
    expect(wavesFrom(new Map(Object.entries(dependencies)))).toEqual({ waves: new Map(Object.entries(waves)) });
  });

  test.each<[string, Record<string, string[]>, string[]]>([
    ['of three', { x: ['a'], a: ['b'], b: ['c'], c: ['a', 'd'] }, ['a', 'b', 'c', 'a']],
    ['of one', { a: ['a'] }, ['a', 'a']],
  ])('report a circle %s, each before what it needs', (_, dependencies, expected) => {
    const result = wavesFrom(new Map(Object.entries(dependencies)));

    const circle = 'circle' in result ? result.circle : [];
    const from = circle.indexOf('a');
    expect([...circle.slice(from), ...circle.slice(1, from + 1)]).toEqual(expected);
  });

  test('are lower for every prerequisite in any graph without circles, and no lower than needed', () => {
    const graph = fc
      .array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 20 })
      .map((edges) => new Map(edges.map((targets, node) => [node, targets.filter((target) => target < node)])));

    fc.assert(
      fc.property(graph, (dependencies) => {
        const result = wavesFrom(dependencies);
        const waves = 'waves' in result ? result.waves : new Map<number, number>();
        for (const node of dependencies.keys()) {
          const dependents = [...dependencies]
            .filter(([, targets]) => targets.includes(node))
            .map(([dependent]) => waves.get(dependent) as number);
          expect(waves.get(node)).toBe(Math.min(0, ...dependents.map((wave) => wave - 1)));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('of twelve layers of four, all connected, are there at once', () => {
    const layers = Array.from({ length: 12 }, (_, layer) => [0, 1, 2, 3].map((place) => `${layer}.${place}`));
    const dependencies = new Map(
      layers.flatMap((layer, depth) => layer.map((node): [string, string[]] => [node, layers[depth + 1] ?? []])),
    );
    const start = performance.now();

    const result = wavesFrom(dependencies);

    expect('waves' in result && layers.map(([node]) => result.waves.get(node as string))).toEqual([
      0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11,
    ]);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
