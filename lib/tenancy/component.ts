import { Construct, type IConstruct } from 'constructs';
import { UnitChart } from '../construct/unit-chart';
import type { Labels } from '../manifest/manifest';
import type { Catalogue, NamespaceEntry, StateClass } from './catalogue';
import type { Cluster } from './cluster';
import { selectorLabels, standardLabels } from './labels';
import type { Endpoint } from './peer';
import type { SmokeCheck } from './smoke-check';
import type { Traits } from './traits';

/** What a component may know of the environment that it stands in. `Environment` is the one implementation. */
export interface Platform extends IConstruct {
  readonly catalogue: Catalogue;
  readonly cluster: Cluster;
  readonly traits: Traits;
}

/** A program of a component: the component's own, or one beside it such as a migration or a backup. */
export interface Part {
  readonly name: string;
  readonly namespace: string;
  /** Labels of its objects and pods. */
  readonly labels: Labels;
  /** Labels that its pods, and no others, are selected by. */
  readonly selector: Labels;
}

/** What an environment's class writes for a component: other components stand for their names. */
export type OverrideObject = Readonly<Record<string, unknown>>;

export interface ComponentProps {
  readonly name: string;
  readonly namespace: string;
  readonly state: StateClass | 'stateless';
  readonly overrides: OverrideObject;
}

/** A base component or a store in one environment. Its construct id is its name in the catalogue. */
export abstract class Component extends Construct implements Part {
  readonly platform: Platform;
  readonly name: string;
  readonly namespace: string;
  readonly state: StateClass | 'stateless';
  /** An edit of these is a promotion of the component; anything else that it is made of is the base. */
  readonly overrides: OverrideObject;
  /** Labels of all its objects. */
  readonly labels: Labels;
  /** What is asked of it once it runs. @default nothing */
  readonly smoke: readonly SmokeCheck[] = [];
  private readonly zone: NamespaceEntry;
  private readonly units = new Map<string, UnitChart>();

  protected constructor(scope: Platform, { name, namespace, state, overrides }: ComponentProps) {
    super(scope, name);
    this.platform = scope;
    this.name = name;
    this.namespace = namespace;
    this.state = state;
    this.overrides = overrides;
    this.zone = scope.catalogue.namespace(namespace);
    const { team, tier } = this.zone;
    this.labels = standardLabels({ component: name, partOf: scope.catalogue.partOf, team, tier, state, data: scope.traits.data });
  }

  /** Labels that its pods are selected by. */
  get selector(): Labels {
    return selectorLabels(this.name);
  }

  /** Its pods, as others reach them. */
  get endpoint(): Endpoint {
    return endpointOf(this);
  }

  /** A second program of the component, with pods of its own. */
  part(name: string): Part {
    const selector = selectorLabels(this.name, name);
    return { name, namespace: this.namespace, labels: { ...this.labels, ...selector }, selector };
  }

  /** What the component runs: synced within the ceiling of its team, or of the data project for stores. */
  get runtime(): UnitChart {
    const { tier, team } = this.zone;
    return tier === 'store' ? this.unit(`stores/${this.name}`, 'data') : this.unit(`workloads/${this.name}`, team);
  }

  /** Whom the component reaches and who reaches it: synced within a ceiling that its team cannot deploy to. */
  get policies(): UnitChart {
    return this.unit(`policies/${this.name}`, 'security');
  }

  private unit(folder: string, project: string): UnitChart {
    const known = this.units.get(folder);
    if (known !== undefined) return known;
    const unit = new UnitChart(this, { folder, component: this.name, project, namespace: this.namespace });
    this.units.set(folder, unit);
    return unit;
  }
}

/** The pods of a part, as network policies select them. */
export function endpointOf({ name, namespace, selector }: Part): Endpoint {
  return { name, namespace, labels: selector };
}
