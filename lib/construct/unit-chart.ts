import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { dependencyCircle, dependencyLeavesUnit, fieldsAreNotPlain } from '../errors';
import type { Manifest } from '../manifest/manifest';
import { plainJsonProblems } from '../manifest/manifest';
import { SYNC_WAVE, wavesFrom } from '../manifest/order';
import type { Unit } from '../manifest/unit';
import { KubeObject } from './kube-object';

export type UnitChartProps = Omit<Unit, 'manifests'>;

/** A construct that becomes one manifest: ours, or a stock one of cdk8s. */
export type ManifestConstruct = KubeObject | ApiObject;

/** The objects that one component keeps in one folder. Its construct id is the folder. */
export class UnitChart extends Chart {
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
    const objects = manifestConstructs(this);
    const waves = wavesOf(objects);
    return new Map(objects.map((object) => [object, inWave(render(object), waves.get(object) ?? 0)]));
  }
}

function manifestConstructs(construct: IConstruct): ManifestConstruct[] {
  return construct.node.findAll().filter((found): found is ManifestConstruct => found instanceof KubeObject || found instanceof ApiObject);
}

/** @throws every field of the object that a manifest cannot carry */
function render(object: ManifestConstruct): Manifest {
  const json = object instanceof KubeObject ? object.manifest : (object.toJson() as Manifest);
  const problems = plainJsonProblems(json);
  if (problems.length > 0) throw fieldsAreNotPlain(object.node.path, json.kind, problems);
  return json;
}

function wavesOf(objects: readonly ManifestConstruct[]): Map<ManifestConstruct, number> {
  const dependencies = new Map<ManifestConstruct, readonly ManifestConstruct[]>();
  for (const object of objects) {
    const prerequisites = object.node.dependencies.flatMap(manifestConstructs);
    const foreign = prerequisites.find((prerequisite) => !objects.includes(prerequisite));
    if (foreign) throw dependencyLeavesUnit(object.node.path, foreign.node.path);
    if (prerequisites.length > 0) dependencies.set(object, prerequisites);
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
