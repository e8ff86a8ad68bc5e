import type { LaidOut } from '../manifest/layout';
import { type Manifest, valueAt } from '../manifest/manifest';
import { ARGO_CD_NAMESPACE, applicationName, folderOf, type Unit } from '../manifest/unit';
import { readManifests } from '../manifest/yaml-reader';
import type { Lock } from './lock';
import type { Rendering } from './rendering';

/** Files of a lock as layout takes them: path and text as they are, objects for whoever judges. */
export interface Held {
  readonly files: readonly LaidOut[];
  /** Paths whose bytes are nowhere. */
  readonly missing: readonly string[];
}

/** What a locked environment holds of a component, whatever the classes would render. */
export function heldFiles({ component, files }: Lock, rendering: Rendering | undefined, texts: ReadonlyMap<string, string>): Held {
  const paths = Object.keys(files);
  const found = paths.flatMap((path) => {
    const text = texts.get(path);
    return text === undefined ? [] : [{ path, text, manifest: readManifests(text).manifests[0] as Manifest }];
  });
  const manifests = found.map(({ manifest }) => manifest);
  const units = new Map<string, Unit>((rendering?.files ?? []).map(({ unit }) => [unit.folder, unit]));
  const unitAt = (folder: string): Unit => {
    const unit = units.get(folder) ?? unitOf(component, folder, manifests);
    units.set(folder, unit);
    return unit;
  };
  return {
    files: found.map((file) => ({ ...file, unit: unitAt(folderOf(file.path)) })),
    missing: paths.filter((path) => !texts.has(path)),
  };
}

/** A unit that the classes do not make any more, as its Application has it; without one it is the delivery's own. */
function unitOf(component: string, folder: string, manifests: readonly Manifest[]): Unit {
  const application = manifests.find(({ kind, metadata }) => kind === 'Application' && metadata.name === applicationName(folder));
  return {
    folder,
    component,
    project: String(valueAt(application, 'spec.project') ?? 'platform'),
    namespace: String(valueAt(application, 'spec.destination.namespace') ?? ARGO_CD_NAMESPACE),
    manifests: [],
  };
}
