import { typeOf } from '../../manifest/identity';
import { type Manifest, valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';

export const defaultNamespace: Rule = {
  id: 'workload/default-namespace',
  title: 'Nothing lands in the namespace default but what closes it',
  severity: 'error',
  rationale:
    'Whatever names no namespace ends there, and no team, quota or policy of the platform is responsible for it (CIS 5.7.4; check 19).',
  requirements: ['A32', 'B27'],
  fix: 'put it into the namespace of its team',
  *check(world) {
    for (const object of world.objects) {
      if (world.namespaceOf(object) !== 'default' || closes(object.manifest)) continue;
      yield { object, field: 'metadata.namespace', message: 'is default, which belongs to nobody' };
    }
  },
};

/** Kinds that permit nothing that would be forbidden without them. */
const CLOSING = new Set(['networking.k8s.io/NetworkPolicy', '/ResourceQuota', '/LimitRange']);

/** Taking the token from the default account is what CIS 5.1.5 asks for. */
function closes(manifest: Manifest): boolean {
  if (CLOSING.has(typeOf(manifest))) return true;
  const isDefaultAccount = typeOf(manifest) === '/ServiceAccount' && manifest.metadata.name === 'default';
  return isDefaultAccount && valueAt(manifest, 'automountServiceAccountToken') === false;
}
