import type { Rule } from '../rule';

export const sealingKey: Rule = {
  id: 'isolation/sealing-key',
  title: 'Each environment has a sealing certificate of its own',
  severity: 'error',
  rationale: 'Whoever opens the values of one environment would open those of the other (requirement B38; hardening 5).',
  requirements: ['B38', 'C10'],
  fix: "fetch this cluster's own certificate and seal its values anew",
  *check({ facts }) {
    if (facts?.sealingKey === undefined) return;
    for (const { environment, sealingKey } of facts.neighbours) {
      if (sealingKey !== undefined && fingerprint(sealingKey) === fingerprint(facts.sealingKey)) {
        yield { message: `the sealing certificate ${facts.sealingKey} is that of ${environment}, too` };
      }
    }
  },
};

/** Tools write them in either case, with colons or without. */
function fingerprint(text: string): string {
  return text.replaceAll(':', '').toLowerCase();
}
