import fc from 'fast-check';
import type { Answer } from '../../lib/reach/answer';
import { connections } from '../../lib/reach/connection';
import { PortSet } from '../../lib/reach/port-set';
import type { ClusterRanges, ReachObject } from '../../lib/reach/reach-world';
import { Reachability } from '../../lib/reach/reachability';
import { namespace, object, pod, policy } from './small-world';

const ANSWERS = ['may', 'must'] as const;
const RUNS = { seed: 9, numRuns: 25 };

const value = fc.constantFrom('x', 'y');
const selector = fc.oneof(
  fc.constant({}),
  value.map((app) => ({ matchLabels: { app } })),
  value.map((app) => ({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: [app] }] })),
  fc.constantFrom('Exists', 'DoesNotExist').map((operator) => ({ matchExpressions: [{ key: 'tier', operator }] })),
  fc.constantFrom('In', 'NotIn').map((operator) => ({ matchExpressions: [{ key: 'pod-template-hash', operator, values: ['h'] }] })),
);
const namespaceSelector = fc.oneof(
  fc.constant({}),
  fc.constantFrom('a', 'b', 'c').map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  fc.constantFrom('In', 'NotIn').map((operator) => ({ matchExpressions: [{ key: 'team', operator, values: ['red'] }] })),
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector: selector, namespaceSelector }),
  fc.constantFrom('10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32').map((cidr) => ({ ipBlock: { cidr } })),
);
const rulePort = fc.oneof(
  fc.record({ protocol: fc.constantFrom('TCP', 'UDP') }),
  fc.record({ port: fc.constantFrom<string | number>(80, 8080, 'http') }),
  fc.constant({ port: 80, endPort: 90, protocol: 'UDP' }),
);
const rules = (side: 'from' | 'to') =>
  fc.array(fc.record({ [side]: fc.array(peer, { maxLength: 2 }), ports: fc.array(rulePort, { maxLength: 2 }) }), { maxLength: 2 });
const anySpec = fc.record({
  podSelector: selector,
  policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
  ingress: rules('from'),
  egress: rules('to'),
});
const place = fc.constantFrom('a', 'b', 'c');
const anyPolicies = fc
  .array(fc.tuple(place, anySpec), { maxLength: 5 })
  .map((specs) => specs.map(([where, spec], index) => policy(`${where}/p${index}`, spec)));

/** Of c there is no Namespace; of the Deployment's pods the hash is not known. */
const fixed = [
  namespace('a', { team: 'red' }),
  namespace('b'),
  pod('a/x1', { app: 'x' }, { ports: { http: 8080 } }),
  pod('a/y1', { app: 'y', tier: 't' }),
  pod('b/x1', { app: 'x', tier: 't' }, { ports: { http: 80 } }),
  pod('b/x2', { app: 'x', tier: 't' }, { ports: { http: 80 } }),
  pod('b/node', { app: 'y' }, { hostNetwork: true }),
  pod('c/x1', { app: 'x' }),
];
const deployment = object('apps/v1', 'Deployment', 'c/made', {
  spec: { template: { metadata: { labels: { app: 'y' } }, spec: { containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }] } } },
});
const anyWorld = anyPolicies.map((policies) => [...fixed, deployment, ...policies]);

/** Ports of every pair of workloads, and of each with addresses outside, pairs without any included. */
function table(objects: readonly ReachObject[], answer: Answer, ranges?: ClusterRanges): Map<string, PortSet> {
  const reachability = new Reachability({ objects, ...(ranges && { ranges }) });
  const workloads = [...reachability.workloads.values()];
  const cells = new Map<string, PortSet>();
  for (const workload of workloads) {
    const connected = new Map(reachability.targetsOf(workload, answer).map(({ workload: { key }, ports }) => [key, ports]));
    for (const { key } of workloads) if (key !== workload.key) cells.set(`${workload.key} ${key}`, connected.get(key) ?? PortSet.none);
    for (const direction of ['Ingress', 'Egress'] as const) {
      const outside = reachability.outsideOf(workload, direction, answer);
      for (const [family, first] of [
        [4, 0n],
        [4, 10n << 24n],
        [6, 0n],
        [6, 0x20010db8n << 96n],
      ] as const) {
        const ports = outside.find(({ range }) => range.family === family && range.first <= first && first <= range.last)?.ports;
        cells.set(`${workload.key} ${direction} ${family} ${first}`, ports ?? PortSet.none);
      }
    }
  }
  return cells;
}

function expectWithin(inner: Map<string, PortSet>, outer: Map<string, PortSet>): void {
  const beyond = [...inner].filter(([pair, ports]) => !outer.get(pair)?.includes(ports));
  expect(beyond.map(([pair, ports]) => `${pair}: ${ports}`)).toEqual([]);
}

function texts(cells: Map<string, PortSet>): string[] {
  return [...cells].map(([pair, ports]) => `${pair}: ${ports}`).sort();
}

