/** An answer about something that has not been deployed yet: in every cluster, in some, in none. */
export type Verdict = 'yes' | 'perhaps' | 'no';

export function not(verdict: Verdict): Verdict {
  return verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : 'perhaps';
}

export function allOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('no') ? 'no' : verdicts.includes('perhaps') ? 'perhaps' : 'yes';
}

export function anyOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('yes') ? 'yes' : verdicts.includes('perhaps') ? 'perhaps' : 'no';
}
