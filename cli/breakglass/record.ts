import { type Incident, isOpen } from '../../lib';
import type { Kubectl } from '../cluster/target';
import type { CommandContext } from '../command';
import { selectEnvironments } from '../environments';
import { readIncidents } from '../records';
import { badRequest, noRecord, otherCluster } from './messages';
import { idProblems } from './request';

/** The record of an environment and an id. @throws {Refusal} an id that is none, and one that there is no record of */
export function recordOf({ env, id }: { readonly env: string; readonly id: string }, { fs, root }: CommandContext): Incident {
  const [environment] = selectEnvironments([env]) as [string];
  const problems = idProblems(id);
  if (problems.length > 0) throw badRequest(problems);
  const own = readIncidents(fs, root).filter((incident) => incident.environment === environment);
  const found = own.find((incident) => incident.id === id);
  if (found === undefined)
    throw noRecord(
      environment,
      id,
      own.filter(isOpen).map((incident) => incident.id),
    );
  return found;
}

/** @throws {Refusal} a cluster that is not the one that a record is of, whatever its context is called */
export function confirmCluster(incident: Incident, { server }: Kubectl): void {
  if (incident.server !== undefined && incident.server !== server) throw otherCluster(incident, server);
}

/** The open records of an environment. */
export function openRecords(name: string, { fs, root }: CommandContext): Incident[] {
  return readIncidents(fs, root).filter((incident) => incident.environment === name && isOpen(incident));
}
