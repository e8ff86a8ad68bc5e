import fc from 'fast-check';
import type { KubernetesObject } from './kubernetes';
import { randomWorld } from './random-world';
import { table } from './table';

function pod(name: string, rest: object = {}, spec: object = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'alpha', labels: { app: name }, ...rest }, spec };
}

function policy(name: string, spec: object): KubernetesObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'alpha' }, spec };
}

const app = (name: string): object => ({ matchLabels: { app: name } });
const ownedBy = (name: string): object => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: '1', controller: true }],
});

/** Rows as `from > to: ports`. */
function rows(...question: Parameters<typeof table>): string[] {
  return table(...question).connections.map(({ from, to, ports }) => `${from} > ${to}: ${ports}`);
}

describe('the table of brute force', () => {
  test('has every pair, the outside as two ranges, and nothing of a workload with itself', () => {
    expect(table([pod('a'), pod('b')]).connections.slice(0, 5)).toEqual([
      { from: '0.0.0.0-255.255.255.255', to: 'alpha/Pod/a', ports: 'All' },
      { from: '0.0.0.0-255.255.255.255', to: 'alpha/Pod/b', ports: 'All' },
      { from: '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', to: 'alpha/Pod/a', ports: 'All' },
      { from: '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', to: 'alpha/Pod/b', ports: 'All' },
      { from: 'alpha/Pod/a', to: '0.0.0.0-255.255.255.255', ports: 'All' },
    ]);
    expect(table([pod('a'), pod('b')]).connections).toHaveLength(10);
  });

  test('writes ports sorted, merged and by protocol', () => {
    const ports = [
      { port: 443 },
      { port: 80 },
      { port: 8000, endPort: 8010 },
      { port: 8011, endPort: 8011 },
      { port: 53, protocol: 'UDP' },
      { port: 54, protocol: 'UDP' },
      { protocol: 'SCTP' },
    ];

    const objects = [pod('a'), pod('b'), policy('p', { podSelector: app('b'), ingress: [{ from: [{ podSelector: {} }], ports }] })];

    expect(rows(objects).filter((row) => row.includes('> alpha/Pod/b'))).toEqual([
      'alpha/Pod/a > alpha/Pod/b: SCTP 1-65535,TCP 80,443,8000-8011,UDP 53-54',
    ]);
  });

  test('says All when rules together allow every port', () => {
    const ports = [{ port: 1, endPort: 80 }, { port: 81, endPort: 65535 }, { protocol: 'SCTP' }, { protocol: 'UDP' }];

    expect(rows([pod('a'), policy('p', { podSelector: {}, ingress: [{ ports }] })])[0]).toBe('0.0.0.0-255.255.255.255 > alpha/Pod/a: All');
  });

  test('cuts the outside where the answer of the workload changes', () => {
    const from = [
      { ipBlock: { cidr: '0.0.0.0/0', except: ['10.1.2.3/8'] } },
      { ipBlock: { cidr: '11.0.0.0/8' } },
      { ipBlock: { cidr: '10.255.255.255/32' } },
      { ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8::/128'] } },
    ];
    const other = policy('q', { podSelector: app('b'), ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/9' } }] }] });

    const objects = [pod('a'), pod('b'), policy('p', { podSelector: app('a'), ingress: [{ from, ports: [{ port: 80 }] }] }), other];

    expect(rows(objects).filter((row) => /^[\d:].*> alpha/.test(row))).toEqual([
      '0.0.0.0-9.255.255.255 > alpha/Pod/a: TCP 80',
      '10.0.0.0-10.127.255.255 > alpha/Pod/b: All',
      '10.255.255.255-255.255.255.255 > alpha/Pod/a: TCP 80',
      '2001:db8::1-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff > alpha/Pod/a: TCP 80',
    ]);
  });

  test('counts pods as their owner: some of them may, all of them must', () => {
    const objects = [
      pod('a'),
      pod('b', ownedBy('r')),
      pod('c', ownedBy('r')),
      policy('p', { podSelector: app('b'), ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }] }),
      policy('q', { podSelector: app('c'), ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80, endPort: 81 }] }] }),
    ];

    const between = (row: string): boolean => row.startsWith('alpha/Pod/a > alpha');
    expect(rows(objects).filter(between)).toEqual(['alpha/Pod/a > alpha/ReplicaSet/r: TCP 80-81']);
    expect(rows(objects, 'must').filter(between)).toEqual(['alpha/Pod/a > alpha/ReplicaSet/r: TCP 80']);
  });

  test('must never has what may has not', () => {
    for (const objects of fc.sample(randomWorld, { seed: 5, numRuns: 4 })) {
      const may = table(objects, 'may').connections;
      for (const { from, to } of table(objects, 'must').connections.filter((row) => !/^[\d:]*[.:]/.test(`${row.from}${row.to}`))) {
        expect(may.some((row) => row.from === from && row.to === to)).toBe(true);
      }
    }
  });
});
