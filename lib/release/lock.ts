import { badRecord } from '../errors';
import type { Inputs } from './inputs';
import { parseRecord } from './ledger';

/** What was known when a component was promoted (requirement B6). */
export interface Evidence {
  /** Commit that was built, by the ledger. */
  readonly source?: string;
  readonly attestation?: string;
  /** Rules that the environment was judged by. */
  readonly rules: number;
}

/**
 * `envs/<env>/lock/<component>.json`: the bytes that a locked environment holds of a component until somebody promotes it.
 * Shared components (namespaces, projects, add-ons) have neither version nor inputs.
 */
export interface Lock {
  readonly component: string;
  readonly version?: string;
  readonly digest?: string;
  /** Why it passed the environments before, and what is a warning until they hold it. */
  readonly hotfix?: string;
  /** The environment that it came from; absent for what was adopted. */
  readonly promotedFrom?: string;
  /** Every digest that the environment has held, oldest first. Append-only: what was here may come back. */
  readonly held: readonly string[];
  readonly evidence: Evidence;
  readonly inputs: Inputs;
  /** Path below the environment's folder → sha256 of the text. */
  readonly files: Readonly<Record<string, string>>;
}

export type Locks = ReadonlyMap<string, Lock>;

/** @throws a file that is no lock, with what is wrong in it */
export function parseLock(text: string, file: string): Lock {
  const record = parseRecord(text, file);
  if (!file.endsWith(`/${record.component}.json`)) throw badRecord(file, 'component', record.component, 'its own name');
  for (const field of ['files', 'inputs']) {
    const texts = record[field];
    const isMapping = typeof texts === 'object' && texts !== null && Object.values(texts).every((text) => /^[0-9a-f]{64}$/.test(text));
    if (!isMapping) throw badRecord(file, field, texts, 'a mapping to sha256');
  }
  if (Object.keys(record.files as object).length === 0) throw badRecord(file, 'files', record.files, 'at least one file');
  if (!Array.isArray(record.held)) throw badRecord(file, 'held', record.held, 'a list of digests');
  return record as unknown as Lock;
}

/** One line an entry, so that a review shows what moved. */
export function lockText({ component, version, digest, hotfix, promotedFrom, held, evidence, inputs, files }: Lock): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ component, version, digest, hotfix, promotedFrom, held, evidence, inputs, files: sorted }, null, 2)}\n`;
}
