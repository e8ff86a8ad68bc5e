import { type Manifest, valueAt } from '../../manifest/manifest';
import { compareSteps, spokenStep } from '../../manifest/order';
import type { Rule } from '../rule';
import type { WorldObject } from '../world';

export const sealedSecretFirst: Rule = {
  id: 'order/sealed-secret',
  title: 'A SealedSecret is applied in an earlier wave than the pods that use it',
  severity: 'error',
  rationale:
    'In one wave custom resources come after workloads, whose pods would wait for the Secret and fail the sync (hardening 5, check 13).',
  requirements: ['A16'],
  fix: 'let the workload depend on the SealedSecret: workload.addDependency(secret)',
  *check(world) {
    const secrets = new Map(world.ofKind('SealedSecret').map((object) => [idOf(object), object]));
    if (secrets.size === 0) return;
    for (const object of world.objects) {
      for (const name of secretsUsedBy(object.manifest)) {
        const secret = secrets.get(`${object.unit?.folder}|${object.manifest.metadata.namespace}|${name}`);
        if (secret === undefined || secret.unit === undefined) continue;
        if (compareSteps(secret.manifest, object.manifest) < 0) continue;
        yield {
          object: secret,
          field: 'metadata.annotations',
          message: `is in ${spokenStep(secret.manifest)}, ${object.manifest.kind} ${object.manifest.metadata.name} that uses it in ${spokenStep(object.manifest)}`,
        };
      }
    }
  },
};

function idOf({ unit, manifest }: WorldObject): string {
  return `${unit?.folder}|${manifest.metadata.namespace}|${manifest.metadata.name}`;
}

const POD_SPECS = ['spec', 'spec.template.spec', 'spec.jobTemplate.spec.template.spec'];

/** Names of the Secrets that the pods of an object read: variables, volumes, image pull secrets. */
function secretsUsedBy(manifest: Manifest): Set<string> {
  const names = new Set<string>();
  const add = (name: unknown): void => {
    if (typeof name === 'string') names.add(name);
  };
  for (const path of POD_SPECS) {
    const spec = valueAt(manifest, path);
    for (const volume of list(spec, 'volumes')) {
      add(valueAt(volume, 'secret.secretName'));
      for (const source of list(volume, 'projected.sources')) add(valueAt(source, 'secret.name'));
    }
    for (const pullSecret of list(spec, 'imagePullSecrets')) add(valueAt(pullSecret, 'name'));
    for (const container of ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => list(spec, key))) {
      for (const variable of list(container, 'env')) add(valueAt(variable, 'valueFrom.secretKeyRef.name'));
      for (const source of list(container, 'envFrom')) add(valueAt(source, 'secretRef.name'));
    }
  }
  return names;
}

function list(value: unknown, path: string): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}
