import { typeOf } from '../manifest/identity';
import { isMapping, ownValue } from '../manifest/manifest';
import { LabelSpace } from './label-space';
import type { ReachObject } from './reach-world';
import { ValueSet } from './value-set';

/** The label that the API server puts on every Namespace: its name. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** What is known of the labels of namespaces. */
export class Namespaces {
  private readonly spaces = new Map<string, LabelSpace>();

  constructor(objects: readonly ReachObject[]) {
    for (const { manifest } of objects) {
      if (manifest.kind !== 'Namespace' || typeOf(manifest) !== '/Namespace') continue;
      const name = String(manifest.metadata.name);
      this.spaces.set(name, named(LabelSpace.of(labelsIn(manifest.metadata.labels)), name));
    }
  }

  /** Of a namespace that is not among the objects but its name is known, and not even that where nothing tells which one it is. */
  labelsOf(name: string): LabelSpace {
    const known = this.spaces.get(name);
    if (known !== undefined) return known;
    const labels = named(LabelSpace.free, name);
    this.spaces.set(name, labels);
    return labels;
  }
}

function named(labels: LabelSpace, name: string): LabelSpace {
  return labels.with(NAMESPACE_NAME, name === '' ? ValueSet.present : ValueSet.oneOf([name]));
}

/** The labels that metadata has. A value that is no text is one that nobody knows. */
export function labelsIn(value: unknown): (readonly [string, ValueSet])[] {
  if (!isMapping(value)) return [];
  return Object.keys(value).map((key) => {
    const text = ownValue(value, key);
    return [key, typeof text === 'string' ? ValueSet.oneOf([text]) : ValueSet.anything];
  });
}
