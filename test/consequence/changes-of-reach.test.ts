import fc from 'fast-check';
import { readChanges } from '../../lib/consequence/changed-object';
import type { FileChange } from '../../lib/consequence/consequence';
import { consequencesOf } from '../../lib/consequence/consequences';
import type { EnvironmentFile } from '../../lib/consequence/environment-file';
import { touchReach } from '../../lib/consequence/reach-relevance';
import type { Manifest } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/manifest/yaml-emitter';
import { readManifests } from '../../lib/manifest/yaml-reader';
import { landing } from '../../lib/reach/landing';
import { reachChanges } from '../../lib/reach/reach-change';
import { Reachability } from '../../lib/reach/reachability';
import { randomWorld } from '../reach/brute-force/random-world';

const TIER = 'platform.kfm.example.org/tier';

type Fields = Readonly<Record<string, unknown>>;

/** What a world holds, by file. */
type World = Readonly<Record<string, Manifest | string>>;

function namespace(name: string, tier?: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...(tier !== undefined && { labels: { [TIER]: tier } }) } };
}

function workload(kind: 'Deployment' | 'StatefulSet', place: string, container: Fields = {}, labels: Fields = {}): Manifest {
  const [own, name = ''] = place.split('/');
  const template = { metadata: { labels: { app: name, ...labels } }, spec: { containers: [{ name, image: 'r/a:1', ...container }] } };
  return { apiVersion: 'apps/v1', kind, metadata: { name, namespace: own }, spec: { template } } as Manifest;
}

function policy(place: string, spec: Fields): Manifest {
  const [own, name = ''] = place.split('/');
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: own }, spec } as Manifest;
}

/** On the network of its node. */
function onNode(manifest: Manifest): Manifest {
  const { template } = manifest.spec as { template: { metadata: object; spec: object } };
  return { ...manifest, spec: { template: { ...template, spec: { ...template.spec, hostNetwork: true } } } } as Manifest;
}

const everyPod = { podSelector: {} };
const inNamespace = (name: string): Fields => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const into = (place: string, from: readonly Fields[], ...ports: number[]): Manifest =>
  policy(place, { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from, ports: ports.map((port) => ({ port })) }] });

/** A page and a store, closed but for DNS-like nothing: nobody reaches anybody. */
const CLOSED: World = {
  'namespaces/web.yaml': namespace('web'),
  'namespaces/data.yaml': namespace('data', 'store'),
  'workloads/ui/ui.yaml': workload('Deployment', 'web/ui'),
  'stores/db/db.yaml': workload('StatefulSet', 'data/postgres'),
  'policies/web.yaml': policy('web/default-deny', { ...everyPod, policyTypes: ['Ingress'] }),
  'policies/data.yaml': policy('data/default-deny', { ...everyPod, policyTypes: ['Ingress', 'Egress'] }),
  'policies/out.yaml': policy('web/out', { ...everyPod, policyTypes: ['Egress'], egress: [{ to: [inNamespace('data')] }] }),
};

/** The component is the folder below the top one. */
function fileIn(path: string, text: string): EnvironmentFile {
  return { path, component: path.split('/')[1]?.replace('.yaml', '') ?? '', ...readManifests(text) };
}

function textOf(side: Manifest | string): string {
  return typeof side === 'string' ? side : emitYaml(side);
}

interface Told {
  readonly lines: string[];
  /** How often all files were asked for. */
  readonly asked: number;
  readonly consequences: ReturnType<typeof consequencesOf>;
}

