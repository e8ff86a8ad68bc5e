import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { applicationsOf } from './application-view';
import { destinationNamespaceOf, optionsOf } from './sync-option';

export const createNamespace: Rule = {
  id: 'argo/create-namespace',
  title: 'A namespace is made by its manifest, not by the sync of an Application',
  severity: 'error',
  rationale:
    'One that a sync makes has no Pod Security label, and one with two owners loses and gets its labels at every sync (argo-cd 15880; hardening B8).',
  requirements: ['A32', 'B27'],
  fix: 'leave CreateNamespace=true out, and declare the Namespace with its labels, quota and default deny',
  *check(world) {
    for (const { object, body, at } of applicationsOf(world)) {
      const index = optionsOf(body).indexOf('CreateNamespace=true');
      if (index < 0) continue;
      const namespace = destinationNamespaceOf(body);
      const field = at(`spec.syncPolicy.syncOptions[${index}]`);
      if (world.tryFind('/Namespace', '', namespace) !== undefined) {
        yield { object, field, message: `makes the namespace ${namespace}, which a manifest makes too` };
      } else if (!isRestricted(body)) {
        yield { object, field, message: `makes the namespace ${namespace} without the label ${ENFORCE}` };
      }
    }
  },
};

const ENFORCE = 'pod-security.kubernetes.io/enforce';

function isRestricted(application: unknown): boolean {
  const labels = valueAt(application, 'spec.syncPolicy.managedNamespaceMetadata.labels');
  return typeof labels === 'object' && labels !== null && Object.hasOwn(labels, ENFORCE);
}
