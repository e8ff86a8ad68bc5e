import { isExpired, isOpen } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments } from '../environments';
import { readIncidents } from '../records';
import { columnLines } from '../report/columns';

export interface ListOptions {
  readonly env?: string;
  /** Closed ones, too. */
  readonly all?: boolean;
  readonly json?: boolean;
}

/** The records: what is open, who did it, and until when; 1 if one is past its end. */
export async function breakglassList({ env, all, json }: ListOptions, { fs, root, terminal }: CommandContext): Promise<ExitCode> {
  const environment = env === undefined ? undefined : selectEnvironments([env])[0];
  const now = new Date().toISOString();
  const records = readIncidents(fs, root)
    .filter((incident) => (environment === undefined || incident.environment === environment) && (all === true || isOpen(incident)))
    .map((incident) => ({ ...incident, isExpired: isOpen(incident) && isExpired(incident, now) }));
  if (json) terminal.result(JSON.stringify(records, null, 2));
  else if (records.length === 0) terminal.result(all ? 'there is no record' : 'no record is open');
  else {
    const rows = records.map(({ id, environment: name, who, expires, closed, isExpired: isOver, components, why }) => {
      const state = closed !== undefined ? `closed ${closed.when}` : isOver ? `OVER since ${expires}` : `until ${expires}`;
      return [name, id, state, who, components.join(', '), why];
    });
    for (const line of columnLines(['environment', 'record', 'state', 'who', 'components', 'why'], rows)) terminal.result(line);
  }
  return records.some(({ isExpired: isOver }) => isOver) ? 1 : 0;
}
