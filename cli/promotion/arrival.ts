import { type Environment, type Ledger, ledgerConflict, ledgerText, release, tryEntry, withEntry } from '../../lib';
import { badPromotion } from '../messages';
import { LEDGERS } from '../paths';
import type { Change } from '../ports/changes';
import type { FileSystem } from '../ports/file-system';
import { isCommitId } from '../ports/git';
import { readLedgers, recordTexts } from '../records';
import type { Source } from '../scaffold/source';
import { type Edit, NO_EDIT } from './edit';
import { releaseEdits } from './release-edits';
import { releaseFile } from './release-file';
import { releaseLines } from './release-line';

export interface ArrivalProps {
  readonly fs: FileSystem;
  readonly root: string;
  readonly environment: Environment;
  readonly component: string;
  readonly version: string;
  readonly digest: string;
  /** Commit of the component that was built; needed where the ledger does not have the release yet. */
  readonly source?: string | undefined;
  readonly attestation?: string | undefined;
  /** Why it passes the environments before. @default it does not: it arrives where nothing is followed */
  readonly hotfix?: string | undefined;
  readonly isForced: boolean;
}

/** A release that comes from a component's own repository: into the ledger, and into the line. */
export function arrival(props: ArrivalProps): Edit {
  const { fs, root, environment, component, version, digest, source, attestation, hotfix, isForced } = props;
  const { name, traits } = environment;
  if (traits.follows !== undefined && hotfix === undefined && hasLine(releaseFile(fs, root, traits.follows), component)) {
    throw badPromotion(
      `${name} follows ${traits.follows}, and releases arrive where nothing is followed; promote from there, or say --hotfix 'INCIDENT: reason'`,
    );
  }
  const target = release(version, digest, { ...(hotfix !== undefined && { hotfix }) });
  const edits = releaseEdits(releaseFile(fs, root, name), new Map([[component, target]]), isForced);
  const ledgers = readLedgers(fs, root);
  const conflict = ledgerConflict(component, target, ledgers);
  if (conflict !== undefined) throw badPromotion(`${component} ${version} is not ${digest}: ${conflict}`);

  const ledger = ledgers.get(component);
  const isRecorded = tryEntry(ledger, digest) !== undefined;
  if (!isRecorded && !isCommitId(source ?? '')) {
    throw badPromotion(
      `the ledger has no ${component} ${version} yet; expected --source COMMIT with the full id of the commit that was built, found ${source ?? 'none'}`,
    );
  }
  const entry = { version, digest, source: source ?? '', ...(attestation !== undefined && { attestation }) };
  const recorded = withEntry(ledger, component, entry);
  // The ledger first: an entry that no line names yet does no harm, whatever stops the rest.
  const changes = [...(isRecorded ? [] : [ledgerChange(fs, root, recorded)]), ...edits.changes];
  return { ...NO_EDIT, wanted: edits.wanted, changes, ledgers: [recorded] };
}

/** Where the environment before does not run the component, there is nothing to promote from. */
function hasLine(before: Source, component: string): boolean {
  return releaseLines(before).some((line) => line.component === component);
}

/** How the file of a ledger changes. */
export function ledgerChange(fs: FileSystem, root: string, ledger: Ledger): Change {
  const path = `${LEDGERS}/${ledger.component}.json`;
  const before = recordTexts(fs, root, LEDGERS).get(path);
  return { path, ...(before !== undefined && { before }), after: ledgerText(ledger) };
}
