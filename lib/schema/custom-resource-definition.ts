import type { Manifest } from '../manifest/manifest';
import { valueAt } from '../manifest/manifest';
import type { Schema } from './schema';

/** A structural schema of a CustomResourceDefinition, with the extensions that change what it accepts. */
type OpenApi = Schema & {
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
};

/**
 * The schemas that a CustomResourceDefinition declares, by `apiVersion/Kind`, as strict as the API server's
 * `fieldValidation: Strict`: fields that are not declared and not preserved are unknown.
 * `metadata` is judged by Kubernetes' own ObjectMeta, which the caller's definitions hold.
 */
export function declaredSchemas(definition: Manifest): Map<string, Schema> {
  const group = valueAt(definition, 'spec.group');
  const kind = valueAt(definition, 'spec.names.kind');
  const versions = valueAt(definition, 'spec.versions');
  const schemas = new Map<string, Schema>();
  for (const version of Array.isArray(versions) ? versions : []) {
    const declared = valueAt(version, 'schema.openAPIV3Schema');
    if (typeof declared !== 'object' || declared === null || valueAt(version, 'served') === false) continue;
    const root = strict(declared as OpenApi);
    const properties = {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      ...root.properties,
      metadata: { $ref: '#/definitions/ObjectMeta' },
    };
    schemas.set(`${group}/${valueAt(version, 'name')}/${kind}`, { ...root, properties });
  }
  return schemas;
}

function strict(schema: OpenApi): Schema {
  if (schema['x-kubernetes-int-or-string']) return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  const { properties, items, additionalProperties, ...rest } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-embedded-resource'];
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, strict(child as OpenApi)])),
    }),
    ...(items && { items: strict(items as OpenApi) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: strict(additionalProperties as OpenApi) }),
    ...(schema.type === 'object' && additionalProperties === undefined && { additionalProperties: isOpen === true }),
  };
}
