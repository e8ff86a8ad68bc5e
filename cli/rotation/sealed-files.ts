import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { SecretRef } from '../../lib';
import type { Change } from '../ports/changes';
import type { FileSystem } from '../ports/file-system';
import { parsedSealedFile, sealedFile } from '../sealed-file';
import { sealValue } from '../sealing';
import { keyNotInFile, noSealedFile } from './messages';
import type { RandomValues } from './random-values';
import type { PlannedKey } from './shared-value';

/** Where sealed Secrets of an environment are written. */
export interface SealedFolder {
  readonly fs: FileSystem;
  readonly root: string;
  readonly environment: string;
}

/** The file of a Secret with new ciphertext under some keys; everything else in it stays. @throws {Refusal} a file that is another Secret's */
export function resealed(
  folder: SealedFolder,
  certificate: X509Certificate,
  secret: SecretRef,
  keys: readonly PlannedKey[],
  values: RandomValues,
): Change {
  const path = sealedFile(folder.environment, secret.name);
  const before = read(folder, path, secret);
  const file = parsedSealedFile(path, before, secret);
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
