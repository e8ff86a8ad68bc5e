import { cannotPause, pausedByHand } from '../errors';
import type { LaidOut } from '../manifest/layout';
import type { Manifest } from '../manifest/manifest';
import { type Incident, isOpen } from './incident';
import { isAutomated, PAUSED, paused, resumed, resumedText, rewritten } from './pause';

/** The Applications that keep the others, and each other: who pauses a child pauses these, or they put it back. */
export const KEEPERS = ['bootstrap', 'root'] as const;

/** Ids of the open records that pause each Application. */
export function pausesOf(incidents: readonly Incident[]): Map<string, string[]> {
  const pauses = new Map<string, string[]>();
  for (const { id, paused: names } of incidents.filter(isOpen)) {
    for (const name of names) pauses.set(name, [...(pauses.get(name) ?? []), id]);
  }
  return pauses;
}

/** An object and the component that it belongs to. */
export interface Owned {
  readonly manifest: Manifest;
  readonly component: string;
}

/** Names of the Applications that a change of components by hand has to pause: theirs, and those that keep them. */
export function applicationsToPause(objects: readonly Owned[], components: readonly string[]): string[] {
  const automated = objects.filter(({ manifest }) => isAutomated(resumed(manifest)));
  const concerned = automated.filter(({ manifest, component }) => components.includes(component) || isKeeper(manifest));
  return concerned.map(({ manifest }) => manifest.metadata.name).sort();
}

function isKeeper({ metadata }: Manifest): boolean {
  return (KEEPERS as readonly string[]).includes(metadata.name);
}

/** Objects as they are published while records are open. @throws what is paused by no record, and a file that could not be brought back to its bytes */
export function withPauses(objects: readonly LaidOut[], incidents: readonly Incident[]): readonly LaidOut[] {
  const byHand = objects.find(({ manifest }) => manifest.metadata.annotations?.[PAUSED] !== undefined);
  if (byHand !== undefined) throw pausedByHand(byHand.path, PAUSED);
  const pauses = pausesOf(incidents);
  if (pauses.size === 0) return objects;
  return objects.map((object) => {
    const ids = pauses.get(object.manifest.metadata.name);
    if (ids === undefined || !isAutomated(object.manifest)) return object;
    const manifest = paused(object.manifest, ids);
    const text = rewritten(object.text, manifest);
    if (resumedText(text) !== object.text) throw cannotPause(object.path);
    return { ...object, manifest, text };
  });
}

/** Objects as they are without any pause. */
export function withoutPauses(objects: readonly LaidOut[]): readonly LaidOut[] {
  return objects.map((object) => {
    const manifest = resumed(object.manifest);
    return manifest === object.manifest ? object : { ...object, manifest, text: resumedText(object.text) };
  });
}
