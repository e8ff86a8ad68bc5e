import { isClusterScoped } from '../../manifest/identity';
import type { Rule } from '../rule';

export const namespace: Rule = {
  id: 'identity/namespace',
  title: 'Namespaced objects name their namespace, cluster-scoped ones name none',
  severity: 'error',
  rationale:
    'Without it the object lands wherever the Application or the kubeconfig points; the emergency path `kubectl apply -k` would differ.',
  requirements: ['A46', 'B27'],
  fix: 'set metadata.namespace explicitly, or remove it from a cluster-scoped object',
  *check(world) {
    for (const object of world.objects) {
      const { manifest } = object;
      if (!world.schemas.isBuiltIn(manifest)) continue;
      const { namespace: named } = manifest.metadata;
      if (isClusterScoped(manifest) && named !== undefined) {
        yield { object, field: 'metadata.namespace', message: `is "${named}", but a ${manifest.kind} lives outside namespaces` };
      } else if (!isClusterScoped(manifest) && named === undefined && object.unit !== undefined) {
        yield { object, field: 'metadata.namespace', message: 'is missing' };
      }
    }
  },
};
