import { entriesAt } from '../../manifest/fields';
import { spokenName, typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import type { World } from '../world';
import { podsOf } from './label-index';
import { selects, selectsAll, spokenSelector } from './label-selector';

export const workloadSelector: Rule = {
  id: 'wiring/workload-selector',
  title: 'A workload selects its own pods, and no other workload’s',
  severity: 'error',
  rationale:
    'The API server refuses a selector that the template does not match; two controllers that select the same pods fight over them (Kubernetes documentation, Deployment: selector).',
  requirements: ['A3', 'A43'],
  fix: 'let spec.selector be a part of the labels of spec.template that no other workload’s pods have',
  *check(world) {
    for (const pod of world.pods) {
      const message = problemOf(world, pod);
      if (message !== undefined) yield { object: pod.object, field: 'spec.selector', message };
    }
  },
};

const CONTROLLERS: ReadonlySet<string> = new Set([
  '/ReplicationController',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
]);

function problemOf(world: World, pod: PodView): string | undefined {
  const { manifest } = pod.object;
  const type = typeOf(manifest);
  const written = valueAt(manifest, 'spec.selector');
  // A Job’s selector is made for it, a ReplicationController’s is taken from its template.
  if (!CONTROLLERS.has(type) && !(type === 'batch/Job' && written !== undefined)) return undefined;
  const selector =
    type === '/ReplicationController' ? { matchLabels: entriesAt(manifest, 'spec.selector').length > 0 ? written : pod.labels } : written;
  if (selector === undefined) return 'is missing';
  if (selectsAll(selector)) return 'is empty';
  if (!selects(selector, pod.labels)) return `is ${spokenSelector(selector)}, which the template’s labels do not match`;
  const other = podsOf(world)
    .select(pod.namespace, selector)
    .find(
      ({ object: { manifest: found } }) =>
        found !== manifest && CONTROLLERS.has(typeOf(found)) && found.metadata['ownerReferences'] === undefined,
    );
  return other && `also selects the pods of ${spokenName(other.object.manifest)}`;
}
