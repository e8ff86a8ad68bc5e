import { sha256 } from '../manifest/digest';
import { groupBy } from '../manifest/group-by';
import type { LaidOut } from '../manifest/layout';
import { type Inputs, inputsOf } from './inputs';
import type { Lock } from './lock';
import type { Release } from './release';

/** What the classes render of one component today. */
export interface Rendering {
  readonly component: string;
  readonly files: readonly LaidOut[];
  /** What the environment's class writes for it; absent for shared components. */
  readonly inputs?: Inputs;
  readonly release?: Release;
}

/** Every file belongs to exactly one component. */
export function renderingsOf(
  objects: readonly LaidOut[],
  overrides: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): Map<string, Rendering> {
  const components = groupBy(objects, ({ unit }) => unit.component);
  return new Map(
    [...components].map(([component, files]) => {
      const own = overrides.get(component);
      const release = own?.release as Release | undefined;
      return [component, { component, files, ...(own && { inputs: inputsOf(own) }), ...(release && { release }) }];
    }),
  );
}

/** Path → sha256 of the text: what a lock holds of files. */
export function digestsOf(files: readonly LaidOut[]): Record<string, string> {
  return Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)]));
}

/** Whether files are those of a lock, byte for byte. */
export function isHeld(digests: Readonly<Record<string, string>>, lock: Lock): boolean {
  const paths = Object.keys(digests);
  return paths.length === Object.keys(lock.files).length && paths.every((path) => digests[path] === lock.files[path]);
}
