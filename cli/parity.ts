import { compare, type Difference, type Finding, type Synthesis } from '../lib';
import { sideOf } from './side';

/** The id that `validate` reports under; not one of `rules`, which see one environment. */
const PARITY = 'parity/declared';

/**
 * Where a rehearsal differs from the production that follows it, and no trait, fact or line of their classes says so (requirements A6 to
 * A12). What is only kept from an earlier day is no finding: promoting mends it, and locks say so.
 * @param syntheses those that were made; a pair that is not whole is not judged
 */
export function parityFindings(syntheses: readonly Synthesis[]): Finding[] {
  const known = new Map(syntheses.map((synthesis) => [synthesis.environment, synthesis]));
  return syntheses.flatMap((synthesis) => {
    const { follows = '', purpose } = synthesis.source.traits;
    const rehearsal = known.get(follows);
    if (purpose !== 'production' || rehearsal === undefined) return [];
    const { undeclared } = compare(sideOf(rehearsal), sideOf(synthesis));
    return undeclared.map((difference) => findingOf(difference, rehearsal.environment, synthesis.environment));
  });
}

function findingOf({ object, field, before, after }: Difference, rehearsal: string, environment: string): Finding {
  return {
    rule: PARITY,
    severity: 'error',
    environment,
    object,
    file: '',
    field,
    message: `is ${spoken(after)} here and ${spoken(before)} in ${rehearsal}, and nothing declares that`,
    fix: `make it the same, or by a trait, a fact of the cluster or an override of the class (npm run compare -- ${rehearsal} ${environment})`,
  };
}

/** Most characters of a value that are worth reading. */
const SHOWN = 80;

function spoken(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
