import { Construct, type IConstruct } from 'constructs';
import { UnitChart } from '../construct/unit-chart';
import { settingIsTaken } from '../errors';
import type { Labels } from '../manifest/manifest';
import type { Catalogue, NamespaceEntry, StateClass } from './catalogue';
import type { Cluster } from './cluster';
import type { DataClass } from './data-class';
import { selectorLabels, standardLabels } from './labels';

/** What a component may know of the environment that it stands in. `Environment` is the one implementation. */
export interface Platform extends IConstruct {
  readonly catalogue: Catalogue;
  readonly cluster: Cluster;
  readonly data: DataClass;
}

/** A base component or a store in one environment. Its construct id is its name in the catalogue. */
export abstract class Component extends Construct {
  readonly platform: Platform;
  readonly namespace: string;
  /** Labels of all its objects. */
  readonly labels: Labels;
  private readonly zone: NamespaceEntry;

  protected constructor(
    scope: Platform,
    readonly name: string,
    namespace: string,
    state: StateClass | 'stateless',
  ) {
    super(scope, name);
    this.platform = scope;
    this.namespace = namespace;
    this.zone = scope.catalogue.namespace(namespace);
    const { team, tier } = this.zone;
    this.labels = standardLabels({ component: name, partOf: scope.catalogue.partOf, team, tier, state, data: scope.data });
  }

  /** Labels that its pods are selected by. */
  get selector(): Labels {
    return selectorLabels(this.name);
  }

  /** Metadata of an object of the component: its own name unless another is given. */
  protected metadata(name: string = this.name): { name: string; namespace: string; labels: Labels } {
    return { name, namespace: this.namespace, labels: this.labels };
  }

  /** The configuration of the class and what the component sets itself. @throws a name that both set */
  protected variables<Own>(
    configuration: Readonly<Record<string, string>> | undefined,
    own: Readonly<Record<string, Own>>,
  ): Record<string, string | Own> {
    const taken = Object.keys(configuration ?? {}).find((name) => Object.hasOwn(own, name));
    if (taken !== undefined) throw settingIsTaken(this.node.path, taken);
    return { ...configuration, ...own };
  }

  /** What the component runs: synced within the ceiling of its team, or of the data project for stores. */
  protected runtimeUnit(): UnitChart {
    const folder = this.zone.tier === 'store' ? 'stores' : 'workloads';
    return this.unit(`${folder}/${this.name}`, this.zone.tier === 'store' ? 'data' : this.zone.team);
  }

  /** Whom the component reaches: synced within a ceiling that its team cannot deploy to. */
  protected policyUnit(): UnitChart {
    return this.unit(`policies/${this.name}`, 'security');
  }

  private unit(folder: string, project: string): UnitChart {
    return new UnitChart(this, { folder, component: this.name, project, namespace: this.namespace });
  }
}
