import { type Manifest, valueAt } from '../../manifest/manifest';
import { compareSteps, spokenStep } from '../../manifest/order';
import type { Rule } from '../rule';

export const networkPolicyFirst: Rule = {
  id: 'order/network-policy',
  title: 'A network policy is applied no later than the pods of its namespace',
  severity: 'error',
  rationale: 'A policy that comes after the pods leaves them open until it is there (NetworkPolicy semantics 29).',
  requirements: ['B41'],
  fix: 'give the policy a wave that is not above that of the workloads',
  *check(world) {
    const earliest = new Map<string, Manifest>();
    for (const { unit, manifest } of world.objects) {
      if (!startsPods(manifest)) continue;
      const place = `${unit?.folder}|${manifest.metadata.namespace}`;
      const first = earliest.get(place);
      if (first === undefined || compareSteps(manifest, first) < 0) earliest.set(place, manifest);
    }
    for (const object of world.ofKind('NetworkPolicy')) {
      const first = earliest.get(`${object.unit?.folder}|${object.manifest.metadata.namespace}`);
      if (object.unit === undefined || first === undefined || compareSteps(object.manifest, first) <= 0) continue;
      const message = `is in ${spokenStep(object.manifest)}, but pods of its namespace start in ${spokenStep(first)}`;
      yield { object, field: 'metadata.annotations', message };
    }
  },
};

function startsPods(manifest: Manifest): boolean {
  return manifest.kind === 'Pod' || ['spec.template.spec', 'spec.jobTemplate'].some((path) => valueAt(manifest, path) !== undefined);
}
