import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';

export const oneOwner: Rule = {
  id: 'layout/one-owner',
  title: 'No two objects share a file',
  severity: 'error',
  rationale: 'The last one would win unseen, and the other one would be pruned.',
  requirements: ['A24'],
  fix: 'give the objects of the unit different names, or every one of them a namespace',
  *check(world) {
    const owners = new Map<string, WorldObject>();
    for (const object of world.objects) {
      if (object.unit === undefined) continue;
      const owner = owners.get(object.file);
      if (owner === undefined) owners.set(object.file, object);
      else if (owner.key !== object.key) yield { object, message: `would be written over ${owner.key}` };
    }
  },
};
