import { type Incident, isExpired, isOpen, PAUSED } from '../../lib';
import type { Drift, Ignored, OpenIncident } from './report';

/** The open ones of some records. @param now RFC 3339 in UTC */
export function openIncidents(incidents: readonly Incident[], now: string): OpenIncident[] {
  return incidents.filter(isOpen).map((incident) => {
    const { id, who, why, expires, paused } = incident;
    return { id, who, why, until: expires, isExpired: isExpired(incident, now), paused };
  });
}

/** Differences without the pauses that open records account for; those are named beside them. */
export function withoutPauses(drift: readonly Drift[], incidents: readonly OpenIncident[]): { drift: Drift[]; ignored: Ignored[] } {
  const current = incidents.filter(({ isExpired: isOver }) => !isOver);
  const ignored: Ignored[] = [];
  const left = drift.filter((one) => {
    const incident = current.find(({ paused }) => isPauseOf(one, paused));
    if (incident === undefined) return true;
    const { object, field, by } = one;
    ignored.push({ object, field, reason: `paused by ${incident.id} until ${incident.until}`, ...(by !== undefined && { by }) });
    return false;
  });
  return { drift: left, ignored };
}

/** Whether a difference is that an Application does not sync by itself, and says by which record. */
function isPauseOf({ object, field, live }: Drift, paused: readonly string[]): boolean {
  const name = /^argoproj\.io\/Application\/argocd\/(.+)$/.exec(object)?.[1];
  if (name === undefined || !paused.includes(name)) return false;
  if (field === `metadata.annotations["${PAUSED}"]`) return true;
  return live === undefined && /^spec\.syncPolicy\.automated(?:$|[.[])/.test(field);
}
