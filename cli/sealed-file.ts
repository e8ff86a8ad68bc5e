import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type Scope, sealed } from '../lib';
import { badCertificate, sealedForAnother, unreadableSealedFile } from './messages';
import type { FileSystem } from './ports/file-system';
import type { SealedSecretFile } from './sealing';

/** Which Secret a sealed file is expected to be. */
export interface SealedSubject {
  readonly namespace: string;
  readonly name: string;
  /** @default either */
  readonly scope?: Scope;
}

/** The file of a sealed Secret, by its path in the project. */
export function sealedFile(environment: string, name: string): string {
  return `envs/${environment}/sealed/${name}.json`;
}

/** The certificate of the environment's controller. @throws {Refusal} a file that is none */
export function sealingCertificate(fs: FileSystem, root: string, environment: string): X509Certificate {
  const path = join(root, 'envs', environment, 'sealing.pem');
  try {
    const certificate = new X509Certificate(fs.read(path));
    if (certificate.publicKey.asymmetricKeyType !== 'rsa') throw new Error('its key is not RSA');
    return certificate;
  } catch (error) {
    throw badCertificate(path, (error as Error).message);
  }
}

/** What a sealed file says. @throws {Refusal} if it is unreadable, or sealed for another name, namespace or scope */
export function parsedSealedFile(path: string, text: string, { namespace, name, scope }: SealedSubject): SealedSecretFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw unreadableSealedFile(path, (error as Error).message);
  }
  const found = sealed(content);
  if (found.namespace !== namespace || found.name !== name) throw sealedForAnother(path, `${found.namespace}/${found.name}`);
  if (scope !== undefined && found.kind === 'sealed' && found.scope !== scope) throw sealedForAnother(path, `the scope ${found.scope}`);
  return content as SealedSecretFile;
}
