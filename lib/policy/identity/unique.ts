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
      const folded = object.key.toLowerCase();
      const first = seen.get(folded);
      if (first === undefined) seen.set(folded, object);
      else if (first.key === object.key) yield { object, message: `is also described by ${owner(first, object)}` };
      else yield { object, message: `differs from ${first.key} in case only` };
    }
  },
};

function owner(first: WorldObject, second: WorldObject): string {
  const place = first.file || 'another manifest';
  return first.unit === undefined || first.unit.folder === second.unit?.folder ? place : `${place} of the unit ${first.unit.folder}`;
}
