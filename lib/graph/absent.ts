import { listAt, textAt, textsAt } from '../manifest/fields';
import { valueAt } from '../manifest/manifest';
import { isMissing } from '../policy/wiring/elsewhere';
import type { World } from '../policy/world';
import type { WorldObject } from '../policy/world-object';

/** A name of something that is not there. */
export interface Absence {
  readonly object: WorldObject;
  readonly field: string;
  readonly message: string;
}

/** What objects name in vain, and no gate asks about: issuers, claims, and ConfigMaps that a chart is told of. */
export function* absences(world: World): Iterable<Absence> {
  for (const object of world.ofType('cert-manager.io/Certificate')) {
    const issuer = issuerReference(world, object);
    if (issuer === undefined || issuerOf(world, object) !== undefined || object.unit === undefined) continue;
    yield { object, field: 'spec.issuerRef', message: `names the ${issuer.kind} ${issuer.name}, which nothing brings` };
  }
  for (const { object, namespace, path, spec } of world.pods) {
    for (const [index, volume] of listAt(spec, 'volumes').entries()) {
      const name = textAt(volume, 'persistentVolumeClaim.claimName');
      if (name === undefined || world.tryFind('/PersistentVolumeClaim', namespace, name) !== undefined) continue;
      if (isOfTemplate(world, namespace, name) || !isMissing(world, object, namespace, false)) continue;
      const field = `${path}.volumes[${index}].persistentVolumeClaim.claimName`;
      yield { object, field, message: `names the claim ${name}, which namespace ${namespace} does not have` };
    }
  }
  for (const { application, namespace, names } of chartConfigMaps(world)) {
    for (const [index, name] of names.entries()) {
      if (application.unit === undefined || world.tryFind('/ConfigMap', namespace, name) !== undefined) continue;
      const message = `names the ConfigMap ${name}, which namespace ${namespace} does not have`;
      yield { object: application, field: `${CONFIG_MAPS}[${index}]`, message };
    }
  }
}

const CONFIG_MAPS = 'spec.source.helm.valuesObject.existingConfigMaps';

/** ConfigMaps that the values of charts say are there already. */
export function* chartConfigMaps(
  world: World,
): Iterable<{ readonly application: WorldObject; readonly namespace: string; readonly names: readonly string[] }> {
  for (const application of world.ofType('argoproj.io/Application')) {
    const namespace = textAt(application.manifest, 'spec.destination.namespace') ?? '';
    yield { application, namespace, names: textsAt(application.manifest, CONFIG_MAPS) };
  }
}

/** The issuer that a Certificate names, if it is among the objects. */
export function issuerOf(world: World, certificate: WorldObject): WorldObject | undefined {
  const reference = issuerReference(world, certificate);
  if (reference === undefined) return undefined;
  return world
    .ofType(`cert-manager.io/${reference.kind}`)
    .find(
      (issuer) =>
        issuer.manifest.metadata.name === reference.name &&
        (reference.namespace === '' || world.namespaceOf(issuer) === reference.namespace),
    );
}

/** Issuers of other groups are programs of others. */
function issuerReference(
  world: World,
  certificate: WorldObject,
): { readonly kind: string; readonly name: string; readonly namespace: string } | undefined {
  const reference = valueAt(certificate.manifest, 'spec.issuerRef');
  const name = textAt(reference, 'name');
  const group = textAt(reference, 'group') ?? CERT_MANAGER;
  if (name === undefined || group !== CERT_MANAGER) return undefined;
  const kind = textAt(reference, 'kind') ?? 'Issuer';
  return { kind, name, namespace: kind === 'ClusterIssuer' ? '' : world.namespaceOf(certificate) };
}

const CERT_MANAGER = 'cert-manager.io';

/** Claims of a StatefulSet are made by the cluster: `data-postgres-0`. */
function isOfTemplate(world: World, namespace: string, name: string): boolean {
  return world
    .ofType('apps/StatefulSet')
    .filter((object) => world.namespaceOf(object) === namespace)
    .some(({ manifest }) =>
      listAt(manifest, 'spec.volumeClaimTemplates').some((claim) =>
        name.startsWith(`${textAt(claim, 'metadata.name')}-${manifest.metadata.name}-`),
      ),
    );
}
