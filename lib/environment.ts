import { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AddOn } from './addon/add-on';
import { Admission } from './admission/admission';
import { KubeObject } from './construct/kube-object';
import { type ManifestConstruct, manifestConstructs, UnitChart } from './construct/unit-chart';
import type { Delivery } from './delivery/delivery';
import {
  badEnvironmentName,
  dependencyLeavesUnit,
  noSchemas,
  objectOutsideUnits,
  quotaMissing,
  secretNotDecrypted,
  standInsOutsideDevelopment,
  synthIsNotForWriting,
  unitIsEmpty,
} from './errors';
import { objectKey } from './manifest/identity';
import { dnsLabelProblem } from './manifest/name';
import type { Unit } from './manifest/unit';
import { rules } from './policy/catalogue';
import type { DataApproval } from './policy/platform-facts';
import type { Waiver } from './policy/waiver';
import type { Release } from './release/release';
import { KUBERNETES_VERSIONS } from './schema/schemas';
import type { Catalogue } from './tenancy/catalogue';
import type { Cluster } from './tenancy/cluster';
import { Component, type OverrideObject, type Platform } from './tenancy/component';
import { Unknown } from './tenancy/fact';
import { Secret } from './tenancy/secret';
import type { SecretRef } from './tenancy/secret-ref';
import { TeamAccess } from './tenancy/team-access';
import type { Traits } from './tenancy/traits';
import { type Quota, TrustZone } from './tenancy/trust-zone';

export interface EnvironmentProps extends Traits {
  /** Canonical id: its folder in `envs` and in `dist`. */
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly cluster: Cluster;
  readonly delivery: Delivery;
  /** What each namespace of the catalogue may take. */
  readonly quotas: Readonly<Record<string, Quota>>;
  /** Findings that somebody answers for. @default none */
  readonly waivers?: readonly Waiver[];
  /** Permissions to hold data of another class than the environment's. @default none */
  readonly approvals?: readonly DataApproval[];
}

/** The base class of all environments: trust zones and people's access to them, and whatever a subclass puts into them. */
export abstract class Environment extends App implements Platform {
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly cluster: Cluster;
  readonly delivery: Delivery;
  readonly traits: Traits;
  readonly waivers: readonly Waiver[];
  readonly approvals: readonly DataApproval[];

  protected constructor({ name, catalogue, cluster, delivery, quotas, waivers = [], approvals = [], ...traits }: EnvironmentProps) {
    super({ outdir: `dist/${name}` });
    const problem = dnsLabelProblem(name);
    if (problem !== undefined) throw badEnvironmentName(problem);
    if (!KUBERNETES_VERSIONS.includes(cluster.kubernetes)) throw noSchemas(cluster.name, cluster.kubernetes, KUBERNETES_VERSIONS);
    if (traits.programs === 'stand-ins' && traits.purpose !== 'development') throw standInsOutsideDevelopment(name, traits.purpose);
    this.name = name;
    this.catalogue = catalogue;
    this.cluster = cluster;
    this.delivery = delivery;
    this.traits = traits;
    this.waivers = waivers;
    this.approvals = approvals;

    for (const [namespace, zone] of Object.entries(catalogue.namespaces)) {
      const quota = quotas[namespace];
      if (quota === undefined) throw quotaMissing(name, namespace);
      new TrustZone(this, { ...zone, name: namespace, quota });
    }
    new TeamAccess(this);
    new Admission(this, rules);
  }

  /** Everything that the environment holds, delivery not included. */
  units(): Unit[] {
    const constructs = this.node.findAll();
    const charts = constructs.filter((construct): construct is UnitChart => construct instanceof UnitChart);
    this.refuseWhatNoUnitHolds(constructs, charts);
    this.refuseWhatNobodyDecrypts(secretsAmong(constructs));
    return charts.map((chart) => chart.toUnit());
  }

  /** API groups of custom resources that the cluster has, or that an add-on defines. */
  provides(): string[] {
    const addOns = this.node.children.filter((construct): construct is AddOn => construct instanceof AddOn);
    return [...this.cluster.provides, ...addOns.flatMap(({ footprint }) => footprint.defines ?? [])];
  }

  /** What the class writes for each base component and store, by component. */
  overrides(): Map<string, OverrideObject> {
    const components = this.node.children.filter((construct): construct is Component => construct instanceof Component);
    return new Map(components.map(({ name, overrides }) => [name, overrides]));
  }

  /** What it runs, by component. */
  releases(): Map<string, Release> {
    return new Map([...this.overrides()].flatMap(([name, { release }]) => (release === undefined ? [] : [[name, release as Release]])));
  }

  /** Every Secret that something refers to, wherever its values are. */
  secrets(): SecretRef[] {
    return [...secretsAmong(this.node.findAll()), ...this.delivery.secrets];
  }

  /** Facts of the cluster that nobody has confirmed, by field. */
  unknowns(): { readonly field: string; readonly unknown: Unknown }[] {
    const facts = { ...this.cluster.operations, backup: this.cluster.backup };
    return Object.entries(facts).flatMap(([field, fact]) => (fact instanceof Unknown ? [{ field, unknown: fact }] : []));
  }

  /** The construct that an object comes from, by `group/Kind/namespace/name`; undefined for what the delivery adds. */
  tryFindObject(key: string): ManifestConstruct | undefined {
    const rendered = this.unitCharts().flatMap((chart) => [...chart.rendered()]);
    return rendered.find(([, manifest]) => objectKey(manifest) === key)?.[0];
  }

  /** The construct of a unit, by its folder. */
  tryFindUnit(folder: string): UnitChart | undefined {
    return this.unitsIn(folder)[0];
  }

  /** The constructs that make a folder: several where components add to one, such as what observes them. */
  unitsIn(folder: string): UnitChart[] {
    return this.unitCharts().filter((chart) => chart.props.folder === folder);
  }

  /** Refused: cdk8s would write unjudged files, and lose some. */
  override synth(): never {
    throw synthIsNotForWriting(this.name);
  }

  /** Nothing vanishes: an object outside every unit, a dependency between units and an empty unit are refused. */
  private refuseWhatNoUnitHolds(constructs: readonly IConstruct[], charts: readonly UnitChart[]): void {
    const inUnits = new Set<IConstruct>(charts.flatMap((chart) => chart.node.findAll()));
    for (const construct of constructs) {
      if (inUnits.has(construct)) continue;
      if (construct instanceof KubeObject || construct instanceof ApiObject) throw objectOutsideUnits(construct.node.path);
      const [target] = construct.node.dependencies;
      if (target) throw dependencyLeavesUnit(construct.node.path, target.node.path);
    }
    const empty = charts.find((chart) => chart.props.chart === undefined && manifestConstructs(chart).length === 0);
    if (empty) throw unitIsEmpty(empty.node.path, empty.props.folder);
  }

  private refuseWhatNobodyDecrypts(secrets: readonly SecretRef[]): void {
    const { decryptsSops, engine } = this.delivery;
    const encrypted = [...secrets, ...this.delivery.secrets].find(({ kind }) => kind === 'sops');
    if (encrypted !== undefined && !decryptsSops) {
      throw secretNotDecrypted(this.name, `${encrypted.namespace}/${encrypted.name}`, engine);
    }
  }

  private unitCharts(): UnitChart[] {
    return this.node.findAll().filter((construct): construct is UnitChart => construct instanceof UnitChart);
  }
}

function secretsAmong(constructs: readonly IConstruct[]): SecretRef[] {
  return constructs.flatMap((construct) => (construct instanceof Secret ? [construct.secret] : []));
}
