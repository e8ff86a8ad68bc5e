import { nearest } from '../nearest';
import type { Definitions, Schema } from './schema';

/** What a schema knows of a field, wherever an object has it. */
export type FieldKnowledge =
  | {
      readonly status: 'known';
      /** `PodSpec#dnsPolicy`, where the field belongs to a type that others share. */
      readonly owner?: string;
      /** Of a definition that says so itself. */
      readonly default?: unknown;
    }
  | { readonly status: 'unknown'; readonly step: number; readonly didYouMean?: string; readonly known: readonly string[] };

/** Follows a path through a schema. A step into a list takes any index or name. */
export function fieldIn(schema: Schema, definitions: Definitions, steps: readonly (string | number)[]): FieldKnowledge {
  let at = named(schema, definitions);
  let owner: string | undefined;
  for (const [index, step] of steps.entries()) {
    const { properties = {}, additionalProperties, items } = at.schema;
    if (items !== undefined) {
      at = named(items, definitions);
      owner = undefined;
      continue;
    }
    const key = String(step);
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known !== undefined) {
      owner = at.name === undefined ? undefined : `${at.name}#${key}`;
      at = named(known, definitions);
      continue;
    }
    const isOpen = additionalProperties === undefined && Object.keys(properties).length === 0 && !isScalar(at.schema);
    if (additionalProperties === true || isOpen) return { status: 'known' };
    if (typeof additionalProperties !== 'object') {
      const names = Object.keys(properties);
      const best = nearest(key, names);
      return { status: 'unknown', step: index, ...(best !== undefined && { didYouMean: best }), known: names };
    }
    at = named(additionalProperties, definitions);
    owner = undefined;
  }
  return { status: 'known', ...(owner !== undefined && { owner }), ...('default' in at.schema && { default: at.schema.default }) };
}

/** The schema behind references, and the last type that was named on the way. */
function named(reference: Schema, definitions: Definitions): { readonly schema: Schema; readonly name?: string } {
  let [schema, name]: [Schema, string | undefined] = [reference, undefined];
  while (schema.$ref !== undefined) {
    name = schema.$ref.slice('#/definitions/'.length);
    schema = definitions[name] as Schema;
  }
  return name === undefined ? { schema } : { schema, name };
}

function isScalar({ type, anyOf, enum: choices }: Schema): boolean {
  return choices !== undefined || anyOf?.every(isScalar) === true || (type !== undefined && type !== 'object' && type !== 'array');
}
