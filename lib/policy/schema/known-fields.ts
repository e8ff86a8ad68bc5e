import type { Rule } from '../rule';

export const knownFields: Rule = {
  id: 'schema/known-fields',
  title: 'Every kind and field is one that the cluster knows, with a value of its type',
  severity: 'error',
  rationale: 'The API server drops what it does not know, so a typing error in a security field would pass unseen (requirements A43, B48).',
  requirements: ['A43', 'B48'],
  fix: 'correct the field in the construct that makes the object',
  *check(world) {
    for (const object of world.objects) {
      const verdict = world.schemas.judge(object.manifest);
      if (verdict.status === 'judged') {
        for (const problem of verdict.problems) yield { object, ...problem };
      } else if (verdict.status === 'unknown') {
        const { apiVersion, kind } = object.manifest;
        const hint = verdict.didYouMean === undefined ? '' : `; did you mean ${verdict.didYouMean}?`;
        yield {
          object,
          field: 'kind',
          message: `${apiVersion} ${kind} is unknown to Kubernetes ${world.schemas.version} and to the custom resources in use${hint}`,
          fix: 'correct apiVersion and kind, or deliver the CustomResourceDefinition with its schema',
        };
      }
    }
  },
};
