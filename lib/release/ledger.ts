import { badRecord } from '../errors';
import type { Release } from './release';

/** One release of a component: which image its version is, and where that came from. */
export interface LedgerEntry {
  readonly version: string;
  readonly digest: string;
  /** Commit of the component's own repository that was built; `adopted` for what ran before there was a ledger. */
  readonly source: string;
  /** Where the provenance of the image is attested, e.g. a reference in the registry. @default none */
  readonly attestation?: string;
}

/** `envs/releases/<component>.json`: every release that was ever offered to the platform, oldest first. Nothing leaves it. */
export interface Ledger {
  readonly component: string;
  readonly releases: readonly LedgerEntry[];
}

export type Ledgers = ReadonlyMap<string, Ledger>;

/** @throws a file that is no ledger, with what is wrong in it */
export function parseLedger(text: string, file: string): Ledger {
  const { component, releases } = parseRecord(text, file);
  if (typeof component !== 'string' || !file.endsWith(`/${component}.json`)) throw badRecord(file, 'component', component, 'its own name');
  if (!Array.isArray(releases)) throw badRecord(file, 'releases', releases, 'a list');
  for (const [index, entry] of releases.entries()) {
    for (const field of ['version', 'digest', 'source']) {
      const value = (entry as Record<string, unknown> | null)?.[field];
      if (typeof value !== 'string') throw badRecord(file, `releases[${index}].${field}`, value, 'a text');
    }
  }
  return { component, releases };
}

/** A JSON object. @throws what is none, conflict markers of a merge included */
export function parseRecord(text: string, file: string): Record<string, unknown> {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw badRecord(file, '', text.slice(0, 20), 'JSON; resolve the conflict if it is one, or restore the file from git');
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw badRecord(file, '', record, 'a JSON object');
  return record as Record<string, unknown>;
}

export function ledgerText(ledger: Ledger): string {
  return `${JSON.stringify(ledger, null, 2)}\n`;
}

/** The ledger with one entry more, or as it is if it has that entry. */
export function withEntry(ledger: Ledger | undefined, component: string, entry: LedgerEntry): Ledger {
  const releases = ledger?.releases ?? [];
  const isKnown = releases.some(({ digest }) => digest === entry.digest);
  return isKnown && ledger !== undefined ? ledger : { component, releases: [...releases, entry] };
}

/** Why a release is not what the ledger has under that name; undefined if it is. */
export function ledgerProblem(component: string, release: Release, ledgers: Ledgers): string | undefined {
  const isRecorded = ledgers.get(component)?.releases.some(({ digest }) => digest === release.digest) === true;
  return ledgerConflict(component, release, ledgers) ?? (isRecorded ? undefined : `the ledger has no ${release.version} ${release.digest}`);
}

/** Why a release cannot be entered: a digest is one version of one component for ever. */
export function ledgerConflict(component: string, { version, digest }: Release, ledgers: Ledgers): string | undefined {
  const others = [...ledgers.values()].filter((ledger) => ledger.component !== component);
  const other = others.find(({ releases }) => releases.some((entry) => entry.digest === digest));
  if (other !== undefined) return `${digest} is an image of ${other.component}`;
  const entries = ledgers.get(component)?.releases ?? [];
  const byDigest = entries.find((entry) => entry.digest === digest);
  const byVersion = entries.find((entry) => entry.version === version);
  if (byDigest !== undefined && byDigest.version !== version) return `${digest} is version ${byDigest.version} in the ledger`;
  if (byVersion !== undefined && byVersion.digest !== digest) return `${version} is ${byVersion.digest} in the ledger`;
  return undefined;
}
