import { connections } from '../../lib/reach/connection';
import { imaginedPods } from '../../lib/reach/endpoint';
import { LabelSpace } from '../../lib/reach/label-space';
import type { ReachObject } from '../../lib/reach/reach-world';
import { Reachability } from '../../lib/reach/reachability';
import type { SideVerdict } from '../../lib/reach/verdict';
import { allow, deny, find, inNamespace, namespace, object, pod, pods, policy } from './small-world';

function table(objects: readonly ReachObject[], answer: 'may' | 'must' = 'may'): string[] {
  return [...connections(new Reachability({ objects }), answer)].map(({ from, to, ports }) => `${from} → ${to}: ${ports}`);
}

const everything = ['0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'];

describe('the table of connections', () => {
  test('lists every pair that may connect once, the outside in ranges, cut where the answer changes', () => {
    const objects = [
      pod('a/web'),
      pod('b/db'),
      deny('a', 'Egress'),
      allow('b/db', [pods('x'), { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], [{ port: 1 }]),
      policy('b/in', {
        ...pods('db'),
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ ipBlock: { cidr: '10.2.0.0/16' } }], ports: [{ port: 2 }] }],
      }),
    ];

    expect(table(objects)).toEqual([
      '0.0.0.0-255.255.255.255 → a/Pod/web: All',
      '10.0.0.0-10.0.255.255 → b/Pod/db: TCP 1',
      '10.2.0.0-10.2.255.255 → b/Pod/db: TCP 1-2',
      '10.3.0.0-10.255.255.255 → b/Pod/db: TCP 1',
      `${everything[1]} → a/Pod/web: All`,
      `b/Pod/db → ${everything[0]}: All`,
      `b/Pod/db → ${everything[1]}: All`,
      'b/Pod/db → a/Pod/web: All',
    ]);
  });

  test('does not cut where the answer stays the same', () => {
    const half = (cidr: string): unknown => ({ ipBlock: { cidr } });
    const objects = [pod('b/db'), deny('b', 'Egress'), allow('b/db', [half('10.0.0.0/9'), half('10.128.0.0/9'), half('10.1.0.0/16')])];

    expect(table(objects)).toEqual(['10.0.0.0-10.255.255.255 → b/Pod/db: All']);
  });

  test('is empty for an empty world', () => {
    expect(table([])).toEqual([]);
  });

  test('takes pods of one owner as one: any of them may, each of them must', () => {
    const owned = (name: string, app: string): ReachObject => {
      const { manifest } = pod(`a/${name}`, { app });
      return {
        namespace: 'a',
        manifest: { ...manifest, metadata: { ...manifest.metadata, ownerReferences: [{ kind: 'ReplicaSet', name: 'rs' }] } },
      };
    };
    const objects = [owned('one', 'x'), owned('two', 'y'), pod('a/db'), deny('a', 'Ingress', 'Egress'), allow('a/db', [pods('x')])];
    const opened = [...objects, policy('a/out', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [pods('db')] }] })];

    expect(table(opened)).toEqual(['a/ReplicaSet/rs → a/Pod/db: All']);
    expect(table(opened, 'must')).toEqual([]);
    expect(table([...opened, policy('a/more', { ...pods('db'), ingress: [{ from: [pods('y')], ports: [{ port: 1 }] }] })], 'must')).toEqual(
      ['a/ReplicaSet/rs → a/Pod/db: TCP 1'],
    );
  });
});

