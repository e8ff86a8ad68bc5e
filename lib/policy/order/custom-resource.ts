import { groupOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import { compareInApplication } from '../../manifest/order';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const customResource: Rule = {
  id: 'order/custom-resource',
  title: 'Every custom resource has its definition, applied before it',
  severity: 'error',
  rationale:
    'Without the definition a sync fails before it applies anything; inside one Application the definition must come first (Argo CD: sync phases and waves).',
  requirements: ['D22'],
  fix: 'deliver the CustomResourceDefinition, or list its group under provides in envs/clusters.ts if the cluster has it',
  *check(world) {
    const definitions = definitionsByType(world);
    for (const object of world.objects) {
      const { apiVersion, kind } = object.manifest;
      const group = groupOf(apiVersion);
      if (world.schemas.isBuiltIn(object.manifest)) continue;
      const definition = definitions.get(`${group}/${kind}`);
      if (definition === undefined) {
        if (world.provides !== undefined && !world.provides.has(group))
          yield { object, field: 'kind', message: `nothing defines ${kind} of ${group} in this environment` };
      } else if (inOneApplication(definition, object) && compareInApplication(definition.manifest, object.manifest) > 0) {
        yield {
          object,
          field: 'metadata.annotations',
          message: `is applied before its definition ${definition.manifest.metadata.name}`,
          fix: 'give the definition the lower sync wave',
        };
      }
    }
  },
};

function definitionsByType(world: World): Map<string, WorldObject> {
  return new Map(
    world
      .ofKind('CustomResourceDefinition')
      .map((object) => [`${valueAt(object.manifest, 'spec.group')}/${valueAt(object.manifest, 'spec.names.kind')}`, object]),
  );
}

function inOneApplication(a: WorldObject, b: WorldObject): boolean {
  return a.unit !== undefined && a.unit.folder === b.unit?.folder;
}
