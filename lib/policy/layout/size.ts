import { groupBy } from '../../manifest/group-by';
import { valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** Bytes that the values of a ConfigMap or Secret may take together (Kubernetes validation, MaxSecretSize). */
const MAX_DATA = 1_048_576;
/** Bytes above which client-side apply cannot note what it applied in an annotation. */
const MAX_CLIENT_SIDE = 262_144;
/** Bytes of one directory Application (Argo CD, reposerver.max.combined.directory.manifests.size). */
const MAX_DIRECTORY = 10_000_000;

export const size: Rule = {
  id: 'layout/size',
  title: 'Objects and folders stay below the limits of Kubernetes and Argo CD',
  severity: 'error',
  rationale: 'Beyond them the sync of the whole Application fails.',
  requirements: ['A3'],
  fix: 'split the object or the unit, or keep the data in a store',
  *check(world) {
    for (const object of world.objects) yield* objectSize(object, world);
    yield* folderSizes(world);
  },
};

function* objectSize(object: WorldObject, world: World): Generator<Violation> {
  const { manifest, text, unit } = object;
  if (manifest.kind === 'ConfigMap' || manifest.kind === 'Secret') {
    const data = dataBytes(valueAt(manifest, 'data')) + dataBytes(valueAt(manifest, 'binaryData'));
    if (data > MAX_DATA) yield { object, field: 'data', message: `holds ${data} bytes; a ${manifest.kind} may hold ${MAX_DATA}` };
  }
  if (unit !== undefined && exceeds([text], MAX_CLIENT_SIDE) && !isAppliedByServer(object, world)) {
    yield {
      object,
      message: `has ${Buffer.byteLength(text)} bytes; client-side apply carries ${MAX_CLIENT_SIDE}`,
      fix: 'sync its Application with ServerSideApply=true, or split the object',
    };
  }
}

function isAppliedByServer({ unit }: WorldObject, world: World): boolean {
  return world.ofKind('Application').some(({ manifest }) => {
    const path = valueAt(manifest, 'spec.source.path');
    const options = valueAt(manifest, 'spec.syncPolicy.syncOptions');
    const covers = typeof path === 'string' && path.endsWith(`/${unit?.folder}`);
    return covers && Array.isArray(options) && options.includes('ServerSideApply=true');
  });
}

function* folderSizes(world: World): Generator<Violation> {
  const folders = groupBy(world.objects, ({ unit }) => unit?.folder);
  for (const [folder, objects] of folders) {
    const texts = objects.map(({ text }) => text);
    if (folder === undefined || !exceeds(texts, MAX_DIRECTORY)) continue;
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    yield { message: `the unit ${folder} has ${bytes} bytes; Argo CD reads ${MAX_DIRECTORY} of one directory` };
  }
}

/** Counts bytes only where there are characters enough: no character takes more than three bytes each way of counting. */
function exceeds(texts: readonly string[], limit: number): boolean {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return characters * 3 > limit && texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > limit;
}

function dataBytes(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  return Object.values(data).reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0);
}
