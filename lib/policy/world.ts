import { groupBy } from '../manifest/group-by';
import { objectKey } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import type { Unit } from '../manifest/unit';
import { NEWEST_KUBERNETES, Schemas } from '../schema/schemas';

/** An object with where it was found. */
export interface WorldObject {
  readonly manifest: Manifest;
  /** `group/Kind/namespace/name`. */
  readonly key: string;
  /** Path for messages; empty if there is none. */
  readonly file: string;
  /** The file's text; of a file of several documents, all of it. */
  readonly text: string;
  /** The unit that it belongs to; absent for manifests that nobody here wrote. */
  readonly unit?: Unit;
}

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
  readonly objects: readonly Omit<WorldObject, 'key'>[];
}

/** Everything that rules may look at: the objects of one environment, indexed. */
export class World {
  readonly environment: string;
  /** Undefined: whatever is not defined here is taken to be in the cluster. */
  readonly provides: ReadonlySet<string> | undefined;
  readonly purpose: Purpose;
  readonly unknowns: readonly UnknownFact[];
  readonly objects: readonly WorldObject[];
  readonly schemas: Schemas;
  private readonly kinds: ReadonlyMap<string, readonly WorldObject[]>;

  constructor(props: WorldProps) {
    const { environment = '', kubernetes = NEWEST_KUBERNETES, provides, purpose = 'development', unknowns = [], objects } = props;
    this.environment = environment;
    this.provides = provides && new Set(provides);
    this.purpose = purpose;
    this.unknowns = unknowns;
    this.objects = objects.map((object) => ({ ...object, key: objectKey(object.manifest) }));
    this.kinds = groupBy(this.objects, ({ manifest }) => manifest.kind);
    this.schemas = new Schemas(
      kubernetes,
      this.ofKind('CustomResourceDefinition').map(({ manifest }) => manifest),
    );
  }

  ofKind(kind: string): readonly WorldObject[] {
    return this.kinds.get(kind) ?? [];
  }
}
