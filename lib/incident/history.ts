import type { Finding } from '../policy/finding';
import { INCIDENT } from './findings';
import { type Incident, incidentFile, isOpen } from './incident';
import { incidentText } from './incident-record';

/** What stays as it was opened. Where the API server is may change: a record is opened again for it. */
const FOREVER = ['context', 'who', 'with', 'what', 'why', 'opened', 'components', 'paused'] as const;

/** Records that a branch lost, opened again or rewrote: they are the log, and each is only written on. */
export function historyFindings(before: readonly Incident[], after: readonly Incident[]): Finding[] {
  const now = new Map(after.map((incident) => [incidentFile(incident), ordered(incident)]));
  return before.map(ordered).flatMap((old) => {
    const file = incidentFile(old);
    return problemsOf(old, now.get(file)).map(([field, message, fix]): Finding => {
      const { id, environment } = old;
      return { rule: INCIDENT, severity: 'error', environment, object: '', file, field, message: `${id} ${message}`, fix };
    });
  });
}

type Problem = readonly [field: string, message: string, fix: string];

const RESTORE = 'restore it from git; what is new in it is written by npm run breakglass';

function problemsOf(old: Incident, now: Incident | undefined): Problem[] {
  if (now === undefined) {
    const end = isOpen(old) ? ', and it is open: nothing has resumed what it pauses' : '';
    return [['', `is gone${end}`, 'restore it from git; npm run breakglass -- close ends it']];
  }
  if (!isOpen(old) && isOpen(now)) return [['closed', 'was closed, and is open again', 'restore it from git, and open another one']];
  const changed = FOREVER.filter((field) => !isSame(old[field], now[field]));
  const cut = (['extended', 'captures'] as const).filter((field) => !isSame(old[field], now[field].slice(0, old[field].length)));
  const isMoved = old.expires !== now.expires && old.extended.length === now.extended.length;
  const isRewritten = !isOpen(old) && !isSame(old, now);
  const fields = [...changed, ...cut, ...(isMoved ? ['expires'] : [])];
  if (fields.length > 0) return fields.map((field) => [field, `has another ${field} than it was written with`, RESTORE]);
  return isRewritten ? [['', 'was closed, and is another one since', RESTORE]] : [];
}

/** A record with its fields and lists in the order in which commands write them, whoever wrote it. */
function ordered(incident: Incident): Incident {
  return JSON.parse(incidentText(incident)) as Incident;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