describe('an explanation', () => {
  const spoken = ({ direction, isolatedBy, allowedBy }: SideVerdict): string[] => [
    ...isolatedBy.map(({ policy: key, isCertain }) => `${direction} closed by ${key}${isCertain ? '' : ' perhaps'}`),
    ...allowedBy.map(
      ({ policy: key, field, ports, isCertain }) => `${direction} opened by ${key} ${field} ${ports}${isCertain ? '' : ' perhaps'}`,
    ),
  ];
  const objects = [
    pod('a/web'),
    pod('b/db', { app: 'db' }, { ports: { sql: 5432 } }),
    deny('b', 'Ingress'),
    allow('b/db', [pods('x'), { ...inNamespace('a'), ...pods('web') }], [{ port: 'sql' }]),
    policy('b/team', {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'red' } } }] }],
    }),
  ];
  const reachability = new Reachability({ objects });
  const [web, db] = [find(reachability, 'a/web').endpoints[0], find(reachability, 'b/db').endpoints[0]];

  test('names the policies that close pods, and the rules that open them', () => {
    const verdict = web && db && reachability.explain(web, db, 'may');

    expect(`${verdict?.ports}`).toBe('All');
    expect(verdict?.sides.flatMap(spoken)).toEqual([
      'Ingress closed by b/deny-ingress',
      'Ingress closed by b/db',
      'Ingress closed by b/team',
      'Ingress opened by b/db spec.ingress[0].from[1] TCP 5432',
      'Ingress opened by b/team spec.ingress[0].from[0] All perhaps',
    ]);
  });

  test('of what comes from outside has one side', () => {
    const outside = { family: 4, first: 0n, last: 0n } as const;
    const verdict = db && reachability.explain(outside, db, 'may');

    expect(verdict?.ports.isEmpty).toBe(true);
    expect(verdict?.sides.map(({ direction, allowedBy }) => `${direction} ${allowedBy.length}`)).toEqual(['Ingress 0']);
  });

  test('says that policies have no power over the network of a node', () => {
    const onNode = imaginedPods({ workload: 'node', namespace: 'n', labels: LabelSpace.free, hostNetwork: true });

    expect(db && reachability.explain(onNode, db, 'may')).toMatchObject({ isBeyondPolicies: true });
    expect(web && db && reachability.explain(web, db, 'may')).toMatchObject({ isBeyondPolicies: false });
  });
});

describe('imagined pods', () => {
  const store = [namespace('data'), pod('data/db'), deny('data', 'Ingress')];
  const made = (place: string, labels = LabelSpace.free) => ({
    key: `any pod in ${place}`,
    endpoints: [imaginedPods({ workload: `any pod in ${place}`, namespace: place, labels })],
  });
  const reaches = (objects: readonly ReachObject[], place: string, labels?: LabelSpace): string => {
    const reachability = new Reachability({ objects: [...store, ...objects] });
    const [found] = reachability.targetsOf(made(place, labels), 'may');
    return `${found?.workload.key ?? 'nothing'} ${found?.ports ?? ''}`;
  };
  const byLabel = allow('data/db', [{ namespaceSelector: {}, ...pods('api') }], [{ port: 5432 }]);
  const pinned = allow('data/db', [{ ...inNamespace('api'), ...pods('api') }], [{ port: 5432 }]);

  test('reach whatever a label can be written for', () => {
    expect(reaches([byLabel], 'team')).toBe('data/Pod/db TCP 5432');
    expect(reaches([pinned], 'api')).toBe('data/Pod/db TCP 5432');
  });

  test('do not reach what is pinned to another namespace', () => {
    expect(reaches([pinned], 'team')).toBe('nothing ');
  });

  test('do not reach what asks for a label that they cannot have', () => {
    const restricted = LabelSpace.exactly({ app: 'web' });

    expect(reaches([byLabel], 'team', restricted)).toBe('nothing ');
  });

  test('do not reach it by labels that close their own way out', () => {
    const out = (values: string[]): ReachObject =>
      policy('team/out', { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values }] }, policyTypes: ['Egress'] });

    expect(reaches([byLabel, out(['web'])], 'team')).toBe('data/Pod/db TCP 5432');
    expect(reaches([byLabel, out(['api', 'web'])], 'team')).toBe('nothing ');
  });

  test('could listen on any port by whatever name', () => {
    const reachability = new Reachability({
      objects: [...store, policy('team/in', { podSelector: {}, ingress: [{ ports: [{ port: 'http' }] }] })],
    });
    const sources = (answer: 'may' | 'must'): string[] =>
      reachability.sourcesOf(made('team'), answer).map(({ workload, ports }) => `${workload.key} ${ports}`);

    expect(sources('may')).toEqual(['data/Pod/db TCP 1-65535']);
    expect(sources('must')).toEqual([]);
  });
});

describe('what cannot be answered', () => {
  test('is told with the object and the field', () => {
    const bad = policy('a/bad', { policyTypes: ['x'] });
    const foreign = object('cilium.io/v2', 'CiliumNetworkPolicy', 'a/c');
    const { problems, undecided } = new Reachability({ objects: [bad, foreign] });

    expect(problems).toEqual([{ object: bad, field: 'spec.policyTypes[0]', message: 'is "x"; expected Ingress or Egress' }]);
    expect(undecided.map(({ object: found }) => found)).toEqual([foreign]);
  });
});
