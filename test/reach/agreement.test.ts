import { agreement } from './agreement';

/** By seed: a test each. The brute force takes its time; 20,000 more worlds are in test/deep. */
test.each([21, 22])('the evaluator and the brute force agree on ten random worlds of seed %i', (seed) => {
  const { rows, disagreements } = agreement(seed, 10);

  expect(disagreements).toEqual([]);
  expect(rows).toBeGreaterThan(100);
});
