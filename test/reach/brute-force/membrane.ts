import type { Asking, Opening } from './asking';
import type { Container, KubernetesObject, NetworkPolicy } from './kubernetes';
import { lastApplied, namespaceOf, type Pod, podsOf } from './pod';
import { PROTOCOLS } from './table';

/** What an environment means by its stores, as its catalogue and the index of its files say. */
export interface Meaning {
  /** What namespaces are for, as far as the catalogue says; the label of others says it. */
  readonly tiers: Readonly<Record<string, string>>;
  /** Components that may call a store. */
  readonly callers: Readonly<Record<string, readonly string[]>>;
  /** Namespaces of components: what they deliver elsewhere is nobody's. */
  readonly homes: Readonly<Record<string, string>>;
  readonly componentOf: (object: KubernetesObject) => string | undefined;
}

/** Workloads of stores, `namespace/Kind/name` in order. */
export interface Breaches {
  /** To which somebody may connect who is neither declared, nor its own, nor of the platform and after metrics. */
  readonly undeclared: readonly string[];
  /** To which connections lead from outside or from clients, past the governed API. */
  readonly ungoverned: readonly string[];
}

const TIER = 'platform.kfm.example.org/tier';
const MAKE_PODS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'];

/**
 * Who gets into stores, by asking about everybody. Ways in by Services, Ingresses and routes are not looked at: worlds are to have no
 * other than those that lead to clients and to the API.
 */
export function breaches(objects: readonly KubernetesObject[], asking: Asking, meaning: Meaning): Breaches {
  const world = new MembraneWorld(objects, asking, meaning);
  const stores = world.pods.filter((pod) => world.isStore(pod));
  const named = (found: readonly Pod[]): string[] => found.map(({ workload }) => workload).sort();
  return {
    undeclared: named(stores.filter((store) => world.isOpenToUndeclared(store))),
    ungoverned: named(stores.filter((store) => world.isReachedUngoverned(store))),
  };
}

class MembraneWorld {
  readonly pods: readonly Pod[];
  private readonly unseen: readonly Pod[];
  private readonly policies: ReadonlyMap<Pod, readonly NetworkPolicy[]>;
  private readonly components: ReadonlyMap<string, string | undefined>;
  private readonly namespaces: ReadonlyMap<string, KubernetesObject>;
  private readonly gateways: ReadonlySet<string>;

