import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { emitYaml, type Manifest, readManifests } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import type { Difference } from './difference';
import { setField, stepsOf } from './field-steps';
import { isSecretive } from './hidden';

/**
 * The differences as a unified diff of the files of `dist`, for people: what synth has to render once they are codified. What cannot be
 * drawn is named in comments before it.
 */
export function patchOf(differences: readonly Difference[], fs: FileSystem, root: string): string {
  const comments: string[] = [];
  const patches: string[] = [];
  const files = new Map<string, Difference[]>();
  for (const one of differences) {
    if (one.class === 'extra') patches.push(...added(one, comments));
    else if (one.class === 'missing') comments.push(`${one.spoken}: is not in the cluster; ${one.file} has it`);
    else if (isSecretive(one.object)) comments.push(`${one.spoken}: ${one.field} differs; what holds secrets is not drawn`);
    else files.set(one.file, [...(files.get(one.file) ?? []), one]);
  }
  for (const [file, own] of files) patches.push(...changed(file, own, { fs, root, comments }));
  return [...comments.map((line) => `# ${line}\n`), ...patches].join('');
}

interface Drawing {
  readonly fs: FileSystem;
  readonly root: string;
  readonly comments: string[];
}

function changed(file: string, differences: readonly Difference[], { fs, root, comments }: Drawing): string[] {
  const before = fs.read(join(root, file));
  const [manifest] = readManifests(before).manifests;
  if (manifest === undefined) return [];
  const live = structuredClone(manifest) as Manifest;
  for (const { spoken, field, live: value } of differences) {
    const steps = stepsOf(field);
    if (steps === undefined || !setField(live, steps, value)) comments.push(`${spoken}: ${field} is ${JSON.stringify(value) ?? 'absent'}`);
  }
  const firstLine = before.startsWith('#') ? before.slice(0, before.indexOf('\n') + 1) : '';
  // Both sides as synth prints them, so that nothing but what differs is drawn.
  const [old, current] = [firstLine + emitYaml(manifest), firstLine + emitYaml(live)];
  return old === current ? [] : [patch(`a/${file}`, `b/${file}`, old, current)];
}

function added({ spoken, manifest, by }: Difference, comments: string[]): string[] {
  if (manifest === undefined) {
    comments.push(`${spoken}: is in the cluster only${by === undefined ? '' : ` (${by})`}; not drawn`);
    return [];
  }
  comments.push(`${spoken}: is in the cluster only; the class of its component has to make it`);
  return [patch('/dev/null', `b/${spoken.replace(' ', '/')}.yaml`, '', emitYaml(manifest))];
}

/** Without the line of signs that the library begins with. */
function patch(from: string, to: string, before: string, after: string): string {
  return createTwoFilesPatch(from, to, before, after, undefined, undefined, { context: 3 }).replace(/^=+\n/, '');
}
