import type { Manifest } from '../../manifest/manifest';
import { NOBODY } from '../../manifest/nobody';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Cluster } from '../../tenancy/cluster';
import { apiServerEgress, internet, tcp } from '../../tenancy/network-edge';
import { type Peer, PROMETHEUS, peerSelector } from '../../tenancy/peer';

interface Program {
  /** Programs of Argo CD that it calls, with their ports. */
  readonly calls: Readonly<Record<string, readonly number[]>>;
  readonly metrics?: number;
  readonly apiServer?: boolean;
  /** Ports outside the cluster: repositories of manifests and charts, whoever is told. */
  readonly outside?: readonly number[];
}

const REPOSITORY = { 'argocd-repo-server': [8081] };

const CACHE_PORT = 6379;

function cacheOf(highlyAvailable: boolean): string {
  return highlyAvailable ? 'argocd-redis-ha-haproxy' : 'argocd-redis';
}

/** Where the programs find each other; the network policies below let them. */
export function addresses(highlyAvailable: boolean): Readonly<Record<'cache' | 'repository', string>> {
  return { cache: `${cacheOf(highlyAvailable)}:${CACHE_PORT}`, repository: 'argocd-repo-server:8081' };
}

/** The programs of Argo CD by label, and whom each calls (the upstream policies, with egress beside ingress). */
function programs(highlyAvailable: boolean): Readonly<Record<string, Program>> {
  const common = { [cacheOf(highlyAvailable)]: [CACHE_PORT] };
  return {
    'argocd-application-controller': { calls: { ...REPOSITORY, ...common }, metrics: 8082, apiServer: true },
    'argocd-applicationset-controller': { calls: REPOSITORY, metrics: 8080, apiServer: true },
    'argocd-notifications-controller': { calls: REPOSITORY, metrics: 9001, apiServer: true, outside: [443] },
    'argocd-repo-server': { calls: common, metrics: 8084, apiServer: true, outside: [22, 443] },
    'argocd-server': { calls: { ...REPOSITORY, ...common }, metrics: 8083, apiServer: true, outside: [443] },
    // The Job that makes the cache's password before the first start.
    'argocd-redis-secret-init': { calls: {}, apiServer: true },
    ...(highlyAvailable
      ? {
          'argocd-redis-ha-haproxy': { calls: { 'argocd-redis-ha': [6379, 26379] } },
          'argocd-redis-ha': { calls: { 'argocd-redis-ha': [6379, 26379] } },
        }
      : { 'argocd-redis': { calls: {} } }),
  };
}

/** The pods of a program; the subchart of the highly available cache labels its own otherwise. */
function podsOf(name: string): object {
  return { matchLabels: name === 'argocd-redis-ha' ? { app: 'redis-ha' } : { 'app.kubernetes.io/name': name } };
}

/** A Git server in the cluster, in place of the catalogue's repository. */
export interface WorkingTree {
  /** Of the repository, by the name of the server's Service. */
  readonly url: string;
  /** The server's pods. */
  readonly server: Peer;
  /** Of its pods. */
  readonly port: number;
}

/** One policy for each program of Argo CD, over a namespace that denies the rest. */
export function networkPolicies(cluster: Cluster, highlyAvailable: boolean, workingTree?: WorkingTree): Manifest[] {
  const all = programs(highlyAvailable);
  return Object.entries(all).map(([name, program]) => {
    const callers = Object.entries(all).flatMap(([caller, { calls }]) => {
      const ports = calls[name];
      return ports === undefined ? [] : [{ from: [{ podSelector: podsOf(caller) }], ports: ports.map(tcp) }];
    });
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {
        name,
        namespace: ARGO_CD_NAMESPACE,
        labels: { 'app.kubernetes.io/managed-by': 'desired-state', 'app.kubernetes.io/part-of': 'argocd' },
      },
      spec: {
        podSelector: podsOf(name),
        policyTypes: ['Ingress', 'Egress'],
        ingress: orNobody('from', [
          ...callers,
          ...(program.metrics === undefined ? [] : [{ from: [peerSelector(PROMETHEUS)], ports: [tcp(program.metrics)] }]),
        ]),
        egress: orNobody('to', [
          ...Object.entries(program.calls).map(([callee, ports]) => ({ to: [{ podSelector: podsOf(callee) }], ports: ports.map(tcp) })),
          ...(program.apiServer ? apiServerEgress(cluster) : []),
          ...(program.outside ? [{ to: internet(cluster).map((ipBlock) => ({ ipBlock })), ports: program.outside.map(tcp) }] : []),
          ...(workingTree && name === 'argocd-repo-server'
            ? [{ to: [peerSelector(workingTree.server)], ports: [tcp(workingTree.port)] }]
            : []),
        ]),
      },
    };
  });
}

/** Says of a closed direction that nobody may: an empty list would be nobody's field, and stay open once opened (decision 0018). */
function orNobody(side: 'from' | 'to', rules: readonly object[]): readonly object[] {
  return rules.length === 0 ? [{ [side]: [NOBODY] }] : rules;
}
