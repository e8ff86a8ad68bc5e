import type { Rule } from '../rule';

export const removedApi: Rule = {
  id: 'api-removal/removed-api',
  title: 'No object uses an API version that the cluster no longer serves',
  severity: 'error',
  rationale: 'The API server answers "no matches for kind"; the Application stays out of sync (Kubernetes deprecated API migration guide).',
  requirements: ['D20'],
  fix: 'write the object for the version that is served',
  *check(world) {
    for (const object of world.objects) {
      const removed = world.schemas.removed(object.manifest);
      if (removed === undefined) continue;
      const { apiVersion, kind } = object.manifest;
      const { removedIn, useInstead } = removed;
      yield {
        object,
        field: 'apiVersion',
        message: `${apiVersion} ${kind} was removed in Kubernetes ${removedIn}; the cluster runs ${world.schemas.version}`,
        fix: useInstead === undefined ? 'remove the object; the API has no successor' : `use ${useInstead}`,
      };
    }
  },
};
