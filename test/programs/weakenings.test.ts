import { comparisons } from './weakening-comparison';

/** 300 of them are in test/deep. */
const EDITS = 30;

/** Milliseconds: a third of a second an edit where nothing else runs. */
const LONGEST = 120_000;

test(
  `after each of ${EDITS} random edits rules are red for just the stores that the brute force finds a way to`,
  async () => {
    const outcomes = { green: 0, red: 0 };
    for await (const { what, rules, bruteForce } of comparisons(EDITS)) {
      expect({ what, ...rules }).toEqual({ what, ...bruteForce });
      outcomes[bruteForce.undeclared.length + bruteForce.ungoverned.length > 0 ? 'red' : 'green']++;
    }
    expect(Math.min(outcomes.green, outcomes.red)).toBeGreaterThan(4);
  },
  LONGEST,
);
