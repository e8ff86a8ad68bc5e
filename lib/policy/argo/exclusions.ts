import { textsAt } from '../../manifest/fields';
import { groupOf, typeOf } from '../../manifest/identity';
import { type Manifest, valueAt } from '../../manifest/manifest';
import { readManifests } from '../../manifest/yaml-reader';
import { matchesGlob } from '../project/glob';
import type { Violation } from '../rule';
import type { World } from '../world';
import type { Settings } from './settings';

const EXCLUSIONS = 'resource.exclusions';

/** Exclusions of what is delivered: Argo CD neither applies it nor sees that somebody changed it. */
export function* hiddenKinds({ object, values, at }: Settings, world: World): Iterable<Violation> {
  const text = values.get(EXCLUSIONS);
  if (text === undefined) return;
  const items = itemsOf(text);
  if (items === undefined) {
    yield { object, field: at(EXCLUSIONS), message: 'is no list, so Argo CD reads none of its settings' };
    return;
  }
  const delivered = new Map(world.objects.map(({ manifest }) => [typeOf(manifest), manifest]));
  for (const item of items) {
    const hidden = [...delivered.values()].find((manifest) => excludes(item, manifest));
    if (hidden === undefined) continue;
    yield { object, field: at(EXCLUSIONS), message: `hides each ${hidden.kind}, and ${hidden.metadata.name} is one that is delivered` };
  }
}

/** Whether Argo CD overlooks a kind: groups are globs, kinds are not, and an empty list is about all of them. */
function excludes(item: unknown, { apiVersion, kind }: Manifest): boolean {
  const [groups, kinds] = [textsAt(item, 'apiGroups'), textsAt(item, 'kinds')];
  const isOfGroup = groups.length === 0 || groups.some((group) => matchesGlob(group, groupOf(apiVersion)));
  return isOfGroup && (kinds.length === 0 || kinds.some((name) => name === '*' || name === kind));
}

/** The items of a list that is written as YAML in a text; undefined where it is none. */
function itemsOf(text: string): readonly unknown[] | undefined {
  // Read as a field of a manifest, since that is what the reader of YAML reads.
  const lines = text.split('\n').map((line) => `  ${line}`);
  const { manifests } = readManifests(['apiVersion: v1', 'kind: Settings', 'metadata: {name: settings}', 'items:', ...lines].join('\n'));
  const items = valueAt(manifests[0], 'items');
  if (items === null) return [];
  return Array.isArray(items) ? items : undefined;
}
