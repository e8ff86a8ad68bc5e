import { groupBy } from '../../manifest/group-by';
import { compareText } from '../../manifest/order';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';

export const unique: Rule = {
  id: 'identity/unique',
  title: 'No two manifests describe one object',
  severity: 'error',
  rationale: 'Two Applications that own one object overwrite each other for ever; two files of one Application: the last one wins unseen.',
  requirements: ['A24'],
  fix: 'rename one, or leave it to one owner',
  *check(world) {
    for (const sharing of groupBy(world.objects, ({ key }) => key.toLowerCase()).values()) {
      if (sharing.length === 1) continue;
      const [first, ...others] = sharing.sort((a, b) => compareText(a.key, b.key) || compareText(a.file, b.file)) as [
        WorldObject,
        ...WorldObject[],
      ];
      for (const object of others) {
        const isSame = object.key === first.key;
        yield { object, message: isSame ? `is also described by ${owner(first, object)}` : `differs from ${first.key} in case only` };
      }
    }
  },
};

function owner(first: WorldObject, second: WorldObject): string {
  const place = first.file || 'another manifest';
  return first.unit === undefined || first.unit.folder === second.unit?.folder ? place : `${place} of the unit ${first.unit.folder}`;
}
