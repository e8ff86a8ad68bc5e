import { ID_GRAMMAR, type Incident, isIncidentId, isMoment, isSamePerson, LONGEST_HOURS, nearest, textProblem } from '../../lib';
import { badRequest } from './messages';

/** What people say when they open a record, as it comes from the command line. */
export interface OpenRequest {
  readonly id: string;
  readonly who?: string;
  readonly with?: string;
  readonly why?: string;
  readonly what?: string;
  readonly for?: string;
  readonly until?: string;
  readonly component?: readonly string[];
}

/** What is known when it is checked. */
export interface Known {
  readonly environment: string;
  readonly components: readonly string[];
  /** Open records of the environment. */
  readonly open: readonly Incident[];
  /** RFC 3339 in UTC, to the second. */
  readonly now: string;
}

export type Draft = Pick<Incident, 'id' | 'who' | 'with' | 'why' | 'what' | 'opened' | 'expires' | 'components'>;

/** This moment as records write it. */
export function thisMoment(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** A record as it would be opened. @throws {Refusal} everything that is wrong or missing, at once */
export function drafted(request: OpenRequest, known: Known): Draft {
  const { id, who = '', with: second = '', why = '', what = '', component = [] } = request;
  const components = [...new Set(component)].sort();
  const end = endOf(request, known.now);
  const problems = [
    ...idProblems(id),
    ...Object.entries({ who, with: second, why, what }).flatMap(([option, text]) => textProblems(option, text)),
    ...(who !== '' && isSamePerson(who, second) ? [`--with ${second}: is who acts; expected a second person`] : []),
    ...('problem' in end ? [end.problem] : []),
    ...(components.length === 0 ? [`--component: is missing; expected what is changed, of ${known.components.join(', ')}`] : []),
    ...components.flatMap((name) => componentProblems(name, known)),
  ];
  if (problems.length > 0) throw badRequest(problems);
  return { id, who, with: second, why, what, opened: known.now, expires: (end as End).moment, components };
}

export function idProblems(id: string): string[] {
  return isIncidentId(id) ? [] : [`--id ${id}: expected ${ID_GRAMMAR}`];
}

export function textProblems(option: string, text: string): string[] {
  const problem = textProblem(text);
  return problem === undefined ? [] : [`--${option}: ${text === '' ? 'is missing; ' : ''}${problem}`];
}

function componentProblems(name: string, { environment, components, open }: Known): string[] {
  if (!components.includes(name)) {
    const best = nearest(name, components);
    const hint = best === undefined ? `it has ${components.join(', ')}` : `did you mean "${best}"?`;
    return [`--component ${name}: ${environment} has no such component; ${hint}`];
  }
  const other = open.find((incident) => incident.components.includes(name));
  return other === undefined
    ? []
    : [`--component ${name}: ${other.id} is open for it (${other.who}, until ${other.expires}); act under that`];
}

interface End {
  readonly moment: string;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000 };

/** When a record ends, by `--for 4h` or `--until`. */
export function endOf({ for: span, until }: Pick<OpenRequest, 'for' | 'until'>, now: string): End | { readonly problem: string } {
  if ((span === undefined) === (until === undefined))
    return { problem: 'expected either --for, e.g. 4h or 30m, or --until, e.g. 2027-01-31T18:00:00Z' };
  const [, count, unit] = /^([1-9]\d{0,3})([mh])$/.exec(span ?? '') ?? [];
  if (span !== undefined && (count === undefined || unit === undefined))
    return { problem: `--for ${span}: expected hours or minutes, e.g. 4h or 30m` };
  if (until !== undefined && !isMoment(until)) return { problem: `--until ${until}: expected a moment in UTC like 2027-01-31T18:00:00Z` };
  const time = until === undefined ? Date.parse(now) + Number(count) * (UNITS[unit as string] as number) : Date.parse(until);
  const given = until === undefined ? `--for ${span}` : `--until ${until}`;
  if (time <= Date.parse(now)) return { problem: `${given}: is over already; it is ${now}` };
  if (time > Date.parse(now) + LONGEST_HOURS * 3_600_000)
    return { problem: `${given}: expected ${LONGEST_HOURS} hours at most; then decide again (--extend)` };
  return { moment: new Date(time).toISOString().replace('.000Z', 'Z') };
}
