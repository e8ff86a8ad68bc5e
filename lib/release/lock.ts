import { badRecord } from '../errors';
import { sha256 } from '../manifest/digest';
import { isLayoutPath } from '../manifest/layout';
import { isMapping } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import type { Inputs } from './inputs';
import { type Field, isTextOrAbsent, parseRecord } from './json-record';
import { isDigest, isVersion } from './release';

/** What was known when a component was promoted (requirement B6). */
export interface Evidence {
  /** Commit that was built, by the ledger. */
  readonly source?: string;
  readonly attestation?: string;
  /** Number of rules that the environment was judged by. */
  readonly rules: number;
}

/**
 * `envs/<env>/lock/<component>.json`: the bytes that a locked environment holds of a component until somebody promotes it.
 * Shared components (namespaces, projects, add-ons) have neither version nor inputs, stores no version.
 */
export interface Lock {
  readonly component: string;
  readonly version?: string;
  readonly digest?: string;
  /** Why it passed the environments before, and what is a warning until they hold it. */
  readonly hotfix?: string;
  /** The environment that promotions come from: another one is no business of a promotion. */
  readonly follows?: string;
  /** The environment that it came from; absent for what was adopted, came as a hotfix or back from what was held here. */
  readonly promotedFrom?: string;
  /** Every digest that the environment has held, oldest first, that of today among them. What was here may come back. */
  readonly held: readonly string[];
  readonly evidence: Evidence;
  readonly inputs: Inputs;
  /** Path below the environment's folder → sha256 of the text. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether its fields do not belong together, as after a merge of two promotions: it counts as edited. @default false */
  readonly isMixed?: boolean;
}

/** By component. */
export type Locks = ReadonlyMap<string, Lock>;

const FIELDS: readonly Field[] = [
  ['version', (value) => value === undefined || isVersion(value), 'major.minor.patch'],
  ['digest', (value) => value === undefined || isDigest(value), 'sha256: and 64 hexadecimal digits'],
  ['hotfix', isTextOrAbsent, 'a text'],
  ['follows', isTextOrAbsent, 'the name of an environment'],
  ['promotedFrom', isTextOrAbsent, 'the name of an environment'],
  ['held', (value) => Array.isArray(value) && value.every(isDigest), 'a list of digests'],
  ['evidence', (value) => isMapping(value) && typeof value.rules === 'number', 'a mapping with the number of rules'],
  ['evidence', (value) => isMapping(value) && isTextOrAbsent(value.source) && isTextOrAbsent(value.attestation), 'texts'],
  ['inputs', isMappingToSha256, 'a mapping to sha256'],
  ['files', isMappingToSha256, 'a mapping to sha256'],
  ['files', (value) => Object.keys(value as object).length > 0, 'at least one file'],
  ['files', (value) => Object.keys(value as object).every(isLayoutPath), 'paths below the environment, as synth writes them'],
];

/** @throws a file that is no lock, with what is wrong in it */
export function parseLock(text: string, file: string): Lock {
  const record = parseRecord(text, file, FIELDS);
  const { version, digest, held } = record as unknown as Lock;
  if ((version === undefined) !== (digest === undefined)) throw badRecord(file, 'digest', digest, 'one with a version, and none without');
  if (digest !== undefined && !held.includes(digest)) throw badRecord(file, 'held', held, 'the digest of today among them');
  const { checksum, ...lock } = record;
  return { ...(lock as unknown as Lock), ...(checksum !== checksumOf(lock as unknown as Lock) && { isMixed: true }) };
}

/** One line an entry, so that a review shows what moved; always in the same order, with a checksum of it all. */
export function lockText(lock: Lock): string {
  return `${JSON.stringify({ ...fieldsOf(lock), checksum: checksumOf(lock) }, null, 2)}\n`;
}

function checksumOf(lock: Lock): string {
  return sha256(JSON.stringify(fieldsOf(lock)));
}

function fieldsOf({ component, version, digest, hotfix, follows, promotedFrom, held, evidence, inputs, files }: Lock): object {
  const { source, attestation, rules } = evidence;
  return {
    component,
    version,
    digest,
    hotfix,
    follows,
    promotedFrom,
    held,
    evidence: { source, attestation, rules },
    inputs: sorted(inputs),
    files: sorted(files),
  };
}

function sorted(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => compareText(a, b)));
}

function isMappingToSha256(value: unknown): boolean {
  return isMapping(value) && Object.values(value).every((text) => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text));
}
