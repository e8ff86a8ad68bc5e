import { listAt } from '../../manifest/fields';
import { type Manifest, valueAt } from '../../manifest/manifest';
import { compareSteps, spokenStep } from '../../manifest/order';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';

export const sealedSecretFirst: Rule = {
  id: 'order/sealed-secret',
  title: 'What brings a Secret is applied in an earlier wave than the pods that use it',
  severity: 'error',
  rationale:
    'In one wave custom resources come after workloads, whose pods would wait for the Secret and fail the sync (hardening 5, check 13).',
  requirements: ['A16'],
  fix: 'let the workload depend on the source of the Secret: workload.addDependency(secret)',
  *check(world) {
    const secrets = new Map(SOURCES.flatMap((kind) => world.ofKind(kind)).map((object) => [idOf(object), object]));
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

/** Custom resources that become a Secret, with the field that names it; without one it is called as they are. */
const NAMED_BY: Readonly<Record<string, string>> = { Certificate: 'spec.secretName', ExternalSecret: 'spec.target.name' };

const SOURCES = ['SealedSecret', ...Object.keys(NAMED_BY)];

function idOf({ unit, manifest }: WorldObject): string {
  const named = NAMED_BY[manifest.kind];
  const name = (named !== undefined && valueAt(manifest, named)) || manifest.metadata.name;
  return `${unit?.folder}|${manifest.metadata.namespace}|${name}`;
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
    for (const volume of listAt(spec, 'volumes')) {
      add(valueAt(volume, 'secret.secretName'));
      for (const source of listAt(volume, 'projected.sources')) add(valueAt(source, 'secret.name'));
    }
    for (const pullSecret of listAt(spec, 'imagePullSecrets')) add(valueAt(pullSecret, 'name'));
    for (const container of ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => listAt(spec, key))) {
      for (const variable of listAt(container, 'env')) add(valueAt(variable, 'valueFrom.secretKeyRef.name'));
      for (const source of listAt(container, 'envFrom')) add(valueAt(source, 'secretRef.name'));
    }
  }
  return names;
}
