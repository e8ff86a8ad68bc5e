import { explanation } from '../../lib/reach/explanation';
import type { ReachObject } from '../../lib/reach/reach-world';
import { Reachability } from '../../lib/reach/reachability';
import { allow, deny, find, pod, pods } from './small-world';

/** A pod that counts as one workload with others. */
function owned(name: string, app: string): ReachObject {
  const { manifest } = pod(`a/${name}`, { app });
  const ownerReferences = [{ kind: 'ReplicaSet', name: 'rs' }];
  return { namespace: 'a', manifest: { ...manifest, metadata: { ...manifest.metadata, ownerReferences } } };
}

const objects = [
  owned('one', 'x'),
  owned('two', 'x'),
  owned('three', 'y'),
  pod('b/db'),
  deny('b', 'Ingress'),
  allow('b/db', [], [{ port: 1 }]),
];

describe('the explanation of a workload of several pods', () => {
  const world = [...objects, deny('a', 'Egress'), allow('a/x', [pods('x')])];

  test('has a side once for pods that are treated alike', () => {
    const reachability = new Reachability({ objects: world });
    const { sides, ports } = explanation(reachability, find(reachability, 'a/rs'), find(reachability, 'b/db'), 'may');

    expect(`${ports}`).toBe('None');
    expect(sides.map(({ direction, isolatedBy, allowedBy }) => [direction, isolatedBy.length, allowedBy.length])).toEqual([
      ['Egress', 1, 0],
      ['Ingress', 2, 1],
    ]);
  });

  test.each([
    ['may', 'TCP 5432', 'any of them'],
    ['must', 'None', 'each of them'],
  ] as const)('%s be connected on %s by what %s can', (answer, ports, _) => {
    const only = [owned('one', 'x'), owned('three', 'y'), pod('a/db'), deny('a', 'Ingress'), allow('a/db', [pods('x')], [{ port: 5432 }])];
    const reachability = new Reachability({ objects: only });
    const verdict = explanation(reachability, find(reachability, 'a/rs'), find(reachability, 'a/db'), answer);

    expect(`${verdict.ports}`).toBe(ports);
    expect(verdict.sides.map(({ direction, allowedBy }) => [direction, allowedBy.map(({ field }) => field)])).toEqual([
      ['Egress', []],
      ['Ingress', ['spec.ingress[0].from[0]']],
      ['Ingress', []],
    ]);
  });

  test('takes addresses as they are', () => {
    const reachability = new Reachability({ objects });
    const { sides, ports } = explanation(reachability, { family: 4, first: 1n, last: 1n }, find(reachability, 'b/db'), 'must');

    expect(`${ports}`).toBe('TCP 1');
    expect(sides).toMatchObject([{ direction: 'Ingress', allowedBy: [{ policy: 'b/db', field: 'spec.ingress[0]' }] }]);
  });
});
