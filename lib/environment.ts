import { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { KubeObject } from './construct/kube-object';
import { type ManifestConstruct, manifestConstructs, UnitChart } from './construct/unit-chart';
import type { Delivery } from './delivery/delivery';
import { dependencyLeavesUnit, noSchemas, objectOutsideUnits, quotaMissing, synthIsNotForWriting, unitIsEmpty } from './errors';
import { objectKey } from './manifest/identity';
import type { Unit } from './manifest/unit';
import { KUBERNETES_VERSIONS } from './schema/schemas';
import type { Catalogue } from './tenancy/catalogue';
import type { Cluster } from './tenancy/cluster';
import type { Platform } from './tenancy/component';
import type { DataClass } from './tenancy/data-class';
import { type Quota, TrustZone } from './tenancy/trust-zone';

export interface EnvironmentProps {
  /** Canonical id: its folder in `envs` and in `dist`. */
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly cluster: Cluster;
  readonly delivery: Delivery;
  readonly data: DataClass;
  /** What each namespace of the catalogue may take. */
  readonly quotas: Readonly<Record<string, Quota>>;
}

/** The base class of all environments: the trust zones of the catalogue, and whatever a subclass puts into them. */
export abstract class Environment extends App implements Platform {
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly cluster: Cluster;
  readonly delivery: Delivery;
  readonly data: DataClass;

  protected constructor({ name, catalogue, cluster, delivery, data, quotas }: EnvironmentProps) {
    super({ outdir: `dist/${name}` });
    if (!KUBERNETES_VERSIONS.includes(cluster.kubernetes)) throw noSchemas(cluster.name, cluster.kubernetes, KUBERNETES_VERSIONS);
    this.name = name;
    this.catalogue = catalogue;
    this.cluster = cluster;
    this.delivery = delivery;
    this.data = data;

    for (const namespace of Object.keys(catalogue.namespaces)) {
      const quota = quotas[namespace];
      if (quota === undefined) throw quotaMissing(name, namespace);
      new TrustZone(this, namespace, quota);
    }
  }

  /** Everything that the environment holds, delivery not included. */
  units(): Unit[] {
    const charts = this.unitCharts();
    this.refuseWhatNoUnitHolds(charts);
    return charts.map((chart) => chart.toUnit());
  }

  /** The construct that an object comes from, by `group/Kind/namespace/name`; undefined for what the delivery adds. */
  tryFindObject(key: string): ManifestConstruct | undefined {
    const rendered = this.unitCharts().flatMap((chart) => [...chart.rendered()]);
    return rendered.find(([, manifest]) => objectKey(manifest) === key)?.[0];
  }

  /** The construct of a unit, by its folder. */
  tryFindUnit(folder: string): UnitChart | undefined {
    return this.unitCharts().find((chart) => chart.props.folder === folder);
  }

  /** Refused: cdk8s would write unjudged files, and lose some. */
  override synth(): never {
    throw synthIsNotForWriting(this.name);
  }

  /** Nothing vanishes: an object outside every unit, a dependency between units and an empty unit are refused. */
  private refuseWhatNoUnitHolds(charts: readonly UnitChart[]): void {
    const inUnits = new Set<IConstruct>(charts.flatMap((chart) => chart.node.findAll()));
    for (const construct of this.node.findAll()) {
      if (inUnits.has(construct)) continue;
      if (construct instanceof KubeObject || construct instanceof ApiObject) throw objectOutsideUnits(construct.node.path);
      const [target] = construct.node.dependencies;
      if (target) throw dependencyLeavesUnit(construct.node.path, target.node.path);
    }
    const empty = charts.find((chart) => manifestConstructs(chart).length === 0);
    if (empty) throw unitIsEmpty(empty.node.path, empty.props.folder);
  }

  private unitCharts(): UnitChart[] {
    return this.node.findAll().filter((construct): construct is UnitChart => construct instanceof UnitChart);
  }
}
