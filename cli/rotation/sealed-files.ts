import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type SecretRef, sealed } from '../../lib';
import { badCertificate, sealedForAnother, unreadableSealedFile } from '../messages';
import type { Change } from '../ports/changes';
import type { FileSystem } from '../ports/file-system';
import { type SealedSecretFile, sealValue } from '../sealing';
import { keyNotInFile, noSealedFile } from './messages';
import type { RandomValues } from './random-values';
import type { PlannedKey } from './shared-value';

/** Where sealed Secrets of an environment are written. */
export interface SealedFolder {
  readonly fs: FileSystem;
  readonly root: string;
  readonly environment: string;
}

/** The file of a sealed Secret, by its path in the project. */
export function sealedFile({ environment }: Pick<SealedFolder, 'environment'>, { name }: SecretRef): string {
  return `envs/${environment}/sealed/${name}.json`;
}

/** The certificate of the environment's controller. @throws {Refusal} a file that is none */
export function certificateOf({ fs, root, environment }: SealedFolder): X509Certificate {
  const path = join(root, 'envs', environment, 'sealing.pem');
  try {
    const certificate = new X509Certificate(fs.read(path));
    if (certificate.publicKey.asymmetricKeyType !== 'rsa') throw new Error('its key is not RSA');
    return certificate;
  } catch (error) {
    throw badCertificate(path, (error as Error).message);
  }
}

/** The file of a Secret with new ciphertext under some keys; everything else in it stays. @throws {Refusal} a file that is another Secret's */
export function resealed(
  folder: SealedFolder,
  certificate: X509Certificate,
  secret: SecretRef,
  keys: readonly PlannedKey[],
  values: RandomValues,
): Change {
  const path = sealedFile(folder, secret);
  const before = read(folder, path, secret);
  const file = parsed(path, before, secret);
  const { scope } = secret as SecretRef & { readonly kind: 'sealed' };
  const encryptedData = { ...file.spec.encryptedData };
  for (const { key, template } of keys) {
    if (!Object.hasOwn(encryptedData, key)) throw keyNotInFile(path, key);
    const binding = { namespace: secret.namespace, name: secret.name, scope };
    encryptedData[key] = sealValue(certificate, binding, Buffer.from(values.fill(template)));
  }
  return { path, before, after: `${JSON.stringify({ ...file, spec: { ...file.spec, encryptedData } }, null, 2)}\n` };
}

function read({ fs, root }: SealedFolder, path: string, { namespace, name }: SecretRef): string {
  if (fs.kindOf(join(root, path)) !== 'file') throw noSealedFile(path, `${namespace}/${name}`);
  return fs.read(join(root, path));
}

function parsed(path: string, text: string, { namespace, name }: SecretRef): SealedSecretFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw unreadableSealedFile(path, (error as Error).message);
  }
  const found = sealed(content);
  if (found.namespace !== namespace || found.name !== name) throw sealedForAnother(path, `${found.namespace}/${found.name}`);
  return content as SealedSecretFile;
}
