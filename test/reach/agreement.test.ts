import fc from 'fast-check';
import { reachWorld } from '../../cli/bench/reach-world';
import { AT_ONCE, agreement, compared, SEEDS } from './agreement';
import type { KubernetesObject } from './brute-force/kubernetes';
import { randomWorld } from './brute-force/random-world';
import { table, type Ways } from './brute-force/table';

/** By seed: a test each. 20,000 more worlds are in test/deep. */
test.each(SEEDS)(`the evaluator and the brute force agree on ${AT_ONCE} random worlds of seed %i`, (seed) => {
  const { rows, disagreements } = agreement(seed, AT_ONCE);

  expect(disagreements).toEqual([]);
  expect(rows).toBeGreaterThan(AT_ONCE * 10);
});

test('they agree on what is measured, with four of the pods in each of three namespaces', () => {
  const objects = reachWorld(75).filter(({ kind, metadata: { name } }) => kind !== 'Pod' || /^app-[0-3]$/.test(name));

  const { rows, disagreements } = compared([objects as unknown as KubernetesObject[]], 'of the benchmark');

  expect(disagreements).toEqual([]);
  // Within namespaces, from each to the next, and to an address outside; may and must.
  expect(rows).toBe(2 * 3 * (12 + 1 + 1));
});

test('the ways that decide about two ends say what all ways together say', () => {
  const worlds = fc.sample(randomWorld, { seed: 25, numRuns: 4 });

  const tables = (ways: Ways) => worlds.flatMap((objects) => [table(objects, 'may', ways), table(objects, 'must', ways)]);

  expect(tables('concerning')).toEqual(tables('together'));
});