function change(before: World, after: World): Told {
  let asked = 0;
  const filesOf = (world: World): EnvironmentFile[] => Object.entries(world).map(([path, side]) => fileIn(path, textOf(side)));
  const changes = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((path): FileChange[] => {
    const [was, is] = [before[path], after[path]].map((side) => (side === undefined ? undefined : textOf(side)));
    const component = fileIn(path, '').component;
    return was === is ? [] : [{ path, component, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
  const consequences = consequencesOf(
    'test',
    changes,
    () => filesOf(after).flatMap(({ manifests }) => manifests),
    () => {
      asked++;
      return { before: filesOf(before), after: filesOf(after) };
    },
  );
  const own = consequences.filter(({ risk }) => risk === 'reachability');
  return { consequences, asked, lines: own.map(({ summary }) => summary) };
}

describe('who may connect to whom', () => {
  const open = (...ports: number[]): World => ({ ...CLOSED, 'policies/in.yaml': into('data/in', [inNamespace('web')], ...ports) });
  const PAIR = 'web/Deployment/ui may';

  test.each<[string, World, World, string[]]>([
    ['is told where it opens', CLOSED, open(5432), [`${PAIR} now connect to data/StatefulSet/postgres on TCP 5432`]],
    ['and on all ports', CLOSED, open(), [`${PAIR} now connect to data/StatefulSet/postgres on all ports`]],
    ['where it closes', open(5432), CLOSED, [`${PAIR} no longer connect to data/StatefulSet/postgres on TCP 5432`]],
    ['on more ports', open(80), open(80, 443), [`${PAIR} connect to data/StatefulSet/postgres on more ports: TCP 80 → TCP 80,443`]],
    ['on fewer ports', open(80, 443), open(80), [`${PAIR} connect to data/StatefulSet/postgres on fewer ports: TCP 80,443 → TCP 80`]],
    ['on other ports', open(80), open(81), [`${PAIR} connect to data/StatefulSet/postgres on other ports: TCP 80 → TCP 81`]],
    ['not where it stays', open(80), { ...CLOSED, 'policies/other.yaml': into('data/other', [inNamespace('web')], 80) }, []],
  ])('%s', (_, before, after, lines) => {
    expect(change(before, after)).toMatchObject({ lines, asked: 1 });
  });

  test('is told first, of the target, with its file and component, and without fields', () => {
    const { consequences } = change(CLOSED, open(5432));

    expect(consequences.map(({ risk }) => risk)).toEqual(['reachability', 'network']);
    expect(consequences[0]).toEqual({
      risk: 'reachability',
      environment: 'test',
      component: 'db',
      object: 'apps/StatefulSet/data/postgres',
      file: 'dist/test/stores/db/db.yaml',
      change: 'changed',
      summary: 'web/Deployment/ui may now connect to data/StatefulSet/postgres on TCP 5432',
      fields: [],
    });
  });

  test('is told of the source where the target is outside', () => {
    const out = policy('web/out', { ...everyPod, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '203.0.113.7/32' } }] }] });
    const { consequences } = change(CLOSED, { ...CLOSED, 'policies/out.yaml': out });

    expect(consequences[0]).toMatchObject({
      component: 'ui',
      object: 'apps/Deployment/web/ui',
      summary: 'web/Deployment/ui may now connect to 203.0.113.7-203.0.113.7 on all ports',
    });
  });

  test('says whether the object came or went with it', () => {
    const { 'stores/db/db.yaml': db, ...without } = open(5432);
    const marks = (before: World, after: World): unknown[] => {
      const found = change(before, after).consequences.filter(({ risk }) => risk === 'reachability');
      return found.map(({ change: mark, file }) => [mark, file]);
    };

    expect(db).toBeDefined();
    expect(marks(without, open(5432))).toEqual([['added', 'dist/test/stores/db/db.yaml']]);
    expect(marks(open(5432), without)).toEqual([['removed', 'dist/test/stores/db/db.yaml']]);
  });

  test('tells stores first, then who comes from outside; what opens before what widens, and that before what closes', () => {
    const pages = (ports: readonly number[], cidr: string): World => ({
      'namespaces/web.yaml': namespace('web'),
      'workloads/a.yaml': workload('Deployment', 'web/a'),
      'workloads/store.yaml': workload('Deployment', 'web/store', {}, { [TIER]: 'store' }),
      'policies/deny.yaml': policy('web/deny', { ...everyPod, policyTypes: ['Ingress', 'Egress'] }),
      'policies/in.yaml': into('web/in', [everyPod, { ipBlock: { cidr } }], ...ports),
      'policies/out.yaml': policy('web/out', { ...everyPod, policyTypes: ['Egress'], egress: [{ to: [everyPod] }] }),
    });

    expect(change(pages([80], '10.0.0.1/32'), pages([80, 81], '10.0.0.2/32')).lines).toEqual([
      '10.0.0.2-10.0.0.2 may now connect to web/Deployment/store on TCP 80-81',
      'web/Deployment/a may connect to web/Deployment/store on more ports: TCP 80 → TCP 80-81',
      '10.0.0.1-10.0.0.1 may no longer connect to web/Deployment/store on TCP 80',
      '10.0.0.2-10.0.0.2 may now connect to web/Deployment/a on TCP 80-81',
      '10.0.0.1-10.0.0.1 may no longer connect to web/Deployment/a on TCP 80',
      'web/Deployment/store may connect to web/Deployment/a on more ports: TCP 80 → TCP 80-81',
    ]);
  });

  test('tells a store first also when it goes', () => {
    const { 'stores/db/db.yaml': _, ...without } = open(80);
    const shut = { ...without, 'namespaces/data.yaml': namespace('data') };

    expect(
      change({ ...open(80), 'policies/web.yaml': into('web/in', [everyPod]) }, { ...shut, 'policies/web.yaml': into('web/in', []) })
        .lines[0],
    ).toBe(`${PAIR} no longer connect to data/StatefulSet/postgres on TCP 80`);
  });

  test('is told of what makes the pods, not of a pod that runs already', () => {
    const running = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'postgres-0',
        namespace: 'data',
        labels: { app: 'postgres' },
        ownerReferences: [{ kind: 'StatefulSet', name: 'postgres' }],
      },
      spec: { containers: [] },
    } as Manifest;
    const { consequences } = change({ 'a/pod.yaml': running, ...CLOSED }, { 'a/pod.yaml': running, ...open(80) });

    expect(consequences[0]).toMatchObject({ object: 'apps/StatefulSet/data/postgres', file: 'dist/test/stores/db/db.yaml' });
  });

  test.each<[string, World]>([
    ['an image', { 'workloads/ui/ui.yaml': workload('Deployment', 'web/ui', { image: 'r/a:2' }) }],
    ['a ConfigMap', { 'workloads/ui/map.yaml': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'web' } } }],
    [
      'an annotation of a Namespace',
      { 'namespaces/web.yaml': { ...namespace('web'), metadata: { name: 'web', annotations: { a: 'b' } } } },
    ],
    ['a page for people', { 'README.md': 'a', 'notes.txt': 'b' }],
  ])('is not asked for %s', (_, changed) => {
    expect(change(CLOSED, { ...CLOSED, ...changed })).toMatchObject({ asked: 0, lines: [] });
  });

  test.each<[string, World]>([
    ['a port of a container', { 'workloads/ui/ui.yaml': workload('Deployment', 'web/ui', { ports: [{ name: 'a', containerPort: 1 }] }) }],
    ['a label of pods', { 'workloads/ui/ui.yaml': workload('Deployment', 'web/ui', {}, { a: 'b' }) }],
    ['a label of a Namespace', { 'namespaces/web.yaml': namespace('web', 'frontend') }],
    [
      'a file that moved',
      { 'policies/web.yaml': 'apiVersion: v1\nkind: List\nitems: []\n', 'policies/x.yaml': CLOSED['policies/web.yaml'] ?? '' },
    ],
  ])('is asked for %s', (_, changed) => {
    expect(change(CLOSED, { ...CLOSED, ...changed })).toMatchObject({ asked: 1, lines: [] });
  });

  test('is asked for pods that move to the network of their node, where policies do not hold them', () => {
    const { lines } = change(CLOSED, { ...CLOSED, 'workloads/ui/ui.yaml': onNode(workload('Deployment', 'web/ui')) });

    expect(lines).toContain('web/Deployment/ui may now connect to data/StatefulSet/postgres on all ports');
  });

  test('depends on where an Application puts what names no namespace', () => {
    const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'job', labels: { app: 'job' } }, spec: { containers: [] } } as Manifest;
    const application = (destination: string): Manifest => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'job', namespace: 'argocd' },
      spec: { source: { path: 'dist/test/workloads/job' }, destination: { namespace: destination } },
    });
    const at = (destination: string): World => ({
      ...open(5432),
      'apps/job.yaml': application(destination),
      'workloads/job/pod.yaml': bare,
    });

    expect(change(at('data'), at('web')).lines).toEqual([
      'web/Pod/job may now connect to data/StatefulSet/postgres on TCP 5432',
      'web/Deployment/ui may no longer connect to data/Pod/job on TCP 5432',
    ]);
  });
});

