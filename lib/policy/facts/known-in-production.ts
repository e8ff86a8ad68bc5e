import type { Rule } from '../rule';

export const knownInProduction: Rule = {
  id: 'facts/known-in-production',
  title: 'Production stands on no fact that nobody has confirmed',
  severity: 'error',
  rationale:
    'A rule of parity that is not documented counts as unknown and needs a governance review (source 000); what nobody confirmed cannot be reviewed.',
  requirements: ['A12', 'A56'],
  fix: 'ask, and put the answer into envs/clusters.ts in place of unknown(...)',
  *check({ purpose, unknowns }) {
    if (purpose !== 'production') return;
    for (const { field, why, ask } of unknowns) yield { field, message: `is unknown: ${why}; ask ${ask}` };
  },
};
