import { type Release, type Releases, release } from '../../lib';
import { editMissed, heldLine } from '../messages';
import type { Change } from '../ports/changes';
import type { Source } from '../scaffold/source';
import { releaseOf } from './release-file';
import { lineOf, withRelease } from './release-line';

/** Release lines as they shall be, and what to hold the result against. */
export interface ReleaseEdits {
  /** Nothing, if every line says so already. */
  readonly changes: readonly Change[];
  readonly wanted: ReadonlyMap<string, Release>;
}

/** Edits the lines of components and nothing else of the file. @throws a line that is held, unless forced */
export function releaseEdits(source: Source, wanted: ReadonlyMap<string, Release>, isForced: boolean): ReleaseEdits {
  const { path, text } = source;
  const after = [...wanted].reduce((edited, [component, target]) => {
    const line = lineOf({ path, text: edited }, component);
    if (spoken(releaseOf(source, line)) === spoken(target)) return edited;
    if (line.held !== undefined && !isForced) throw heldLine(path, component, line.held);
    return withRelease({ path, text: edited }, component, target);
  }, text);
  return { changes: after === text ? [] : [{ path, before: text, after }], wanted };
}

/** @throws if what the edited class runs is not what was wanted, or anything else moved with it */
export function verifyReleases(path: string, before: Releases, after: Releases, wanted: ReadonlyMap<string, Release>): void {
  for (const component of new Set([...Object.keys(before), ...Object.keys(after), ...wanted.keys()])) {
    const expected = spoken(wanted.get(component) ?? before[component]);
    const found = spoken(after[component]);
    if (found !== expected) throw editMissed(path, component, expected, found);
  }
}

function spoken(release: Release | undefined): string {
  return release === undefined ? 'nothing' : [release.version, release.digest, release.hotfix].filter(Boolean).join(' ');
}

/** A release without what made it a hotfix elsewhere. */
export function plain({ version, digest }: Release): Release {
  return release(version, digest);
}
