import type { StorePods } from '../membrane/store-pods';
import { storePods } from '../membrane/store-pods';
import { ungovernedPath } from '../membrane/ungoverned-path';
import type { Rule } from '../rule';

export const governedPath: Rule = {
  id: 'network/governed-path',
  title: 'Every way from outside, the edge and the frontend to a store leads through the governed API',
  severity: 'error',
  rationale:
    'Without the API no chain of connections may be left that ends at a store: two harmless permissions, one into a job and one from it to a database, are a way around every check (requirements A17 and A18; membrane M3; bad input 66).',
  requirements: ['A17', 'A18', 'B5', 'B40', 'B41'],
  fix: 'close one of these connections, or let the API make it',
  *check(world) {
    for (const store of storePods(world)) {
      const path = ungovernedPath(world, store);
      if (path !== undefined) yield { object: store.object, message: messageOf(store, path) };
    }
  },
};

function messageOf({ workload }: StorePods, path: readonly string[]): string {
  return `is reached without the governed API: ${[...path, workload.key].join(' → ')}`;
}
