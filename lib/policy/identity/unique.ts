import { compareText } from '../../manifest/order';
import type { Rule } from '../rule';
import type { WorldObject } from '../world';

export const unique: Rule = {
  id: 'identity/unique',
  title: 'No two manifests describe one object',
  severity: 'error',
  rationale: 'Two Applications that own one object overwrite each other for ever; two files of one Application: the last one wins unseen.',
  requirements: ['A24'],
  fix: 'rename one, or leave it to one owner',
  *check(world) {
    const seen = new Map<string, WorldObject>();
    for (const object of world.objects) {
      const first = seen.get(object.key);
      if (first === undefined) seen.set(object.key, object);
      else yield { object, message: `is also described by ${owners(first, object)}` };
    }
    yield* namesThatDifferInCase([...seen.values()]);
  },
};

function owners(first: WorldObject, second: WorldObject): string {
  const place = first.file || 'another manifest';
  return first.unit === undefined || first.unit.folder === second.unit?.folder ? place : `${place} of the unit ${first.unit.folder}`;
}

/** Kinds, groups and names that only differ in case would share a file where case does not count. */
function* namesThatDifferInCase(objects: readonly WorldObject[]): Generator<{ object: WorldObject; message: string }> {
  const folded = new Map<string, WorldObject>();
  for (const object of [...objects].sort((a, b) => compareText(a.key, b.key))) {
    const first = folded.get(object.key.toLowerCase());
    if (first === undefined) folded.set(object.key.toLowerCase(), object);
    else yield { object, message: `differs from ${first.key} in case only` };
  }
}
