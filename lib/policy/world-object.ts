import type { Manifest } from '../manifest/manifest';
import type { Unit } from '../manifest/unit';

/** An object with where it was found. */
export interface WorldObject {
  readonly manifest: Manifest;
  /** `group/Kind/namespace/name`. */
  readonly key: string;
  /** Path for messages; empty if there is none. */
  readonly file: string;
  /** The file's text; of a file of several documents, all of it. */
  readonly text: string;
  /** The unit that it belongs to; absent for manifests that nobody here wrote. */
  readonly unit?: Unit;
}
