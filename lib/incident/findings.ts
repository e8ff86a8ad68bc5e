import type { Finding } from '../policy/finding';
import { type Incident, incidentFile, isOpen } from './incident';

/** The id that `validate` reports under; not one of `rules`, which know no clock. */
export const INCIDENT = 'ownership/incident';

/** Whether a record is past its end. @param now RFC 3339 in UTC */
export function isExpired({ expires }: Incident, now: string): boolean {
  return Date.parse(expires) < Date.parse(now);
}

/** What open records say at a moment: that they are open, and that they should not be any more. @param now RFC 3339 in UTC */
export function incidentFindings(incidents: readonly Incident[], now: string): Finding[] {
  return incidents.filter(isOpen).map((incident): Finding => {
    const { id, environment, who, expires } = incident;
    const isOver = isExpired(incident, now);
    const own = `--env ${environment} --id ${id}`;
    return {
      rule: INCIDENT,
      severity: isOver ? 'error' : 'warning',
      environment,
      object: '',
      file: incidentFile(incident),
      field: 'expires',
      message: isOver ? `${id} is open and over since ${expires}: ${who}` : `${id} is open until ${expires}: ${who}`,
      fix: `npm run breakglass -- close ${own}, or decide again by open ${own} --extend --for 4h --why REASON`,
    };
  });
}
