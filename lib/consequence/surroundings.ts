import { groupBy } from '../manifest/group-by';
import { objectKey } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import { podSpec } from '../manifest/pod-template';
import { applicationOf, isApplication } from './application';
import type { ChangedObject } from './changed-object';
import { type Reading, readings } from './pod-template';

/** A workload that reads something. */
export interface Reader {
  readonly manifest: Manifest;
  readonly how: readonly Reading[];
}

/** What a change happens in: the rest of the environment, read only when somebody asks for it. */
export class Surroundings {
  readonly #changes: ReadonlyMap<string, ChangedObject>;
  readonly #environment: string;
  readonly #read: () => readonly Manifest[];
  #objects: readonly Manifest[] | undefined;
  #keys: ReadonlySet<string> | undefined;
  #namespaces: ReadonlyMap<string | undefined, readonly Manifest[]> | undefined;
  readonly #answers = new Map<string, unknown>();

  constructor(environment: string, changes: readonly ChangedObject[], after: () => readonly Manifest[]) {
    this.#environment = environment;
    this.#changes = new Map(changes.map((change) => [change.key, change]));
    this.#read = after;
  }

  /** Everything that the environment holds afterwards. */
  get after(): readonly Manifest[] {
    this.#objects ??= this.#read();
    return this.#objects;
  }

  /** Whether an object is there afterwards, in whatever file. */
  holds(key: string): boolean {
    this.#keys ??= new Set(this.after.map(objectKey));
    return this.#keys.has(key);
  }

  /** An object as it is afterwards; undefined if it is gone. */
  afterwards(manifest: Manifest): Manifest | undefined {
    const key = objectKey(manifest);
    return this.holds(key) ? this.after.find((object) => objectKey(object) === key) : undefined;
  }

  /** The change of an object; undefined if it stays as it is. */
  changeFor(manifest: Manifest): ChangedObject | undefined {
    return this.#changes.get(objectKey(manifest));
  }

  /** An object of the same kind and name that came into another namespace, or under another group of the API. */
  successorOf({ kind, metadata }: Manifest): Manifest | undefined {
    const arrivals = this.once('arrivals', () =>
      [...this.#changes.values()].flatMap(({ before, after }) => (before ? [] : (after?.manifest ?? []))),
    );
    return arrivals.find((arrival) => arrival.kind === kind && arrival.metadata.name === metadata.name);
  }

  /** The objects of a namespace afterwards. */
  in(namespace: string | undefined): readonly Manifest[] {
    this.#namespaces ??= groupBy(this.after, ({ metadata }) => metadata.namespace);
    return this.#namespaces.get(namespace) ?? [];
  }

  /** The answer to a question that many objects ask, found once. */
  once<Answer>(question: string, answer: () => Answer): Answer {
    if (!this.#answers.has(question)) this.#answers.set(question, answer());
    return this.#answers.get(question) as Answer;
  }

  /** Workloads whose pods read a ConfigMap or a Secret afterwards. */
  readersOf(kind: 'ConfigMap' | 'Secret', namespace: string | undefined, name: string): Reader[] {
    const workloads = this.once(`workloads in ${namespace}`, () =>
      this.in(namespace).flatMap((manifest) => {
        const spec = podSpec(manifest);
        return spec === undefined ? [] : [{ manifest, spec }];
      }),
    );
    return workloads.flatMap(({ manifest, spec }) => {
      const how = readings(spec, kind, name);
      return how.length === 0 ? [] : [{ manifest, how }];
    });
  }

  /** The Application that syncs a file afterwards. */
  applicationOf(path: string): Manifest | undefined {
    return this.#owner(path, this.after.filter(isApplication));
  }

  /** The Application that synced a file so far. */
  formerApplicationOf(path: string): Manifest | undefined {
    const unchanged = this.after.filter((manifest) => isApplication(manifest) && !this.#changes.has(objectKey(manifest)));
    const changed = [...this.#changes.values()].flatMap(({ before }) =>
      before && isApplication(before.manifest) ? [before.manifest] : [],
    );
    return this.#owner(path, [...unchanged, ...changed]);
  }

  #owner(path: string, applications: readonly Manifest[]): Manifest | undefined {
    return applicationOf(`dist/${this.#environment}/${path}`, applications);
  }
}
