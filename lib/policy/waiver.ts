import { compareText } from '../manifest/order';
import type { Finding } from './finding';
import type { Judgement } from './judge';
import type { DataApproval } from './platform-facts';

/** A finding that somebody answers for, for a while. Kept in `envs/<env>/waivers.ts`, which security approves. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** `group/Kind/namespace/name`. */
  readonly object: string;
  /** Why it may be so. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day, `YYYY-MM-DD`: from then on it is an error again. Looked at by `validate`, never by `synth`. */
  readonly expires: string;
}

/** Days before its end from which on a waiver is called to mind. */
const NOTICE = 14;

const DAY = 86_400_000;

/** What findings about waivers are reported under; none of `rules`, since waivers are no objects. */
export const WAIVER = 'ownership/waiver';

export const APPROVAL = 'data/approval';

/**
 * A judgement without the findings that waivers answer for. A waiver that is not whole, names no rule or answers for nothing is a
 * finding itself; nothing can be waived that is about waivers, or about everything.
 * @param known ids of all rules
 */
export function waived(judgement: Judgement, waivers: readonly Waiver[], known: ReadonlySet<string>, environment: string): Judgement {
  if (waivers.length === 0) return judgement;
  const sound = waivers.filter((waiver) => problemsOf(waiver, known).length === 0);
  const isAnswered = ({ rule, object }: Finding, waiver: Waiver): boolean =>
    object !== '' && waiver.rule === rule && waiver.object === object;
  const findings = judgement.findings.filter((finding) => !sound.some((waiver) => isAnswered(finding, waiver)));
  const idle = sound.filter((waiver) => !judgement.findings.some((finding) => isAnswered(finding, waiver)));
  return {
    ...judgement,
    findings: [
      ...findings,
      ...waivers.flatMap((waiver) => problemsOf(waiver, known).map((problem) => findingOf(environment, waiver, 'error', problem))),
      ...idle.map((waiver) => findingOf(environment, waiver, 'warning', 'answers for nothing', 'remove it')),
    ],
    waived: judgement.findings.length - findings.length,
  };
}

/** What is allowed for a while only. */
export interface Exceptions {
  readonly environment: string;
  readonly waivers: readonly Waiver[];
  readonly approvals: readonly DataApproval[];
}

/** What is wrong with exceptions on a day: those whose time is over, and those whose time soon is. @param today `YYYY-MM-DD` */
export function expiries({ environment, waivers, approvals }: Exceptions, today: string): Finding[] {
  const fix = 'mend what it is about, or ask security for another one with a later day';
  const over = (until: string): readonly [Finding['severity'], string] | undefined => {
    const days = (Date.parse(until) - Date.parse(today)) / DAY;
    if (Number.isNaN(days) || days > NOTICE) return undefined;
    return days < 0 ? ['error', `is over since ${until}`] : ['warning', `ends on ${until}`];
  };
  return [
    ...waivers.flatMap((waiver): Finding[] => {
      const [severity, message] = over(waiver.expires) ?? [];
      return severity === undefined || message === undefined ? [] : [findingOf(environment, waiver, severity, message, fix)];
    }),
    ...approvals.flatMap(({ data, until }): Finding[] => {
      const [severity, message] = over(until) ?? [];
      if (severity === undefined) return [];
      const file = `envs/${environment}/waivers.ts`;
      return [
        { rule: APPROVAL, severity, environment, object: '', file, field: '', message: `the approval of ${data} data ${message}`, fix },
      ];
    }),
  ].sort((a, b) => compareText(a.object, b.object) || compareText(a.message, b.message));
}

function problemsOf({ rule, object, reason, owner, expires }: Waiver, known: ReadonlySet<string>): string[] {
  return [
    ...(known.has(rule) ? [] : [`names the rule "${rule}", which does not exist`]),
    ...(/^[^/]*\/[^/]+\/[^/]*\/[^/]+$/.test(object) ? [] : [`names the object "${object}", expected group/Kind/namespace/name`]),
    ...(reason.trim().length < 10 ? [`gives the reason "${reason}", expected a sentence`] : []),
    ...(owner.trim() === '' ? ['names no owner'] : []),
    ...(isDay(expires) ? [] : [`expires "${expires}", expected a day like 2027-01-31`]),
  ];
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Some engines read 2027-02-30 as 2 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function findingOf(
  environment: string,
  { rule, object }: Waiver,
  severity: Finding['severity'],
  message: string,
  fix = 'write it whole, or remove it',
): Finding {
  const file = `envs/${environment}/waivers.ts`;
  return { rule: WAIVER, severity, environment, object, file, field: '', message: `the waiver of ${rule} ${message}`, fix };
}
