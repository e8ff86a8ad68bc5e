import { join } from 'node:path';
import type { Manifest } from '../../lib';
import { type Committed, committedObjects } from '../drift/committed';
import { componentsIn } from '../index-file';
import type { FileSystem } from '../ports/file-system';

/** What `dist` has of an environment, with the component of each object. */
export interface Delivered {
  readonly committed: readonly Committed[];
  readonly objects: readonly (Committed & { readonly component: string })[];
  readonly components: readonly string[];
  /** The Application of a name. */
  application(name: string): Manifest | undefined;
}

/** @throws {Refusal} a folder that cannot be read */
export function deliveredOf(fs: FileSystem, root: string, environment: string): Delivered {
  const folder = `dist/${environment}`;
  const committed = committedObjects(fs, root, folder);
  const index = join(root, folder, 'index.json');
  const owners = new Map(componentsIn(fs.kindOf(index) === 'file' ? fs.read(index) : undefined));
  const objects = committed.map((object) => ({ ...object, component: owners.get(object.file.slice(folder.length + 1)) ?? '' }));
  const applications = new Map(
    committed.filter(({ manifest }) => manifest.kind === 'Application').map(({ manifest }) => [manifest.metadata.name, manifest]),
  );
  return {
    committed,
    objects,
    components: [...new Set(owners.values())].sort(),
    application: (name) => applications.get(name),
  };
}
