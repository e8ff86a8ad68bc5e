import type { Rule } from '../rule';

export const knownInRehearsal: Rule = {
  id: 'facts/known-in-rehearsal',
  title: 'A rehearsal says which of its facts nobody has confirmed',
  severity: 'warning',
  rationale:
    'A rule of parity that is not documented counts as unknown and needs a governance review (source 000); what nobody confirmed cannot be reviewed.',
  requirements: ['A12', 'A56'],
  fix: 'ask, and put the answer into envs/clusters.ts in place of unknown(...)',
  *check({ purpose, unknowns }) {
    if (purpose !== 'rehearsal') return;
    for (const { field, why, ask } of unknowns) yield { field, message: `is unknown: ${why}; ask ${ask}` };
  },
};
