import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { Autoscalers } from '../wiring/autoscalers';

export const scaledReplicas: Rule = {
  id: 'workload/scaled-replicas',
  title: 'What an autoscaler scales does not say how many replicas it has',
  severity: 'error',
  rationale:
    'Every sync would undo what the autoscaler did, and take pods away under load (hardening 2, no replicas with HPA; Argo CD: Best Practices).',
  requirements: ['B19', 'A25'],
  fix: 'leave spec.replicas out; the autoscaler says how many',
  *check(world) {
    const scalers = new Autoscalers(world);
    for (const type of ['apps/Deployment', 'apps/ReplicaSet', 'apps/StatefulSet', '/ReplicationController']) {
      for (const object of world.ofType(type)) {
        const written = valueAt(object.manifest, 'spec.replicas');
        const scaler = written === undefined ? undefined : scalers.tryFind(object);
        if (scaler === undefined) continue;
        const { name } = scaler.manifest.metadata;
        yield { object, field: 'spec.replicas', message: `is ${written}, but the HorizontalPodAutoscaler ${name} decides that` };
      }
    }
  },
};