/** A copy without one of the values in it, which is told by its number. */
function withoutLeaf(value: unknown, leaf: { number: number }): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, child]) => {
    const copy = withoutLeaf(child, leaf);
    return key !== 'name' && leaf.number-- === 0 ? [] : [[key, copy] as const];
  });
  return Array.isArray(value) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
}

test('whatever is taken out of whichever object: where nobody is asked, nobody reaches others than before', () => {
  const seen = { asked: 0, unasked: 0 };
  const reachability = (manifests: readonly Manifest[]): Reachability =>
    new Reachability({ objects: manifests.map((manifest) => landing(manifest, 'default')) });

  fc.assert(
    fc.property(randomWorld, fc.nat(), fc.nat({ max: 30 }), (world, which, number) => {
      const index = which % world.length;
      const objects = JSON.parse(JSON.stringify(world)) as Manifest[];
      const [was, is] = [objects[index], withoutLeaf(objects[index], { number })] as [Manifest, Manifest];
      const read = readChanges([{ path: 'a.json', component: '', before: JSON.stringify(was), after: JSON.stringify(is) }]);
      if (touchReach(read)) {
        seen.asked++;
        return;
      }
      seen.unasked++;
      const [before, after] = [reachability(objects), reachability(objects.with(index, is))];
      expect(after.problems.map(({ message }) => message)).toEqual(before.problems.map(({ message }) => message));
      expect([...reachChanges(before, after, 'may'), ...reachChanges(before, after, 'must')]).toEqual([]);
    }),
    { seed: 31, numRuns: 100 },
  );
  expect(Math.min(seen.asked, seen.unasked)).toBeGreaterThan(10);
});

