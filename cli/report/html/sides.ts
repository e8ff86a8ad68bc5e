import {
  type ChangedObject,
  emitYaml,
  type FileChange,
  fileOf,
  groupBy,
  hiddenLines,
  type Manifest,
  readChanges,
  shownSides,
  withoutCredentials,
} from '../../../lib';
import { type TextSides, withoutCredentialLines } from './credential-lines';

/** Both sides of an object as text, or why there are none to show. */
export type Sides =
  | { readonly kind: 'changed'; readonly before: string; readonly after: string }
  | { readonly kind: 'added' | 'removed'; readonly text: string }
  /** Something else leads to its consequences. */
  | { readonly kind: 'unchanged' }
  /** No object can be read in it, so nothing in it can be told from a secret. */
  | { readonly kind: 'unreadable' };

/** Both sides, and what is hidden of them, a line each, so that nothing else on the page repeats it. */
export interface Entry {
  readonly sides: Sides;
  readonly hidden: readonly string[];
}

/** Files that people and tools read, and no controller: shown as they are. */
const PAGES = /^(?:README\.md|index\.json|kustomization\.yaml)$/;

/** Both sides of everything in some files of an environment, by object and file as consequences name them. */
export function entriesOf(environment: string, files: readonly FileChange[]): ReadonlyMap<string, Entry> {
  const isPage = ({ path }: FileChange): boolean => PAGES.test(path);
  const { objects, unreadable } = readChanges(files.filter((file) => !isPage(file)));
  // A file may hold an object twice; none of them goes unseen.
  const byPlace = groupBy(objects, (object) => `${object.key}\n${fileOf(environment, pathOf(object))}`);
  return new Map([
    ...[...byPlace].map(([place, alike]): [string, Entry] => [place, sidesOfObjects(alike)]),
    ...unreadable.map(({ file }): [string, Entry] => [
      `\n${fileOf(environment, file.path)}`,
      { sides: { kind: 'unreadable' }, hidden: [] },
    ]),
    ...files.filter(isPage).map((file): [string, Entry] => [`\n${fileOf(environment, file.path)}`, sidesOfPage(file)]),
  ]);
}

function pathOf({ before, after }: ChangedObject): string {
  return (after ?? before)?.path ?? '';
}

function sidesOfObjects(objects: readonly ChangedObject[]): Entry {
  const shown = objects.map(({ before, after }) => shownSides(before?.manifest, after?.manifest));
  const { hidden, ...texts } = withoutCredentialLines({
    before: textOf(shown.flatMap(({ before = [] }) => before)),
    after: textOf(shown.flatMap(({ after = [] }) => after)),
  });
  const concealed = objects.flatMap(({ before, after }, index) => [
    ...hiddenLines(before?.manifest, shown[index]?.before),
    ...hiddenLines(after?.manifest, shown[index]?.after),
  ]);
  return { sides: sidesOf(texts), hidden: [...concealed, ...hidden] };
}

function sidesOfPage({ before, after }: FileChange): Entry {
  return { sides: sidesOf({ before: before && withoutCredentials(before), after: after && withoutCredentials(after) }), hidden: [] };
}

function sidesOf({ before, after }: TextSides): Sides {
  if (before === undefined) return after === undefined ? { kind: 'unchanged' } : { kind: 'added', text: after };
  return after === undefined ? { kind: 'removed', text: before } : { kind: 'changed', before, after };
}

/** One layout for both sides, so that only what means something differs. */
function textOf(manifests: readonly Manifest[]): string | undefined {
  return manifests.length === 0 ? undefined : manifests.map(emitYaml).join('---\n');
}
