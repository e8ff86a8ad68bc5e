import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { dependencyCircle, dependencyLeavesUnit, fieldsAreNotPlain, objectIsNameless } from '../errors';
import type { Manifest } from '../manifest/manifest';
import { plainJsonProblems, valueAt } from '../manifest/manifest';
import { SYNC_WAVE, wavesFrom } from '../manifest/order';
import type { Unit } from '../manifest/unit';
import { KubeObject } from './kube-object';

export type UnitChartProps = Omit<Unit, 'manifests'>;

/** A construct that becomes one manifest: ours, or a stock one of cdk8s. */
export type ManifestConstruct = KubeObject | ApiObject;

/** The objects that one component keeps in one folder. Its construct id is the folder. */
export class UnitChart extends Chart {
  /** cdk8s takes every chart for an instance of every class of charts. */
  static override [Symbol.hasInstance](value: unknown): value is UnitChart {
    return Object.prototype.isPrototypeOf.call(UnitChart.prototype, value as object);
  }

  readonly props: UnitChartProps;

  constructor(scope: Construct, props: UnitChartProps) {
    super(scope, props.folder.replaceAll('/', '-'));
    this.props = props;
  }

  /**
   * The unit as a value. `a.addDependency(b)` inside a unit becomes sync waves.
   * @throws a dependency on something outside the unit, or in a circle: between Applications nothing may depend on order
   */
  toUnit(): Unit {
    return { ...this.props, manifests: [...this.rendered().values()] };
  }

  /** The objects of the unit with the manifests that they become. */
  rendered(): Map<ManifestConstruct, Manifest> {
    const constructs = this.node.findAll();
    const objects = constructs.filter(isManifestConstruct);
    const waves = wavesOf(constructs, objects);
    return new Map(objects.map((object) => [object, inWave(render(object), waves.get(object) ?? 0)]));
  }
}

/** The constructs below one that become manifests. */
export function manifestConstructs(construct: IConstruct): ManifestConstruct[] {
  return construct.node.findAll().filter(isManifestConstruct);
}

function isManifestConstruct(construct: IConstruct): construct is ManifestConstruct {
  return construct instanceof KubeObject || construct instanceof ApiObject;
}

/** @throws an object without type or name, and every field that a manifest cannot carry */
function render(object: ManifestConstruct): Manifest {
  const json = object instanceof KubeObject ? object.manifest : (object.toJson() as Manifest);
  const nameless = ['apiVersion', 'kind', 'metadata.name'].find((field) => typeof valueAt(json, field) !== 'string');
  if (nameless !== undefined) throw objectIsNameless(object.node.path, nameless);
  const problems = plainJsonProblems(json);
  if (problems.length > 0) throw fieldsAreNotPlain(object.node.path, json.kind, problems);
  return json;
}

/** A dependency of a construct, the unit itself included, is one of all objects below it. */
function wavesOf(constructs: readonly IConstruct[], objects: readonly ManifestConstruct[]): Map<ManifestConstruct, number> {
  const own = new Set(objects);
  const dependencies = new Map<ManifestConstruct, ManifestConstruct[]>();
  for (const construct of constructs) {
    if (construct.node.dependencies.length === 0) continue;
    const prerequisites = construct.node.dependencies.flatMap(manifestConstructs);
    const foreign = prerequisites.find((prerequisite) => !own.has(prerequisite));
    if (foreign) throw dependencyLeavesUnit(construct.node.path, foreign.node.path);
    for (const object of manifestConstructs(construct)) dependencies.set(object, [...(dependencies.get(object) ?? []), ...prerequisites]);
  }
  const result = wavesFrom(dependencies);
  if ('circle' in result) throw dependencyCircle(result.circle.map((object) => object.node.path));
  return result.waves;
}

function inWave(manifest: Manifest, wave: number): Manifest {
  if (wave === 0) return manifest;
  const annotations = { ...manifest.metadata.annotations, [SYNC_WAVE]: String(wave) };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
