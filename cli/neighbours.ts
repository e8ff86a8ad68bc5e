import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { clusterFacts } from '../envs';
import { type Neighbour, type Surroundings, valueAt } from '../lib';
import type { FileSystem } from './ports/file-system';

/** What the repository holds of every environment: its host, sealing key and ciphertext, as files, whatever its class says. */
export async function readNeighbourhood(fs: FileSystem, root: string): Promise<Neighbour[]> {
  return Object.entries(await clusterFacts()).map(([environment, { name: cluster, domain }]): Neighbour => {
    const sealingKey = tryCertificate(environment, fs, root)?.fingerprint256;
    const ciphertexts = ciphertextsOf(environment, fs, root);
    return { environment, domain, cluster, ...(sealingKey !== undefined && { sealingKey }), ciphertexts };
  });
}

/** An environment among the others. */
export function surroundingsOf(name: string, neighbourhood: readonly Neighbour[]): Surroundings {
  const sealingKey = neighbourhood.find(({ environment }) => environment === name)?.sealingKey;
  return { ...(sealingKey !== undefined && { sealingKey }), neighbours: neighbourhood.filter(({ environment }) => environment !== name) };
}

/** Until when the certificate of an environment seals; undefined where there is none. */
export function sealingEnd(environment: string, fs: FileSystem, root: string): Date | undefined {
  const certificate = tryCertificate(environment, fs, root);
  return certificate && new Date(certificate.validTo);
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
