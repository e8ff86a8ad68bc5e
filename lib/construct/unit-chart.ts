import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { dependencyCircle, dependencyLeavesUnit, fieldsAreNotPlain } from '../errors';
import type { Manifest } from '../manifest/manifest';
import { plainJsonProblems } from '../manifest/manifest';
import { SYNC_WAVE, wavesFrom } from '../manifest/order';
import type { Unit } from '../manifest/unit';

export type UnitChartProps = Omit<Unit, 'manifests'>;

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
  rendered(): Map<ApiObject, Manifest> {
    const objects = this.node.findAll().filter((construct): construct is ApiObject => construct instanceof ApiObject);
    const waves = wavesOf(objects);
    return new Map(objects.map((object) => [object, inWave(render(object), waves.get(object) ?? 0)]));
  }
}

/** @throws every field of the object that a manifest cannot carry */
function render(object: ApiObject): Manifest {
  const json: unknown = object.toJson();
  const problems = plainJsonProblems(json);
  if (problems.length > 0) throw fieldsAreNotPlain(object.node.path, object.kind, problems);
  return json as Manifest;
}

function wavesOf(objects: readonly ApiObject[]): Map<ApiObject, number> {
  const dependencies = new Map<ApiObject, readonly ApiObject[]>();
  for (const object of objects) {
    const prerequisites = object.node.dependencies.flatMap((construct) => objectsOf(construct));
    const foreign = prerequisites.find((prerequisite) => !objects.includes(prerequisite));
    if (foreign) throw dependencyLeavesUnit(object.node.path, foreign.node.path);
    if (prerequisites.length > 0) dependencies.set(object, prerequisites);
  }
  const result = wavesFrom(dependencies);
  if ('circle' in result) throw dependencyCircle(result.circle.map((object) => object.node.path));
  return result.waves;
}

function objectsOf(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter((found): found is ApiObject => found instanceof ApiObject);
}

function inWave(manifest: Manifest, wave: number): Manifest {
  if (wave === 0) return manifest;
  const annotations = { ...manifest.metadata.annotations, [SYNC_WAVE]: String(wave) };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
