import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { isMissing } from './elsewhere';
import { podsBehind, podsOf } from './label-index';
import { spokenSelector } from './label-selector';

export const serviceSelector: Rule = {
  id: 'wiring/selector',
  title: 'A Service selects pods, and those of one workload only',
  severity: 'error',
  rationale:
    'A selector that matches nothing is no error to Kubernetes: the Service has no endpoints and every call fails; one that also matches a Job sends it calls that it does not answer (hardening 2, Wiring).',
  requirements: ['A3', 'A4'],
  fix: 'let the selector be the one of the workload, and give other pods other labels',
  *check(world) {
    for (const object of world.ofType('/Service')) {
      const pods = podsBehind(world, object);
      const message = pods.length === 0 ? nothingSelected(world, object) : severalSelected(object, pods);
      if (message !== undefined) yield { object, field: 'spec.selector', message };
    }
  },
};

function nothingSelected(world: World, object: WorldObject): string | undefined {
  const matchLabels = valueAt(object.manifest, 'spec.selector');
  const spoken = spokenSelector({ matchLabels });
  const namespace = world.namespaceOf(object);
  if (spoken === 'everything' || valueAt(object.manifest, 'spec.type') === 'ExternalName') return undefined;
  if (!isMissing(world, object, namespace, podsOf(world).in(namespace).length > 0)) return undefined;
  return `selects no pods: none of namespace ${namespace} has ${spoken}`;
}

/** Somebody else may send one Service's calls to two versions of a program, but not to one that runs to its end. */
function severalSelected({ unit }: WorldObject, pods: readonly PodView[]): string | undefined {
  const workloads = pods.map(({ object }) => object.manifest);
  const runToEnd = workloads.filter((manifest) => RUN_TO_END.has(typeOf(manifest)));
  const isMixed = unit === undefined ? runToEnd.length > 0 && runToEnd.length < workloads.length : workloads.length > 1;
  if (!isMixed) return undefined;
  return `selects pods of ${workloads.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ')}; expected those of one workload`;
}

const RUN_TO_END: ReadonlySet<string> = new Set(['batch/Job', 'batch/CronJob']);
