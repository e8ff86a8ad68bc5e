import type { Rule } from '../rule';

export const locked: Rule = {
  id: 'facts/locked',
  title: 'Production takes changes by promotion only',
  severity: 'error',
  rationale:
    'Unless it is locked, whatever the classes render lands there at once, without the environment before it and without its evidence (requirements A40 and B6, bad input 47).',
  requirements: ['A5', 'A40', 'B6', 'B20'],
  fix: 'set locked: true in envs/<environment>/index.ts, and `follows` to the environment that promotions come from',
  *check({ facts, purpose }) {
    if (purpose === 'production' && facts?.locked === false) yield { message: 'production is not locked' };
  },
};