describe('of any world', () => {
  test('a policy that only closes never adds a connection', () => {
    fc.assert(
      fc.property(
        anyWorld,
        place,
        selector,
        fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
        (objects, where, podSelector, policyTypes) => {
          const closed = [...objects, policy(`${where}/close`, { podSelector, policyTypes })];
          for (const answer of ANSWERS) expectWithin(table(closed, answer), table(objects, answer));
        },
      ),
      RUNS,
    );
  });

  test('a rule more never removes a connection', () => {
    fc.assert(
      fc.property(anyWorld, place, anySpec, rules('from'), rules('to'), (objects, where, spec, more, others) => {
        const before = [...objects, policy(`${where}/last`, spec)];
        const after = [
          ...objects,
          policy(`${where}/last`, { ...spec, ingress: [...spec.ingress, ...more], egress: [...spec.egress, ...others] }),
        ];
        for (const answer of ANSWERS) expectWithin(table(before, answer), table(after, answer));
      }),
      RUNS,
    );
  });

  test('what must be possible may be', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => expectWithin(table(objects, 'must'), table(objects, 'may'))),
      RUNS,
    );
  });

  test('two rules of one policy are as good as a policy each', () => {
    fc.assert(
      fc.property(anyWorld, place, anySpec, (objects, where, spec) => {
        const { podSelector, policyTypes, ingress, egress } = spec;
        const apart = [...ingress.map((rule) => ({ ingress: [rule] })), ...egress.map((rule) => ({ egress: [rule] })), {}];
        const policies = apart.map((rules, index) => policy(`${where}/part${index}`, { podSelector, policyTypes, ...rules }));
        for (const answer of ANSWERS) {
          expect(texts(table([...objects, ...policies], answer))).toEqual(
            texts(table([...objects, policy(`${where}/whole`, spec)], answer)),
          );
        }
      }),
      RUNS,
    );
  });

  test('to know where pods, nodes and Services are takes away what could be, and nothing that is sure', () => {
    const ranges = { pods: ['10.64.0.0/10'], services: ['10.128.0.0/16'], nodes: ['192.0.2.0/24'] };
    const inside = (cells: Map<string, PortSet>) => new Map([...cells].filter(([pair]) => !/gress/.test(pair)));
    fc.assert(
      fc.property(anyWorld, (objects) => {
        expectWithin(inside(table(objects, 'may', ranges)), inside(table(objects, 'may')));
        expectWithin(inside(table(objects, 'must')), inside(table(objects, 'must', ranges)));
      }),
      RUNS,
    );
  });

  test('the order of objects does not matter', () => {
    const shuffled = anyWorld.chain((objects) =>
      fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length })),
    );
    fc.assert(
      fc.property(shuffled, ([objects, others]) => {
        for (const answer of ANSWERS) {
          const [one, other] = [objects, others].map((each) => [...connections(new Reachability({ objects: each }), answer)]);
          expect(other).toEqual(one);
        }
      }),
      RUNS,
    );
  });

  test('names do not matter', () => {
    const renamed = (text: string): string =>
      text
        .replaceAll(/"([abc])"/g, '"z$1"')
        .replaceAll(/"(x|y)1"/g, '"$1-one"')
        .replaceAll(/"p(\d)"/g, '"q$1"');
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const others = JSON.parse(renamed(JSON.stringify(objects))) as ReachObject[];
        const back = (pair: string): string => pair.replaceAll(/(^| )z([abc])\//g, '$1$2/').replaceAll(/(x|y)-one/g, '$11');
        for (const answer of ANSWERS) {
          const found = new Map([...table(others, answer)].map(([pair, ports]) => [back(pair), ports]));
          expect(texts(found)).toEqual(texts(table(objects, answer)));
        }
      }),
      RUNS,
    );
  });

  test('looking pods up by label finds what comparing all pairs finds, from either end', () => {
    fc.assert(
      fc.property(anyWorld, fc.constantFrom(...ANSWERS), (objects, answer) => {
        const reachability = new Reachability({ objects });
        const workloads = [...reachability.workloads.values()];
        for (const source of workloads) {
          const expected = workloads.flatMap((target) => {
            const [from, to] = [source.endpoints[0], target.endpoints[0]];
            const ports = from && to && source !== target ? reachability.ports(from, to, answer) : PortSet.none;
            return ports.isEmpty ? [] : [`${target.key} ${ports}`];
          });

          expect(reachability.targetsOf(source, answer).map(({ workload, ports }) => `${workload.key} ${ports}`)).toEqual(expected);
          for (const target of workloads) {
            const [seen] = reachability.sourcesOf(target, answer).filter(({ workload }) => workload === source);
            expect(seen === undefined ? false : `${target.key} ${seen.ports}`).toBe(
              expected.find((text) => text.startsWith(`${target.key} `)) ?? false,
            );
          }
        }
      }),
      RUNS,
    );
  });

  test('may is what some of the ways allows in which labels could turn out, must what all of them allow', () => {
    const hashed = (hash: string): ReachObject =>
      object('v1', 'Pod', 'c/made', {
        metadata: { name: 'made', labels: { app: 'y', 'pod-template-hash': hash } },
        spec: { containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }] },
      });
    const ways = [{ team: 'red' }, { team: 'blue' }, {}].flatMap((labels) =>
      ['h', 'i'].map((hash) => [namespace('c', labels as Record<string, string>), hashed(hash)]),
    );
    const asPod = (pair: string): string => pair.replaceAll('c/Deployment/made', 'c/Pod/made');
    fc.assert(
      fc.property(anyPolicies, (policies) => {
        for (const answer of ANSWERS) {
          const tables = ways.map((way) => table([...fixed, ...way, ...policies], answer));
          const expected = [...table([...fixed, deployment, ...policies], answer).keys()].map((pair): [string, PortSet] => {
            const found = tables.map((each) => each.get(asPod(pair)) ?? PortSet.none);
            return [pair, answer === 'may' ? PortSet.union(found) : found.reduce((shared, set) => shared.intersection(set))];
          });
          expect(texts(table([...fixed, deployment, ...policies], answer))).toEqual(texts(new Map(expected)));
        }
      }),
      RUNS,
    );
  });
});
