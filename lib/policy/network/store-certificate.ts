import { listAt, textAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import { portsOf } from '../wiring/container-port';
import { isStorePod } from './store';

export const storeCertificate: Rule = {
  id: 'network/store-certificate',
  title: 'Where stores speak TLS, each has a certificate of the cluster mounted',
  severity: 'error',
  rationale: 'A store without a certificate can only listen in plain text (requirement E16: mTLS enforced).',
  requirements: ['A6', 'E16'],
  fix: 'mount the Secret of a Certificate of the internal ClusterIssuer into the container that listens',
  *check(world) {
    if (world.facts?.encrypted !== true) return;
    const certificates = new Set(
      world
        .ofType('cert-manager.io/Certificate')
        .map((object) => `${world.namespaceOf(object)}/${textAt(object.manifest, 'spec.secretName')}`),
    );
    for (const pod of world.pods) {
      if (!SERVERS.has(typeOf(pod.object.manifest)) || !isStorePod(world, pod) || portsOf(pod).length === 0) continue;
      const mounted = secretsMounted(pod);
      if (mounted.some((name) => certificates.has(`${pod.namespace}/${name}`))) continue;
      yield {
        object: pod.object,
        field: `${pod.path}.volumes`,
        message: `mounts no certificate; it has ${mounted.join(', ') || 'no secrets'}`,
      };
    }
  },
};

const SERVERS: ReadonlySet<string> = new Set(['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet']);

/** Secrets that a container has as files, beyond those that the pod has volumes of. */
function secretsMounted({ spec, containers }: PodView): string[] {
  const used = new Set(containers.flatMap(({ container }) => listAt(container, 'volumeMounts').map((mount) => textAt(mount, 'name'))));
  return listAt(spec, 'volumes')
    .filter((volume) => used.has(textAt(volume, 'name')))
    .flatMap((volume) => [
      textAt(volume, 'secret.secretName'),
      ...listAt(volume, 'projected.sources').map((source) => textAt(valueAt(source, 'secret'), 'name')),
    ])
    .filter((name) => name !== undefined);
}
