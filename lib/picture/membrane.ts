import { compareText } from '../manifest/order';
import { TIER } from '../manifest/tier';
import { metricsPorts } from '../policy/membrane/store-pods';
import { type Door, doorsOf } from '../reach/door';
import { objectName, type ReachObject } from '../reach/reach-world';
import type { Reachability } from '../reach/reachability';
import type { Workload } from '../reach/workload';
import { unseenPods } from './chart';
import type { ArrowKind, NodeKind } from './picture';

/** Tiers from where clients are to what they must not get at directly; behind them what runs the platform. */
const ORDER: readonly (string | undefined)[] = ['edge', 'frontend', 'pipeline', 'api', 'store', 'platform'];

/** What nodes and arrows are in the trust membrane, as the labels of namespaces and pods tell. */
export class Membrane {
  /** Ways into the cluster, by what makes them one. */
  readonly doors: readonly Door[];
  /** Pods of charts, by key and in its order. */
  readonly unseen: ReadonlyMap<string, Workload>;
  private readonly doorKeys: ReadonlySet<string>;
  private readonly gatewayPlaces: ReadonlySet<string>;
  private readonly tiers = new Map<string, string | undefined>();

  /** @param doors those of the objects, if they are known already */
  constructor(
    readonly reachability: Reachability,
    objects: readonly ReachObject[],
    doors: readonly Door[] = doorsOf(objects),
  ) {
    this.doors = [...doors].sort((one, other) => compareText(doorKey(one), doorKey(other)));
    this.doorKeys = new Set(this.doors.map(doorKey));
    this.gatewayPlaces = new Set(this.doors.flatMap(({ kind, object }) => (kind === 'Gateway' ? [object.namespace] : [])));
    this.unseen = new Map(unseenPods(objects).map((pods) => [pods.key, pods]));
  }

  kindOf(key: string): NodeKind {
    if (isOutside(key)) return 'outside';
    if (this.unseen.has(key)) return 'unseen';
    if (!this.reachability.workloads.has(key) && this.doorKeys.has(key)) return 'door';
    // Jobs in the tier of stores work on them, and keep nothing.
    return this.isInStoreTier(key) && !/\/(?:Cron)?Job\//.test(key) ? 'store' : 'workload';
  }

  /** What it means that one may connect to another, or for a way in that it leads there. */
  arrowKind(from: string, to: string): ArrowKind {
    const isDoor = this.kindOf(from) === 'door' || this.kindOf(to) === 'door';
    if (!this.isInStoreTier(to)) return isDoor ? 'door' : 'plain';
    const tier = this.tierAt(from);
    if (tier === 'api') return 'governed';
    return tier === 'store' || this.isWatching(from, to) ? 'plain' : 'ungoverned';
  }

  /** Whether one of the platform reads metrics of another, and no more. */
  isWatching(from: string, to: string): boolean {
    const source = this.workloadAt(from);
    const target = this.workloadAt(to);
    if (source === undefined || target === undefined || this.tierAt(from) !== 'platform') return false;
    return this.reachability.portsBetween(source, target, 'may').difference(metricsPorts(target)).isEmpty;
  }

  /** What the namespace of a node is for. Undefined for the outside, and where nothing tells. */
  tierAt(key: string): string | undefined {
    const namespace = namespaceIn(key);
    if (namespace === undefined) return undefined;
    if (!this.tiers.has(namespace)) this.tiers.set(namespace, this.tierOf(namespace));
    return this.tiers.get(namespace);
  }

  /** From the outside inwards; namespaces that no label tells of come last, by name. */
  compareNamespaces(one: string, other: string): number {
    const rank = (namespace: string): number => {
      const at = ORDER.indexOf(this.tierAt(`${namespace}/`));
      return at < 0 ? ORDER.length : at;
    };
    return rank(one) - rank(other) || compareText(one, other);
  }

  /** Where the platform has a Gateway is the edge. */
  private tierOf(namespace: string): string | undefined {
    const values = this.reachability.namespaces.labelsOf(namespace).at(TIER).values;
    const [tier] = values?.size === 1 ? [...values] : [];
    return tier === 'platform' && this.gatewayPlaces.has(namespace) ? 'edge' : tier;
  }

  /** By where pods are, or by what they say. */
  private isInStoreTier(key: string): boolean {
    return (
      this.tierAt(key) === 'store' || this.workloadAt(key)?.endpoints.some(({ labels }) => labels.at(TIER).values?.has('store')) === true
    );
  }

  private workloadAt(key: string): Workload | undefined {
    return this.reachability.workloads.get(key) ?? this.unseen.get(key);
  }
}

/** Addresses, and where ways in begin, are in no namespace. */
export function isOutside(key: string): boolean {
  return !key.includes('/');
}

export function namespaceIn(key: string): string | undefined {
  return isOutside(key) ? undefined : key.slice(0, key.indexOf('/'));
}

export function doorKey({ object }: Door): string {
  return objectName(object);
}
