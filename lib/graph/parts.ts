import { textAt } from '../manifest/fields';
import { valueAt } from '../manifest/manifest';
import { topFolder } from '../manifest/unit';
import type { World } from '../policy/world';
import type { WorldObject } from '../policy/world-object';
import { type NodeKind, nodeId } from './graph';

/** Begin of the names of what brings namespaces. */
const ZONE = 'namespace-';

/** Which node of the graph an object belongs to. */
export class Parts {
  private readonly ids: ReadonlyMap<string, string>;

  constructor(private readonly world: World) {
    const components = new Map<string, WorldObject[]>();
    for (const object of world.objects) {
      if (object.unit === undefined) continue;
      const own = components.get(object.unit.component);
      if (own === undefined) components.set(object.unit.component, [object]);
      else own.push(object);
    }
    this.ids = new Map([...components].map(([component, objects]) => [component, this.idOf(component, objects)]));
  }

  /** Everything that has objects. */
  all(): Iterable<string> {
    return this.ids.values();
  }

  /** Undefined for an object that nobody here wrote. */
  of({ unit }: Pick<WorldObject, 'unit'>): string | undefined {
    return unit && this.ids.get(unit.component);
  }

  /** The node of a component or store by its name in the catalogue; undefined if the environment has nothing of it. */
  named(component: string): string | undefined {
    return this.ids.get(component);
  }

  private idOf(component: string, objects: readonly WorldObject[]): string {
    const namespace = objects.find(({ manifest, unit }) => manifest.kind === 'Namespace' && unit?.folder.startsWith('namespaces/'));
    if (namespace !== undefined) return nodeId('namespace', namespace.manifest.metadata.name);
    if (component.startsWith(ZONE)) return nodeId('namespace', component.slice(ZONE.length));
    return nodeId(this.kindOf(component, objects), component);
  }

  private kindOf(component: string, objects: readonly WorldObject[]): NodeKind {
    const { stores = {}, components = {} } = this.world.facts ?? {};
    const isIn = (folder: string): boolean => objects.some(({ unit }) => unit !== undefined && topFolder(unit) === folder);
    if (Object.hasOwn(stores, component) || isIn('stores')) return 'store';
    if (Object.hasOwn(components, component) || isIn('workloads')) return 'component';
    return objects.some(({ manifest }) => chartOf(manifest) !== undefined) ? 'add-on' : 'platform';
  }
}

/** The chart that an Application brings. */
export function chartOf(manifest: WorldObject['manifest']): string | undefined {
  return manifest.kind === 'Application' ? textAt(valueAt(manifest, 'spec.source'), 'chart') : undefined;
}

/** `Deployment kfm-api/kfm-api`, with what of it is meant before it. */
export function spokenPlace({ file }: WorldObject, field = ''): string {
  return [file, field].filter(Boolean).join(' ');
}
