import { compareText } from '../manifest/order';
import type { Finding } from './finding';
import { FAMILIES, type Rule, type Violation } from './rule';
import type { World } from './world';

/** The outcome of all rules over one world. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly checked: { readonly objects: number; readonly rules: number };
  /** Findings that waivers answer for, which are not among them. @default none */
  readonly waived?: number;
}

/** Does some work, and throws if that takes longer than it may, wherever it is. Who calls from outside brings one, since lib has no clock. */
export type Limit = (work: () => void) => void;

/**
 * Runs every rule. It fails closed: a rule that throws is an error and the others still run; so is a world without objects.
 * @param limit of all that rules take until one of them goes beyond it: that one is an error, and the rest has as much again. @default none
 */
export function judge(world: World, rules: readonly Rule[], limit: Limit = (work) => work()): Judgement {
  const findings: Finding[] = [];
  let next = 0;
  while (next < rules.length) {
    try {
      limit(() => {
        for (; next < rules.length; next++) findings.push(...findingsOf(rules[next] as Rule, world));
      });
    } catch (error) {
      // The time may be over just when the last one has ended.
      const rule = rules[next];
      if (rule !== undefined) findings.push(failed(rule, world, error));
      next++;
    }
  }
  if (world.objects.length === 0) findings.push(nothingToJudge(world));
  return { findings: findings.sort(compareFindings), checked: { objects: world.objects.length, rules: rules.length } };
}

/** Whether what was judged must not go on. */
export function isRed({ findings }: Judgement): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function findingsOf(rule: Rule, world: World): Finding[] {
  try {
    return Array.from(rule.check(world), (violation) => toFinding(rule, violation, world));
  } catch (error) {
    return [failed(rule, world, error)];
  }
}

function failed({ id }: Rule, { environment }: World, error: unknown): Finding {
  const cause = error instanceof Error ? error.message : String(error);
  return {
    rule: id,
    severity: 'error',
    environment,
    object: '',
    file: '',
    field: '',
    message: `the rule failed, so nothing is known about it: ${cause}`,
    fix: 'mend the rule; until then the environment stays red',
  };
}

function toFinding(rule: Rule, { object, field = '', message, fix = rule.fix }: Violation, { environment }: World): Finding {
  return { rule: rule.id, severity: rule.severity, environment, object: object?.key ?? '', file: object?.file ?? '', field, message, fix };
}

function nothingToJudge({ environment }: World): Finding {
  return {
    rule: 'schema/not-empty',
    severity: 'error',
    environment,
    object: '',
    file: '',
    field: '',
    message: 'there is no object to judge',
    fix: 'check the folder or the environment class; an empty result is never green',
  };
}

function compareFindings(a: Finding, b: Finding): number {
  const family = ({ rule }: Finding): number => FAMILIES.findIndex((name) => rule.startsWith(`${name}/`));
  return (
    family(a) - family(b) ||
    compareText(a.rule, b.rule) ||
    compareText(a.file, b.file) ||
    compareText(a.object, b.object) ||
    compareText(a.field, b.field) ||
    compareText(a.message, b.message)
  );
}
