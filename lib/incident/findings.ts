import type { Finding } from '../policy/finding';
import { type Incident, incidentFile, isOpen, LONGEST_HOURS } from './incident';

/** The id that `validate` reports under; not one of `rules`, which know no clock. */
export const INCIDENT = 'ownership/incident';

/** Whether a record is past its end, or was decided on a day that is not yet. @param now RFC 3339 in UTC */
export function isExpired(incident: Incident, now: string): boolean {
  return Date.parse(incident.expires) < Date.parse(now) || isAhead(incident, now);
}

/** Whether a record ends later than anybody can have said by now; a day is spared, since a day may be asked about from its beginning. */
function isAhead({ expires }: Incident, now: string): boolean {
  return Date.parse(expires) - Date.parse(now) > (LONGEST_HOURS + 24) * 3_600_000;
}

/** What open records say at a moment: that they are open, and that they should not be any more. @param now RFC 3339 in UTC */
export function incidentFindings(incidents: readonly Incident[], now: string): Finding[] {
  return incidents.filter(isOpen).map((incident): Finding => {
    const { id, environment, who, expires } = incident;
    const isOver = isExpired(incident, now);
    const state = isAhead(incident, now)
      ? `ends on ${expires}, later than anybody can have said by ${now}`
      : isOver
        ? `is open and over since ${expires}`
        : `is open until ${expires}`;
    const own = `--env ${environment} --id ${id}`;
    return {
      rule: INCIDENT,
      severity: isOver ? 'error' : 'warning',
      environment,
      object: '',
      file: incidentFile(incident),
      field: 'expires',
      message: `${id} ${state}: ${who}`,
      fix: `npm run breakglass -- close ${own}, or decide again by open ${own} --extend --for 4h --why REASON`,
    };
  });
}
