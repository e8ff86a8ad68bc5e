import { isMapping, type Manifest, valueAt } from '../../manifest/manifest';
import { compareSteps, spokenStep } from '../../manifest/order';
import { containersIn } from '../pod-view';
import type { Rule } from '../rule';
import { secretsOfPod } from '../secrets/pod-secret';
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

/** Where pods are described, by whatever kind: those of operators as well. */
const POD_SPECS = ['spec', 'spec.template.spec', 'spec.jobTemplate.spec.template.spec'];

/** Names of the Secrets that the pods of an object read, each once. */
function secretsUsedBy(manifest: Manifest): Set<string> {
  const reads = POD_SPECS.flatMap((path) => {
    const spec = valueAt(manifest, path);
    return isMapping(spec) ? [...secretsOfPod({ path, spec, containers: containersIn(spec, path) })] : [];
  });
  return new Set(reads.map(({ name }) => name));
}
