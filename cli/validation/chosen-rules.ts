import { ALWAYS, BESIDE, FAMILIES, type Judgement, nearest, type Rule, rules } from '../../lib';
import { unknownRule } from '../messages';

/** Rules that were asked for. */
export interface Chosen {
  readonly gates: readonly Rule[];
  /** Whether what is reported under an id was asked for. */
  readonly isAsked: (id: string) => boolean;
  /** Also of what is found beside the rules: departures of dist, locks, waivers. */
  readonly only: (judgement: Judgement) => Judgement;
}

/** @throws {Refusal} an id that no rule has, and no family */
export function chosenRules(asked: readonly string[] | undefined): Chosen {
  if (asked === undefined) return { gates: rules, isAsked: () => true, only: (judgement) => judgement };
  const isAsked = (id: string): boolean => asked.some((one) => id === one || id.startsWith(`${one}/`));
  const known: readonly string[] = [...rules.map(({ id }) => id), ...Object.keys(BESIDE), ...FAMILIES];
  for (const one of asked) {
    if (!known.includes(one)) throw unknownRule(one, nearest(one, known));
  }
  return {
    gates: rules.filter(({ id }) => isAsked(id)),
    isAsked,
    only: (judgement) => ({ ...judgement, findings: judgement.findings.filter(({ rule }) => isAsked(rule) || ALWAYS.includes(rule)) }),
  };
}
