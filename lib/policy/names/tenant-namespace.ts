import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Rule } from '../rule';

export const tenantNamespace: Rule = {
  id: 'names/tenant-namespace',
  title: 'No trust zone takes a namespace of the system',
  severity: 'error',
  rationale:
    'Whoever deploys into argocd is its administrator; kube-system holds what every namespace trusts; default is where mistakes land.',
  requirements: ['B27', 'A32'],
  fix: 'give the zone a namespace of its own in envs/catalogue.ts',
  *check(world) {
    for (const object of world.ofKind('Namespace')) {
      const { name } = object.manifest.metadata;
      if (!object.unit?.folder.startsWith('namespaces/')) continue;
      if (name === 'default' || name === ARGO_CD_NAMESPACE || name.startsWith('kube-')) {
        yield { object, field: 'metadata.name', message: `"${name}" belongs to the system` };
      }
    }
  },
};
