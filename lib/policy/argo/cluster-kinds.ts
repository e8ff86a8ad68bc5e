import { listAt, textAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { isPattern, isPlatform, PLATFORM, projectsOf } from './project-view';

export const clusterKinds: Rule = {
  id: 'argo/cluster-kinds',
  title: 'Only the platform delivers what is outside namespaces, by kind, and namespaces by name',
  severity: 'error',
  rationale: 'Whoever may apply a ClusterRole, a webhook or any namespace has the cluster; an empty list permits nothing (hardening A4).',
  requirements: ['B25', 'B42'],
  fix: 'leave the list empty for teams; list group and kind in full for the platform, and a name for namespaces',
  *check(world) {
    for (const object of projectsOf(world)) {
      const kinds = listAt(object.manifest, 'spec.clusterResourceWhitelist');
      const field = 'spec.clusterResourceWhitelist';
      if (isPlatform(object)) yield* broad(object, field, kinds);
      else if (kinds.length > 0) yield { object, field, message: `is not empty, as that of the project ${PLATFORM} alone may be` };
    }
  },
};

function* broad(object: WorldObject, field: string, kinds: readonly unknown[]) {
  for (const [index, item] of kinds.entries()) {
    const [group = '', kind = '', name = ''] = ['group', 'kind', 'name'].map((key) => textAt(item, key));
    if (kind === '' || isPattern(kind) || isPattern(group)) {
      yield { object, field: `${field}[${index}]`, message: `permits "${kind}" of "${group}", not one kind` };
    } else if (kind === 'Namespace' && /^\**$/.test(name)) {
      yield { object, field: `${field}[${index}]`, message: 'permits every Namespace; expected a name' };
    }
  }
}
