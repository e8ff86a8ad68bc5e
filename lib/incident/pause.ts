import { canonicalJson } from '../manifest/canonical-json';
import { isMapping, type Manifest, valueAt } from '../manifest/manifest';
import { emitYaml } from '../manifest/yaml-emitter';
import { readManifests } from '../manifest/yaml-reader';

/** Says that an Application is paused: by which records, and what it syncs by when it is not. Requirement C19. */
export const PAUSED = 'platform.kfm.example.org/paused';

/** What the annotation holds, so that the pause can be taken back to the byte. */
interface Note {
  readonly automated: unknown;
  /** Ids of the records, in order. */
  readonly incidents: readonly string[];
  /** Whether the Application had no annotation before. @default false */
  readonly alone?: true;
}

/** Whether an Application syncs by itself: what could be paused. */
export function isAutomated(manifest: Manifest): boolean {
  return manifest.kind === 'Application' && valueAt(manifest, 'spec.syncPolicy.automated') !== undefined;
}

/** An Application that syncs nothing by itself, and says why. One that does not sync by itself stays as it is. */
export function paused(manifest: Manifest, incidents: readonly string[]): Manifest {
  if (!isAutomated(manifest) || incidents.length === 0) return manifest;
  const { metadata, spec } = manifest as Manifest & { readonly spec: { readonly syncPolicy: Record<string, unknown> } };
  const { automated, ...syncPolicy } = spec.syncPolicy;
  const note: Note = { automated, incidents: [...incidents].sort(), ...(metadata.annotations === undefined && { alone: true }) };
  const annotations = { ...metadata.annotations, [PAUSED]: canonicalJson(note) };
  return { ...manifest, metadata: { ...metadata, annotations }, spec: { ...spec, syncPolicy } };
}

/** The Application that was paused, as it was. What is not paused stays as it is. */
export function resumed(manifest: Manifest): Manifest {
  const note = noteOf(manifest);
  if (note === undefined) return manifest;
  const { metadata, spec } = manifest as Manifest & { readonly spec: { readonly syncPolicy: Record<string, unknown> } };
  const { [PAUSED]: _, ...others } = metadata.annotations ?? {};
  const { annotations: __, ...bare } = metadata;
  return {
    ...manifest,
    metadata: { ...bare, ...(note.alone !== true && { annotations: others }) },
    spec: { ...spec, syncPolicy: { ...spec.syncPolicy, automated: note.automated } },
  };
}

/** Ids of the records that pause an Application; none if it is not paused. */
export function pausedBy(manifest: Manifest): readonly string[] {
  return noteOf(manifest)?.incidents ?? [];
}

/** The text of a file whose Application is paused, as it was before, byte for byte; any other text as it is. */
export function resumedText(text: string): string {
  if (!text.includes(PAUSED)) return text;
  const [manifest] = readManifests(text).manifests;
  if (manifest === undefined || noteOf(manifest) === undefined) return text;
  return rewritten(text, resumed(manifest));
}

/** The file of an object with another object in it, below the same first line. */
export function rewritten(text: string, manifest: Manifest): string {
  const firstLine = text.startsWith('#') ? text.slice(0, text.indexOf('\n') + 1) : '';
  return firstLine + emitYaml(manifest);
}

function noteOf(manifest: Manifest): Note | undefined {
  const text = manifest.kind === 'Application' ? manifest.metadata.annotations?.[PAUSED] : undefined;
  if (typeof text !== 'string' || !isMapping(valueAt(manifest, 'spec.syncPolicy'))) return undefined;
  try {
    const note: unknown = JSON.parse(text);
    const isNote = isMapping(note) && Array.isArray(note.incidents) && note.incidents.every((id) => typeof id === 'string');
    return isNote && note.automated !== undefined ? (note as unknown as Note) : undefined;
  } catch {
    return undefined;
  }
}
