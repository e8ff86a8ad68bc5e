import type { Rule } from '../rule';

export const mockSecret: Rule = {
  id: 'secrets/mock',
  title: 'Only development has mock Secrets',
  severity: 'error',
  rationale:
    'Their values are made up when the cluster is seeded: nothing in Git says what they are, and nothing keeps a copy (requirement E14, bad input 47).',
  requirements: ['E14'],
  fix: 'seal the values, or name the store that holds them, in envs/<environment>/index.ts',
  *check({ facts, purpose }) {
    if (facts === undefined || purpose === 'development') return;
    for (const { namespace, name, kind } of facts.secrets) {
      if (kind === 'mock') yield { message: `the Secret ${namespace}/${name} is a mock one; this is ${purpose}` };
    }
  },
};
