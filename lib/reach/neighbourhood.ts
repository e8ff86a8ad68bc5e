import { groupBy } from '../manifest/group-by';
import { LabelIndex } from './label-index';
import type { LabelSelector } from './label-selector';
import type { LabelSpace } from './label-space';
import type { Direction } from './network-policy';
import type { PodClass } from './pod-class';
import type { PolicyPeer } from './policy-peer';
import type { SideWorld } from './side';

/** Who could be at the other end of a connection: everybody, or those whom some rule speaks of. */
type Neighbours = 'everybody' | ReadonlySet<PodClass>;

/**
 * Which pods are worth asking about. Most pods are closed and let in a few, so that looking these up grows with the connections there are;
 * only who is open to everybody is compared with everybody who is open.
 */
export class Neighbourhood {
  private readonly places: LabelIndex<Place>;
  private readonly placesByName: ReadonlyMap<string, Place>;
  private readonly everywhere: LabelIndex<PodClass>;
  private readonly onNodes: readonly PodClass[];
  private readonly sources = new Map<PodClass, Neighbours>();
  /** Targets by the sources that they speak of. */
  private readonly invitations = new Map<PodClass, PodClass[]>();
  private readonly openTargets: readonly PodClass[];

  constructor(
    private readonly world: SideWorld,
    private readonly classes: readonly PodClass[],
  ) {
    const byNamespace = groupBy(classes, ({ endpoint }) => endpoint.namespace);
    const places = [...byNamespace].map(([name, pods]): Place => ({ name, pods: new LabelIndex(pods, labelsOf) }));
    this.everywhere = new LabelIndex(classes, labelsOf);
    this.places = new LabelIndex(places, ({ name }) => world.namespaces.labelsOf(name));
    this.placesByName = new Map(places.map((place) => [place.name, place]));
    this.onNodes = classes.filter(({ endpoint }) => endpoint.hostNetwork);
    for (const target of classes) this.invite(target);
    this.openTargets = classes.filter((target) => this.sources.get(target) === 'everybody');
  }

  /** Every class that pods of a class might be able to call; all of them for pods that are not among those of the world. */
  targetsOf(source: PodClass): Iterable<PodClass> {
    if (!this.sources.has(source)) return this.classes;
    const targets = this.neighboursOf('Egress', source);
    return targets === 'everybody' ? [...this.openTargets, ...(this.invitations.get(source) ?? [])] : targets;
  }

  /** Every class whose pods might be able to call those of a class; all of them for pods that are not among those of the world. */
  sourcesOf(target: PodClass): Iterable<PodClass> {
    const sources = this.sources.get(target) ?? 'everybody';
    return sources === 'everybody' ? this.classes : sources;
  }

  private invite(target: PodClass): void {
    const sources = this.neighboursOf('Ingress', target);
    this.sources.set(target, sources);
    if (sources === 'everybody') return;
    for (const source of sources) {
      const invited = this.invitations.get(source);
      if (invited === undefined) this.invitations.set(source, [target]);
      else invited.push(target);
    }
  }

  private neighboursOf(direction: Direction, { endpoint }: PodClass): Neighbours {
    const isolations = this.world.isolations.of(direction, endpoint);
    if (endpoint.hostNetwork || isolations.every(({ conditions }) => conditions.length > 0)) return 'everybody';
    const neighbours = new Set(this.onNodes);
    for (const { policy } of isolations) {
      for (const { peers } of policy.rules[direction] ?? []) {
        if (peers === undefined) return 'everybody';
        for (const peer of peers) {
          const matching = this.matching(direction, endpoint.namespace, peer);
          if (matching === 'everybody') return 'everybody';
          for (const pods of matching) for (const neighbour of pods) neighbours.add(neighbour);
        }
      }
    }
    return neighbours;
  }

  /** The classes that a peer speaks of, by namespace. */
  private matching(direction: Direction, namespace: string, peer: PolicyPeer): 'everybody' | Iterable<PodClass>[] {
    if ('addresses' in peer) return this.world.addresses.couldBePods(direction, peer.addresses) ? 'everybody' : [];
    const { pods, namespaces } = peer;
    if (namespaces?.selectsAll) return pods.selectsAll ? 'everybody' : [this.everywhere.select(pods).keys()];
    return this.placesOf(namespace, namespaces).map((place) => place.pods.select(pods).keys());
  }

  private placesOf(namespace: string, selector: LabelSelector | undefined): Place[] {
    const own = this.placesByName.get(namespace);
    return selector === undefined ? (own ? [own] : []) : [...this.places.select(selector).keys()];
  }
}

function labelsOf({ endpoint }: PodClass): LabelSpace {
  return endpoint.labels;
}

/** A namespace with its pods; of those that no policy tells apart, one. */
interface Place {
  readonly name: string;
  readonly pods: LabelIndex<PodClass>;
}
