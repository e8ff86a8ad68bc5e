import { compareText } from '../manifest/order';
import { type Answer, combined, portsThrough } from './answer';
import { ClusterAddresses } from './cluster-addresses';
import type { Endpoint } from './endpoint';
import { Isolations } from './isolations';
import { Namespaces } from './namespaces';
import { Neighbourhood } from './neighbourhood';
import type { Direction } from './network-policy';
import { type OutsidePorts, outsidePorts } from './outside';
import { isOutside, type Neighbour } from './peer-match';
import { type PodClass, podClasses } from './pod-class';
import { Policies } from './policies';
import { PortSet } from './port-set';
import { applied, type ReachProblem, type ReachWorld } from './reach-world';
import { type Side, type SideWorld, sideOf } from './side';
import { type Verdict, verdictOf } from './verdict';
import { undecidedWorkloads, type Workload, workloadProblems, workloadsOf } from './workload';

/** A workload with the ports of a connection to or from it. */
export interface ConnectedWorkload {
  readonly workload: Workload;
  readonly ports: PortSet;
}

/**
 * Who can open a connection to whom, decided from manifests alone.
 * Left out, as it is so or undefined whatever policies say: a workload with itself, the node that a pod runs on (it always gets through),
 * replies, and protocols other than TCP, UDP and SCTP.
 */
export class Reachability implements SideWorld {
  readonly policies: Policies;
  readonly isolations: Isolations;
  readonly namespaces: Namespaces;
  readonly addresses: ClusterAddresses;
  /** By key, in its order. */
  readonly workloads: ReadonlyMap<string, Workload>;
  /** Policies and workloads that the API server would refuse. While there are any, no answer is to be trusted. */
  readonly problems: readonly ReachProblem[];
  /** Objects that change who reaches whom and are not understood. While there are any, no answer is to be trusted. */
  readonly undecided: readonly ReachProblem[];
  /** Made for the first question about connections: whoever only asks what is wrong or undecided needs none. */
  private known: { readonly classes: ReadonlyMap<Endpoint, PodClass>; readonly neighbourhood: Neighbourhood } | undefined;
  private readonly rows: Rows = {
    may: { targetsOf: new Map(), sourcesOf: new Map() },
    must: { targetsOf: new Map(), sourcesOf: new Map() },
  };

  constructor(world: ReachWorld) {
    const objects = applied(world.objects);
    this.policies = new Policies(objects);
    this.isolations = new Isolations(this.policies);
    this.namespaces = new Namespaces(objects);
    this.addresses = new ClusterAddresses(world.ranges);
    this.workloads = workloadsOf(objects);
    this.problems = [...this.policies.problems, ...workloadProblems(objects)];
    this.undecided = [...this.policies.undecided, ...undecidedWorkloads(objects)];
  }

  /** The ports of connections from some pods to others, of the world or imagined. */
  ports(source: Endpoint, target: Endpoint, answer: Answer): PortSet {
    return portsThrough(this.sides(source, target), answer);
  }

  /** The ports of connections from one workload to another, which need not be of the world: any of the pods may, each of them must. */
  portsBetween(source: Workload, target: Workload, answer: Answer): PortSet {
    return combined(
      source.endpoints.flatMap((pods) => target.endpoints.map((other) => this.ports(pods, other, answer))),
      answer,
    );
  }

  /** The workloads that one may, or must, be able to call, by key; itself left out. It need not be one of the world. */
  targetsOf(source: Workload, answer: Answer): ConnectedWorkload[] {
    return this.connected(source, answer, 'targetsOf');
  }

  /** The workloads that may, or must, be able to call one, by key; itself left out. It need not be one of the world. */
  sourcesOf(target: Workload, answer: Answer): ConnectedWorkload[] {
    return this.connected(target, answer, 'sourcesOf');
  }

  /** Addresses outside that may call a workload (Ingress), or be called by it (Egress), in order and cut where the ports change. */
  outsideOf({ endpoints }: Workload, direction: Direction, answer: Answer): OutsidePorts[] {
    return outsidePorts(this, direction, endpoints, answer);
  }

  /** Why there may, or must, be a connection or why not. Addresses are to be one of the ranges that `outsideOf` tells, or a part of it. */
  explain(source: Neighbour, target: Neighbour, answer: Answer): Verdict {
    const sides = this.sides(source, target);
    return verdictOf(answer, portsThrough(sides, answer), sides);
  }

  private get pods(): NonNullable<typeof this.known> {
    if (this.known !== undefined) return this.known;
    const endpoints = [...this.workloads.values()].flatMap((workload) => workload.endpoints);
    const classes = podClasses(endpoints, this.policies, this.namespaces);
    this.known = {
      classes: new Map(classes.flatMap((alike) => alike.endpoints.map((endpoint) => [endpoint, alike] as const))),
      neighbourhood: new Neighbourhood(this, classes),
    };
    return this.known;
  }

  private sides(source: Neighbour, target: Neighbour): Side[] {
    return [
      ...(isOutside(source) ? [] : [sideOf(this, 'Egress', source, target)]),
      ...(isOutside(target) ? [] : [sideOf(this, 'Ingress', target, source)]),
    ];
  }

  private connected(own: Workload, answer: Answer, way: Way): ConnectedWorkload[] {
    const rows = this.classesOf(own).map((pods) => this.row(pods, answer, way));
    const keys = new Set(rows.flatMap((row) => [...row.keys()].flatMap(({ endpoints }) => endpoints.map(({ workload }) => workload))));
    keys.delete(own.key);
    return [...keys].sort(compareText).flatMap((key) => {
      const workload = this.workloads.get(key);
      if (workload === undefined) return [];
      const others = this.classesOf(workload);
      const ports = combined(
        rows.flatMap((row) => others.map((other) => row.get(other) ?? PortSet.none)),
        answer,
      );
      return ports.isEmpty ? [] : [{ workload, ports }];
    });
  }

  /** The classes that one is connected with. Kept where several workloads ask for it. */
  private row(pods: PodClass, answer: Answer, way: Way): ReadonlyMap<PodClass, PortSet> {
    const rows = this.rows[answer][way];
    const kept = rows.get(pods);
    if (kept !== undefined) return kept;
    const row = new Map<PodClass, PortSet>();
    for (const other of this.pods.neighbourhood[way](pods)) {
      const [source, target] = way === 'targetsOf' ? [pods, other] : [other, pods];
      const ports = this.ports(source.endpoint, target.endpoint, answer);
      if (!ports.isEmpty) row.set(other, ports);
    }
    if (pods.endpoints.length > 1) rows.set(pods, row);
    return row;
  }

  private classesOf({ endpoints: [first, ...others] }: Workload): PodClass[] {
    if (first === undefined) return [];
    return others.length === 0 ? [this.classOf(first)] : [...new Set([first, ...others].map((endpoint) => this.classOf(endpoint)))];
  }

  /** Pods that are imagined are a class of their own. */
  private classOf(endpoint: Endpoint): PodClass {
    return this.pods.classes.get(endpoint) ?? { endpoint, endpoints: [endpoint] };
  }
}

/** From which end connections are looked at. */
type Way = 'targetsOf' | 'sourcesOf';

type Rows = Readonly<Record<Answer, Readonly<Record<Way, Map<PodClass, ReadonlyMap<PodClass, PortSet>>>>>>;
