import { compareText } from '../manifest/order';
import type { Finding } from './finding';
import type { Judgement } from './judge';
import type { DataApproval } from './platform-facts';
import type { Rule } from './rule';

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

/** Days that an exception may last: by then somebody has to decide again. */
const LONGEST = 366;

const DAY = 86_400_000;

/** What findings about waivers are reported under; none of `rules`, since waivers are no objects. */
export const WAIVER = 'ownership/waiver';

const APPROVAL = 'data/approval';

/** Where waivers are held against rules. */
export interface Waiving {
  readonly environment: string;
  readonly waivers: readonly Waiver[];
  /** Every rule that there is. */
  readonly rules: readonly Rule[];
  /** Ids of those that were run. */
  readonly ran: ReadonlySet<string>;
  /** Whether the cluster refuses what breaks a rule that it has as well: it knows no waiver. */
  readonly denies: boolean;
}

/**
 * A judgement without the findings that waivers answer for. A waiver that is not whole, or of a rule that none can waive, is a finding
 * itself, and so is one that answers for nothing.
 */
export function waived(judgement: Judgement, waiving: Waiving): Judgement {
  const { environment, waivers, ran } = waiving;
  if (waivers.length === 0) return judgement;
  const sound = waivers.filter((waiver) => problemsOf(waiver, waiving).length === 0);
  const isAnswered = ({ rule, object }: Finding, waiver: Waiver): boolean =>
    object !== '' && waiver.rule === rule && waiver.object === object;
  const findings = judgement.findings.filter((finding) => !sound.some((waiver) => isAnswered(finding, waiver)));
  const idle = sound.filter((waiver) => ran.has(waiver.rule) && !judgement.findings.some((finding) => isAnswered(finding, waiver)));
  return {
    ...judgement,
    findings: [
      ...findings,
      ...waivers.flatMap((waiver) => problemsOf(waiver, waiving).map((problem) => findingOf(environment, waiver, 'error', problem))),
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
    if (days > LONGEST) return ['error', `ends on ${until}, expected a day within a year`];
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

/** What nobody can answer for: what a cluster would not take, what cannot be taken back, and what has a way of its own (approvals). */
const NEVER = /^(?:schema|api-removal|identity|layout|isolation|data|facts)\/|^secrets\/plaintext-/;

function problemsOf({ rule: id, object, reason, owner, expires }: Waiver, { rules, denies }: Waiving): string[] {
  const rule = rules.find((one) => one.id === id);
  const isRefused = denies && rule?.cel?.isEnforced === true && rule.severity === 'error';
  return [
    ...(rule === undefined ? [`names the rule "${id}", which does not exist`] : []),
    ...(NEVER.test(id) ? ['is of a rule that nobody can waive'] : []),
    ...(isRefused ? ['is of a rule that the cluster enforces as well, so that it would refuse the object'] : []),
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
