import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { clusterFacts } from '../envs';
import { type Neighbour, type Surroundings, valueAt } from '../lib';
import type { FileSystem } from './ports/file-system';

/** What the repository holds of the environments around one: their hosts, sealing keys and ciphertext, as files, whatever their classes say. */
export async function surroundingsOf(name: string, fs: FileSystem, root: string): Promise<Surroundings> {
  const others = Object.entries(await clusterFacts()).filter(([environment]) => environment !== name);
  const sealingKey = sealingKeyOf(name, fs, root);
  return {
    ...(sealingKey !== undefined && { sealingKey }),
    neighbours: others.map(([environment, { name: cluster, domain }]): Neighbour => {
      const key = sealingKeyOf(environment, fs, root);
      return {
        environment,
        domain,
        cluster,
        ...(key !== undefined && { sealingKey: key }),
        ciphertexts: ciphertextsOf(environment, fs, root),
      };
    }),
  };
}

/** Until when the certificate of an environment seals; undefined where there is none. */
export function sealingEnd(environment: string, fs: FileSystem, root: string): Date | undefined {
  const certificate = tryCertificate(environment, fs, root);
  return certificate && new Date(certificate.validTo);
}

/** SHA-256 of the certificate. */
function sealingKeyOf(environment: string, fs: FileSystem, root: string): string | undefined {
  return tryCertificate(environment, fs, root)?.fingerprint256;
}

/** Undefined where there is none, or what is there is none: sealing says so. */
function tryCertificate(environment: string, fs: FileSystem, root: string): X509Certificate | undefined {
  const path = join(root, 'envs', environment, 'sealing.pem');
  if (fs.kindOf(path) !== 'file') return undefined;
  try {
    return new X509Certificate(fs.read(path));
  } catch {
    return undefined;
  }
}

function ciphertextsOf(environment: string, fs: FileSystem, root: string): ReadonlySet<string> {
  const folder = join(root, 'envs', environment, 'sealed');
  const files = fs.kindOf(folder) === 'directory' ? fs.list(folder).filter((file) => file.endsWith('.json')) : [];
  return new Set(files.flatMap((file) => encryptedIn(fs.read(join(folder, file)))));
}

/** Of a file that is no JSON nothing is known here; loading its environment refuses it. */
function encryptedIn(text: string): string[] {
  try {
    const values = valueAt(JSON.parse(text), 'spec.encryptedData');
    return Object.values((values ?? {}) as Record<string, unknown>).filter((value): value is string => typeof value === 'string');
  } catch {
    return [];
  }
}
