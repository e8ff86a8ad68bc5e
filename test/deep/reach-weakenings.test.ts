import { comparisons } from '../programs/weakening-comparison';

const EDITS = 300;

test(`after each of ${EDITS} random edits of what is shipped rules are red for just the stores that the brute force finds a way to`, async () => {
  const outcomes = { green: 0, undeclared: 0, ungoverned: 0 };
  for await (const { what, rules, bruteForce } of comparisons(EDITS)) {
    expect({ what, ...rules }).toEqual({ what, ...bruteForce });
    if (bruteForce.undeclared.length > 0) outcomes.undeclared++;
    if (bruteForce.ungoverned.length > 0) outcomes.ungoverned++;
    if (bruteForce.undeclared.length + bruteForce.ungoverned.length === 0) outcomes.green++;
  }
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(EDITS / 10);
});
