import { badRecord } from '../errors';
import { isMapping } from '../manifest/manifest';
import { type Field, isTextOrAbsent, parseRecord } from './json-record';
import { isDigest, isVersion, type Release } from './release';

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

/** By component. */
export type Ledgers = ReadonlyMap<string, Ledger>;

const FIELDS: readonly Field[] = [['releases', (value) => Array.isArray(value), 'a list']];

const ENTRY_FIELDS: readonly Field[] = [
  ['version', isVersion, 'major.minor.patch'],
  ['digest', isDigest, 'sha256: and 64 hexadecimal digits'],
  ['source', (value) => typeof value === 'string', 'a commit'],
  ['attestation', isTextOrAbsent, 'a reference'],
];

/** @throws a file that is no ledger, with what is wrong in it */
export function parseLedger(text: string, file: string): Ledger {
  const ledger = parseRecord(text, file, FIELDS) as unknown as Ledger;
  for (const [index, entry] of ledger.releases.entries()) {
    for (const [field, isRight, expected] of ENTRY_FIELDS) {
      const value = isMapping(entry) ? entry[field] : undefined;
      if (!isRight(value)) throw badRecord(file, `releases[${index}].${field}`, value, expected);
    }
    const isTwice = ledger.releases.slice(0, index).some(({ version, digest }) => version === entry.version || digest === entry.digest);
    if (isTwice) throw badRecord(file, `releases[${index}]`, entry.version, 'each version and each digest once');
  }
  return ledger;
}

/** One line a field, always in the same order. */
export function ledgerText({ component, releases }: Ledger): string {
  const entries = releases.map(({ version, digest, source, attestation }) => ({ version, digest, source, attestation }));
  return `${JSON.stringify({ component, releases: entries }, null, 2)}\n`;
}

/** What a ledger has under a digest. */
export function tryEntry(ledger: Ledger | undefined, digest: string): LedgerEntry | undefined {
  return ledger?.releases.find((entry) => entry.digest === digest);
}

/** The ledger with one entry more, or as it is if it has that entry. */
export function withEntry(ledger: Ledger | undefined, component: string, entry: LedgerEntry): Ledger {
  if (ledger !== undefined && tryEntry(ledger, entry.digest) !== undefined) return ledger;
  return { component, releases: [...(ledger?.releases ?? []), entry] };
}

/** Why a release is not what the ledger has under that name; undefined if it is. */
export function ledgerProblem(component: string, release: Release, ledgers: Ledgers): string | undefined {
  const isRecorded = tryEntry(ledgers.get(component), release.digest) !== undefined;
  return ledgerConflict(component, release, ledgers) ?? (isRecorded ? undefined : `the ledger has no ${release.version} ${release.digest}`);
}

/** Why a release cannot be entered: a digest is one version of one component for ever. */
export function ledgerConflict(component: string, { version, digest }: Release, ledgers: Ledgers): string | undefined {
  const others = [...ledgers.values()].filter((ledger) => ledger.component !== component);
  const other = others.find((ledger) => tryEntry(ledger, digest) !== undefined);
  if (other !== undefined) return `${digest} is an image of ${other.component}`;
  const own = ledgers.get(component);
  const byDigest = tryEntry(own, digest);
  const byVersion = own?.releases.find((entry) => entry.version === version);
  if (byDigest !== undefined && byDigest.version !== version) return `${digest} is version ${byDigest.version} in the ledger`;
  if (byVersion !== undefined && byVersion.digest !== digest) return `${version} is ${byVersion.digest} in the ledger`;
  return undefined;
}
