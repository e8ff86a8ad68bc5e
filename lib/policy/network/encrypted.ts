import type { Rule } from '../rule';

export const encrypted: Rule = {
  id: 'network/encrypted',
  title: 'Production is declared encrypted, so that its stores speak TLS only',
  severity: 'error',
  rationale: 'Without the trait the rules on certificates, listeners and URLs of stores ask for nothing (requirement E16, bad input 47).',
  requirements: ['E16'],
  fix: 'set encrypted: true in envs/<environment>/index.ts',
  *check({ facts, purpose }) {
    if (purpose === 'production' && facts?.encrypted === false) yield { message: 'production is not declared encrypted' };
  },
};
