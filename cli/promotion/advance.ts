import type { Environment, Release } from '../../lib';
import { badPromotion } from '../messages';
import type { FileSystem } from '../ports/file-system';
import { readLocks } from '../records';
import type { Edit } from './edit';
import { plain, releaseEdits } from './release-edits';
import { releaseFile, releaseOf } from './release-file';
import { lineOf, type ReleaseLine, releaseLines } from './release-line';

export interface AdvanceProps {
  readonly fs: FileSystem;
  readonly root: string;
  readonly environment: Environment;
  /** Components by name; all that may move if none is given. */
  readonly components: readonly string[] | 'all';
  /** Whether what is held back moves, too. */
  readonly isForced: boolean;
}

/** Takes the releases of the environment before. */
export function advance({ fs, root, environment, components, isForced }: AdvanceProps): Edit {
  const { name, traits } = environment;
  if (traits.follows === undefined) {
    throw badPromotion(`${name} follows no environment, so releases arrive here by --version VERSION --digest DIGEST --source COMMIT`);
  }
  const file = releaseFile(fs, root, name);
  const before = releaseFile(fs, root, traits.follows);
  const target = (component: string): Release => plain(releaseOf(before, lineOf(before, component)));
  const locks = readLocks(fs, root, name);

  /** Why a line stays where it is when everything moves. */
  const reasonToStay = ({ component, held }: ReleaseLine): string | undefined => {
    const { hotfix, digest } = locks.get(component) ?? {};
    const isHotfix = hotfix !== undefined && digest !== target(component).digest;
    return held ?? (isHotfix ? `a hotfix that ${traits.follows} does not hold yet, ${hotfix}` : undefined);
  };
  const lines = releaseLines(file);
  const left = new Map(
    lines.flatMap((line): [string, string][] => {
      const reason = components === 'all' && !isForced ? reasonToStay(line) : undefined;
      return reason === undefined ? [] : [[line.component, reason]];
    }),
  );
  const named = components === 'all' ? lines.map(({ component }) => component).filter((component) => !left.has(component)) : components;
  const wanted = new Map(named.map((component) => [component, target(component)]));
  const notes = [...wanted].flatMap(([component, { version }]) => {
    const { version: now } = releaseOf(file, lineOf(file, component));
    return isOlder(version, now) ? [`${component} goes back from ${now} to ${version}`] : [];
  });
  return { ...releaseEdits(file, wanted, isForced), ledgers: [], left, notes };
}

/** By major, minor and patch. */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => (text.split('-', 1)[0] as string).split('.').map(Number)) as [number[], number[]];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}