describe('what cannot be decided', () => {
  const foreign: Manifest = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'c', namespace: 'web' } };
  const bad = policy('web/bad', { podSelector: {}, policyTypes: ['x'] });

  test.each<[string, World, World, string, string]>([
    [
      'a policy of another kind',
      CLOSED,
      { ...CLOSED, 'policies/c.yaml': foreign },
      'cannot decide who reaches whom: dist/test/policies/c.yaml: is a CiliumNetworkPolicy of cilium.io/v2, which is not understood',
      'cilium.io/CiliumNetworkPolicy/web/c',
    ],
    [
      'a malformed one, though others changed',
      { ...CLOSED, 'policies/bad.yaml': bad },
      { ...CLOSED, 'policies/bad.yaml': bad, 'policies/in.yaml': into('data/in', [inNamespace('web')]) },
      'cannot decide who reaches whom: dist/test/policies/bad.yaml spec.policyTypes[0]: is "x"; expected Ingress or Egress',
      'networking.k8s.io/NetworkPolicy/web/bad',
    ],
    [
      'one that is mended',
      { ...CLOSED, 'policies/bad.yaml': bad },
      CLOSED,
      'cannot decide who reached whom before: dist/test/policies/bad.yaml spec.policyTypes[0]: is "x"; expected Ingress or Egress',
      'networking.k8s.io/NetworkPolicy/web/bad',
    ],
    [
      'a file that cannot be read',
      CLOSED,
      { ...CLOSED, 'policies/x.yaml': 'a: [' },
      'cannot decide who reaches whom: dist/test/policies/x.yaml: ',
      '',
    ],
    [
      'an object that lands nobody knows where',
      CLOSED,
      { ...CLOSED, 'policies/x.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: 1}\nspec: {containers: []}\n' },
      'cannot decide who reaches whom: dist/test/policies/x.yaml metadata.namespace: is no text, so that nothing tells where the object lands',
      '/Pod/1/p',
    ],
  ])('is told first: %s', (_, before, after, text, object) => {
    const { consequences, lines } = change(before, after);

    expect(lines).toEqual([expect.stringContaining(text)]);
    expect(lines[0]?.match(/cannot decide/g)).toHaveLength(1);
    expect(consequences[0]).toMatchObject({ risk: 'reachability', object, summary: lines[0] });
  });
});