  constructor(
    objects: readonly KubernetesObject[],
    private readonly asking: Asking,
    private readonly meaning: Meaning,
  ) {
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
    const workloads = objects.filter(({ kind }) => MAKE_PODS.includes(kind));
    const policies = lastApplied(objects.filter(({ kind }) => kind === 'NetworkPolicy')) as NetworkPolicy[];
    this.gateways = new Set(objects.filter(({ kind }) => kind === 'Gateway').map(namespaceOf));
    this.namespaces = new Map(namespaces.map((namespace) => [namespace.metadata.name, namespace]));
    this.components = new Map(
      workloads.map((object) => [`${namespaceOf(object)}/${object.kind}/${object.metadata.name}`, meaning.componentOf(object)]),
    );
    this.pods = podsOf([...namespaces, ...workloads]);
    this.unseen = chartNamespaces(objects).flatMap((namespace) => {
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'unseen', namespace },
        spec: { containers: portsOfAnyName(policies) },
      };
      return podsOf([...namespaces, pod]).map((each) => ({ ...each, labels: { known: {}, chosenByCluster: [], open: true } }));
    });
    this.policies = new Map([...this.pods, ...this.unseen].map((pod) => [pod, asking.policiesOf(policies, pod)]));
  }

  isStore({ namespace, labels, workload }: Pod): boolean {
    const isNamed = Object.hasOwn(this.meaning.callers, this.components.get(workload) ?? '');
    return isNamed || this.tierOf(namespace) === 'store' || labels.known[TIER] === 'store';
  }

  isOpenToUndeclared(store: Pod): boolean {
    if (this.fromOutside(store) !== 'closed') return true;
    return this.pods.some((pod) => {
      if (pod.workload === store.workload || this.isDeclared(pod, store) || this.isNodesOwn(pod)) return false;
      const opening = this.between(pod, store);
      return opening === 'open' || (opening === 'metrics' && this.tierOf(pod.namespace) !== 'platform');
    });
  }

  /** Looks from the store for callers of callers. Metrics of the store lead nowhere, nor do others that the platform reads. */
  isReachedUngoverned(store: Pod): boolean {
    const seen = [store];
    for (const pod of seen) {
      const leads = (opening: Opening, isOfPlatform: boolean): boolean =>
        opening === 'open' || (opening === 'metrics' && pod !== store && !isOfPlatform);
      if (['edge', 'frontend'].includes(this.tierOf(pod.namespace) ?? '') || pod.hostNetwork) return true;
      if (leads(this.fromOutside(pod), false)) return true;
      for (const caller of [...this.pods, ...this.unseen]) {
        const tier = this.tierOf(caller.namespace);
        if (seen.includes(caller) || (tier === 'api' && this.isDeclared(caller, store))) continue;
        if (leads(this.between(caller, pod), tier === 'platform')) seen.push(caller);
      }
    }
    return false;
  }

  /** What every node needs to be one is the platform's. */
  private isNodesOwn({ hostNetwork, namespace }: Pod): boolean {
    return hostNetwork && (namespace === 'kube-system' || this.tierOf(namespace) === 'platform');
  }

  private isDeclared(pod: Pod, store: Pod): boolean {
    const [caller, called] = [this.components.get(pod.workload), this.components.get(store.workload)];
    if (caller === undefined || called === undefined) throw new Error(`nobody owns ${pod.workload} or ${store.workload}`);
    if (caller === called) return pod.namespace === store.namespace;
    return (this.meaning.callers[called] ?? []).includes(caller) && this.meaning.homes[caller] === pod.namespace;
  }

  /** As the catalogue or the label says; the edge is where the platform has a Gateway. */
  private tierOf(namespace: string): string | undefined {
    const tier = this.meaning.tiers[namespace] ?? this.namespaces.get(namespace)?.metadata.labels?.[TIER];
    return tier === 'platform' && this.gateways.has(namespace) ? 'edge' : tier;
  }

  private between(from: Pod, to: Pod): Opening {
    return this.asking.between(from, this.policies.get(from) ?? [], to, this.policies.get(to) ?? []);
  }

  private fromOutside(to: Pod): Opening {
    return this.asking.fromOutside(to, this.policies.get(to) ?? []);
  }
}

/** Where charts bring pods of which nothing is known. */
function chartNamespaces(objects: readonly KubernetesObject[]): string[] {
  const applications = objects.filter(({ kind }) => kind === 'Application');
  const found = applications.flatMap(({ spec }) => {
    const { source, sources = [], destination } = spec as ApplicationSpec;
    return [source, ...sources].some((each) => each?.chart !== undefined) ? (destination?.namespace ?? []) : [];
  });
  return [...new Set(found)];
}

/** Two numbers for each name that policies use, so that either is perhaps open. */
function portsOfAnyName(policies: readonly NetworkPolicy[]): Container[] {
  const rules = policies.flatMap(({ spec: { ingress = [], egress = [] } }) => [...ingress, ...egress]);
  const names = new Set(rules.flatMap(({ ports = [] }) => ports.flatMap(({ port }) => (typeof port === 'string' ? [port] : []))));
  const numbers = PROTOCOLS.flatMap((protocol) => [1, 2].map((containerPort) => ({ protocol, containerPort })));
  return [{ ports: [...names].flatMap((name) => numbers.map((each) => ({ name, ...each }))) }];
}

interface ApplicationSpec {
  readonly source?: { readonly chart?: string };
  readonly sources?: readonly { readonly chart?: string }[];
  readonly destination?: { readonly namespace?: string };
}
