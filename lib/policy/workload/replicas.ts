import type { Rule } from '../rule';
import { Autoscalers } from '../wiring/autoscalers';

export const replicas: Rule = {
  id: 'workload/replicas',
  title: 'Production is highly available, and every Deployment there has two replicas or more',
  severity: 'error',
  rationale: 'One replica is an outage with every node that is drained or lost (check 47; source 001, highly available).',
  requirements: ['A7', 'B26'],
  fix: 'raise the replicas in envs/<environment>/index.ts; of an autoscaler the fewest',
  *check(world) {
    if (world.facts === undefined || world.purpose !== 'production') return;
    if (!world.facts.highlyAvailable) {
      yield { message: 'production is not declared highly available', fix: 'set highlyAvailable: true in envs/<environment>/index.ts' };
      return;
    }
    const scalers = new Autoscalers(world);
    for (const object of world.ofType('apps/Deployment')) {
      const { least } = scalers.replicasOf(object);
      if (least >= 2) continue;
      const scaler = scalers.tryFind(object);
      const field = scaler === undefined ? 'spec.replicas' : 'spec.minReplicas';
      yield { object: scaler ?? object, field, message: `is ${least}; expected 2 or more` };
    }
  },
};
