import { compare, type Difference, type Environment, type Finding, type Synthesis } from '../lib';
import { loadEnvironment, makeEnvironment } from './environments';
import { sideOf } from './side';

/** The id that `validate` reports under; not one of `rules`, which see one environment. */
const PARITY = 'parity/declared';

/**
 * Where a rehearsal differs from the production that follows it, and no trait, fact or line of their classes says so (requirements A6 to
 * A12). What is only kept from an earlier day is no finding: promoting mends it, and locks say so.
 * @param syntheses those that were made; a pair that is not whole is not judged
 */
export async function parityFindings(syntheses: readonly Synthesis[]): Promise<Finding[]> {
  const known = new Map(syntheses.map((synthesis) => [synthesis.environment, synthesis]));
  const findings: Finding[] = [];
  for (const synthesis of syntheses) {
    const environment = await made(synthesis);
    const before = known.get(environment.traits.follows ?? '');
    if (environment.traits.purpose !== 'production' || before === undefined) continue;
    const rehearsal = await made(before);
    const { undeclared } = compare(sideOf(rehearsal, before), sideOf(environment, synthesis));
    findings.push(...undeclared.map((difference) => findingOf(difference, rehearsal.name, environment.name)));
  }
  return findings;
}

async function made({ environment }: Synthesis): Promise<Environment> {
  return makeEnvironment(environment, await loadEnvironment(environment));
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
