import { groupBy } from '../manifest/group-by';
import { isClusterScoped, objectKey, typeOf } from '../manifest/identity';
import { type Labels, valueAt } from '../manifest/manifest';
import { NEWEST_KUBERNETES, Schemas } from '../schema/schemas';
import type { PlatformFacts } from './platform-facts';
import { type PodView, podView } from './pod-view';
import type { WorldObject } from './world-object';

/** A fact of the environment that nobody has confirmed. */
export interface UnknownFact {
  readonly field: string;
  readonly why: string;
  readonly ask: string;
}

/** What depends on the environment. */
export type Purpose = 'development' | 'rehearsal' | 'production';

export interface WorldProps {
  /** @default none */
  readonly environment?: string;
  /** @default the newest that there are schemas for */
  readonly kubernetes?: string;
  /** Groups of custom resources whose definitions are in the cluster already. @default all */
  readonly provides?: readonly string[];
  /** @default development: manifests that nobody here wrote are held to no higher standard */
  readonly purpose?: Purpose;
  /** @default none */
  readonly unknowns?: readonly UnknownFact[];
  /** @default none: rules that need them have nothing to say */
  readonly facts?: PlatformFacts;
  readonly objects: readonly Omit<WorldObject, 'key'>[];
}

/** Everything that rules may look at: the objects of one environment, indexed. */
export class World {
  readonly environment: string;
  /** Version of the API server, `1.34`. */
  readonly kubernetes: string;
  /** Undefined: whatever is not defined here is taken to be in the cluster. */
  readonly provides: ReadonlySet<string> | undefined;
  readonly purpose: Purpose;
  readonly unknowns: readonly UnknownFact[];
  /** Undefined for manifests that nobody here wrote. */
  readonly facts: PlatformFacts | undefined;
  readonly objects: readonly WorldObject[];
  /** Everything that describes pods, of every kind, in the order of the objects. */
  readonly pods: readonly PodView[];
  readonly schemas: Schemas;
  private readonly kinds: ReadonlyMap<string, readonly WorldObject[]>;
  private readonly types: ReadonlyMap<string, readonly WorldObject[]>;
  private readonly podsByObject: ReadonlyMap<WorldObject, PodView>;
  private readonly places: ReadonlyMap<string, WorldObject>;

  constructor(props: WorldProps) {
    const { environment = '', kubernetes = NEWEST_KUBERNETES, provides, purpose = 'development', unknowns = [], facts, objects } = props;
    this.environment = environment;
    this.kubernetes = kubernetes;
    this.provides = provides && new Set(provides);
    this.purpose = purpose;
    this.unknowns = unknowns;
    this.facts = facts;
    this.objects = objects.map((object) => ({ ...object, key: objectKey(object.manifest) }));
    this.kinds = groupBy(this.objects, ({ manifest }) => manifest.kind);
    this.types = groupBy(this.objects, ({ manifest }) => typeOf(manifest));
    this.places = new Map(
      this.objects.map((object) => [placeOf(typeOf(object.manifest), this.namespaceOf(object), nameOf(object)), object]),
    );
    this.pods = this.objects.flatMap((object) => podView(object, this.namespaceOf(object)) ?? []);
    this.podsByObject = new Map(this.pods.map((pod) => [pod.object, pod]));
    this.schemas = new Schemas(
      kubernetes,
      this.ofKind('CustomResourceDefinition').map(({ manifest }) => manifest),
    );
  }

  /** Objects of a kind, of whatever group. */
  ofKind(kind: string): readonly WorldObject[] {
    return this.kinds.get(kind) ?? [];
  }

  /** Objects of a group and kind: `apps/Deployment`, `/Service`. */
  ofType(type: string): readonly WorldObject[] {
    return this.types.get(type) ?? [];
  }

  /** An object by group and kind, the namespace it lands in (empty for cluster-scoped ones) and name. */
  tryFind(type: string, namespace: string, name: string): WorldObject | undefined {
    return this.places.get(placeOf(type, namespace, name));
  }

  /** The pods that an object describes, if it does. */
  tryPods(object: WorldObject): PodView | undefined {
    return this.podsByObject.get(object);
  }

  /** Where an object lands: what it leaves out Argo CD fills in with its Application's destination. Empty if cluster-scoped, or if nothing tells. */
  namespaceOf({ manifest, unit }: Omit<WorldObject, 'key'>): string {
    return isClusterScoped(manifest) ? '' : (manifest.metadata.namespace ?? unit?.namespace ?? '');
  }

  /** Labels of a namespace as policies select it by; undefined if it is not among the objects, so that they are not known. */
  labelsOfNamespace(name: string): Labels | undefined {
    const found = this.tryFind('/Namespace', '', name);
    if (found === undefined) return undefined;
    return { ...(valueAt(found.manifest, 'metadata.labels') as Labels | undefined), 'kubernetes.io/metadata.name': name };
  }
}

function placeOf(type: string, namespace: string, name: string): string {
  return `${type}\0${namespace}\0${name}`;
}

function nameOf({ manifest }: Pick<WorldObject, 'manifest'>): string {
  return String(manifest.metadata.name);
}
