import { entriesAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { argoCdCharts, settingsOf } from './settings';

/** Label by which Argo CD knows the Secrets of repositories and clusters. */
export const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const TYPES = ['repository', 'repo-creds', 'repository-write', 'repo-write-creds', 'cluster', 'scm-creds'];

/** Keys of a Secret that only a repository's has. */
const CREDENTIALS = ['sshPrivateKey', 'githubAppPrivateKey', 'tlsClientCertKey', 'gcpServiceAccountKey'];

/** Keys by which Argo CD does not ask who the server is. */
const UNASKED = ['insecure', 'insecureIgnoreHostKey'];

/** Settings and values of the chart that hold credentials in the clear, or did once. */
const LEGACY = ['repositories', 'repository.credentials'];
const VALUES = ['configs.repositories', 'configs.credentialTemplates', 'configs.clusterCredentials', 'configs.secret'];

export const repositoryCredentials: Rule = {
  id: 'argo/repository-credentials',
  title: 'Argo CD gets credentials of repositories and clusters from sealed Secrets that it recognises, and asks repositories who they are',
  severity: 'error',
  rationale:
    'They stand for everything that Argo CD may read and write; the label that it finds them by must be on the Secret, so in the template of the SealedSecret (hardening, control-plane ConfigMaps).',
  requirements: ['A16', 'B34', 'B35'],
  fix: `seal them, with the label ${SECRET_TYPE} in spec.template.metadata.labels and without ${UNASKED.join(' and ')}`,
  *check(world) {
    for (const object of world.ofType('/Secret')) {
      const type = typeOfSecret(object, 'metadata.labels');
      if (type !== undefined) yield { object, message: `is the ${type} of Argo CD in the clear` };
    }
    for (const object of world.ofType('bitnami.com/SealedSecret')) yield* sealed(object, world);
    for (const { object, values, at } of settingsOf(world, 'argocd-cm')) {
      for (const key of LEGACY) if (values.has(key)) yield { object, field: at(key), message: 'holds repositories' };
    }
    for (const { object, values, at } of argoCdCharts(world)) {
      for (const path of VALUES) {
        const credentials = entriesAt(values, path).filter(([key]) => key !== 'createSecret');
        if (credentials.length > 0) yield { object, field: at(path), message: 'holds credentials in the clear' };
      }
    }
  },
};

function typeOfSecret({ manifest }: WorldObject, labels: string): string | undefined {
  const label = entriesAt(manifest, labels).find(([key]) => key === SECRET_TYPE);
  return label && String(label[1]);
}

function* sealed(object: WorldObject, world: World): Iterable<Violation> {
  const field = `spec.template.metadata.labels["${SECRET_TYPE}"]`;
  const type = typeOfSecret(object, 'spec.template.metadata.labels');
  if (type !== undefined) {
    if (!TYPES.includes(type)) yield { object, field, message: `is "${type}"; expected one of ${TYPES.join(', ')}` };
    if (type.startsWith('repo')) yield* unasked(object);
    return;
  }
  const keys = entriesAt(object.manifest, 'spec.encryptedData').map(([key]) => key);
  const isOfRepository = keys.some((key) => CREDENTIALS.includes(key)) || (keys.includes('url') && keys.includes('password'));
  const isMarked = typeOfSecret(object, 'metadata.labels') !== undefined;
  if (isMarked || (isOfRepository && world.namespaceOf(object) === ARGO_CD_NAMESPACE)) {
    yield { object, field, message: 'is absent, so Argo CD does not find the Secret' };
  }
}

/** What lets anybody answer for the repository, or hides whether it does. */
function* unasked(object: WorldObject): Iterable<Violation> {
  for (const key of UNASKED) {
    const [field, ciphertext] = [`spec.template.data.${key}`, `spec.encryptedData.${key}`];
    if (valueAt(object.manifest, ciphertext) !== undefined) {
      yield { object, field: ciphertext, message: 'is sealed, and nothing but "false" may be in it' };
    }
    const value = valueAt(object.manifest, field) ?? 'false';
    if (value === 'false') continue;
    yield { object, field, message: `is ${JSON.stringify(value)}, so anybody can answer for the repository` };
  }
}
