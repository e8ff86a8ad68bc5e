import { valueAt } from '../../manifest/manifest';
import { syncWave } from '../../manifest/order';
import type { Rule } from '../rule';

export const networkPolicyFirst: Rule = {
  id: 'order/network-policy',
  title: 'A network policy is applied no later than the pods of its namespace',
  severity: 'error',
  rationale: 'A policy that comes after the pods leaves them open until it is there (NetworkPolicy semantics 29).',
  requirements: ['B41'],
  fix: 'give the policy a wave that is not above that of the workloads',
  *check(world) {
    const earliest = new Map<string, number>();
    for (const { unit, manifest } of world.objects) {
      if (
        valueAt(manifest, 'spec.template.spec') === undefined &&
        valueAt(manifest, 'spec.jobTemplate') === undefined &&
        manifest.kind !== 'Pod'
      )
        continue;
      const place = `${unit?.folder}|${manifest.metadata.namespace}`;
      earliest.set(place, Math.min(earliest.get(place) ?? Number.POSITIVE_INFINITY, syncWave(manifest)));
    }
    for (const object of world.ofKind('NetworkPolicy')) {
      const wave = syncWave(object.manifest);
      const first = earliest.get(`${object.unit?.folder}|${object.manifest.metadata.namespace}`);
      if (object.unit !== undefined && first !== undefined && wave > first) {
        yield { object, field: 'metadata.annotations', message: `is in wave ${wave}, but pods of its namespace start in wave ${first}` };
      }
    }
  },
};
