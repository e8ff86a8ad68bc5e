import type { LaidOut } from '../manifest/layout';
import { type Manifest, valueAt } from '../manifest/manifest';
import { applicationName, folderOf, type Unit } from '../manifest/unit';
import { readManifests } from '../manifest/yaml-reader';
import type { Lock } from './lock';
import type { Rendering } from './rendering';

/** Files of a lock as layout takes them: path and text as they are, objects for whoever judges. `missing` are nowhere. */
export interface Held {
  readonly files: readonly LaidOut[];
  readonly missing: readonly string[];
}

/** What a locked environment holds of a component, whatever the classes would render. */
export function heldFiles({ component, files }: Lock, rendering: Rendering | undefined, texts: ReadonlyMap<string, string>): Held {
  const paths = Object.keys(files);
  const found = paths.flatMap((path) => {
    const text = texts.get(path);
    return text === undefined ? [] : [{ path, text, manifest: readManifests(text).manifests[0] as Manifest }];
  });
  const units = new Map<string, Unit>((rendering?.files ?? []).map(({ unit }) => [unit.folder, unit]));
  const unitAt = (path: string): Unit => {
    const folder = folderOf(path);
    const known = units.get(folder);
    if (known !== undefined) return known;
    const application = found.find(({ manifest }) => manifest.kind === 'Application' && manifest.metadata.name === applicationName(folder));
    const unit: Unit = {
      folder,
      component,
      project: String(valueAt(application?.manifest, 'spec.project') ?? 'platform'),
      namespace: String(valueAt(application?.manifest, 'spec.destination.namespace') ?? ''),
      manifests: [],
    };
    units.set(folder, unit);
    return unit;
  };
  return { files: found.map((file) => ({ ...file, unit: unitAt(file.path) })), missing: paths.filter((path) => !texts.has(path)) };
}
