import { type Aim, aimed } from '../cluster/aim';
import type { CommandContext, ExitCode } from '../command';
import { committedObjects } from '../drift/committed';
import { openIncidents, withoutPauses } from '../drift/incidents';
import { manifestDrift } from '../drift/manifests';
import { twoEnvironments } from '../drift/messages';
import type { DriftReport, ManifestDrift } from '../drift/report';
import { stackDrift } from '../drift/stack';
import { typesOfDist } from '../drift/types';
import { selectEnvironments } from '../environments';
import { readIncidents } from '../records';
import { printDrift } from '../report/drift';
import { resolved } from '../settings';

export interface DriftOptions extends Aim {
  readonly only?: 'manifests' | 'stack';
  readonly json?: boolean;
}

const NOTHING: ManifestDrift = { drift: [], ignored: [], unknown: [], checked: 0 };

/**
 * Says what a cluster has otherwise than `dist`, and what Terraform would do to its stack. Writes nothing. What an open record of a
 * change by hand pauses is named, and is no difference before its end; past it the answer is never 0. What could not be told comes
 * first: 2 then, also beside differences, and also where nobody has applied a stack from here, unless manifests alone were asked for.
 */
export async function drift(argument: string | undefined, options: DriftOptions, context: CommandContext): Promise<ExitCode> {
  const { root, fs, terminal } = context;
  const aim = { ...options, env: oneOf(argument, options.env) };
  const { environment, settings, reach } = aimed(aim, context);
  const kubectl = await reach();
  terminal.say(`drift of ${environment} on ${kubectl.context}, ${kubectl.server}`);

  const committed = options.only === 'stack' ? [] : committedObjects(fs, root, resolved(settings, environment).dist);
  const found = options.only === 'stack' ? NOTHING : await manifestDrift(kubectl, committed, typesOfDist(fs, root));
  const records = readIncidents(fs, root).filter((incident) => incident.environment === environment);
  const incidents = openIncidents(records, new Date().toISOString());
  const unpaused = withoutPauses(found.drift, incidents);
  const manifests: ManifestDrift = { ...found, drift: unpaused.drift, ignored: [...found.ignored, ...unpaused.ignored] };
  const stack = options.only === 'manifests' ? undefined : await stackDrift(aim, context);
  const report: DriftReport = {
    environment,
    context: kubectl.context,
    server: kubectl.server,
    incidents,
    ...manifests,
    ...(stack && { stack }),
  };

  if (options.json) terminal.result(JSON.stringify(report, null, 2));
  else printDrift(report, terminal);
  const isUntold = stack?.state === 'unknown' || stack?.state === 'unapplied';
  if (manifests.unknown.length > 0 || isUntold) return 2;
  const isOver = incidents.some(({ isExpired }) => isExpired);
  return manifests.drift.length > 0 || isOver || stack?.state === 'differs' ? 1 : 0;
}

/** The option's own value when nobody gives it, which cannot be told from one that somebody did give. */
const DEFAULT = 'local';

/** The environment that is meant. @throws {Refusal} where argument and option name two */
function oneOf(argument: string | undefined, option: string): string {
  if (argument === undefined) return option;
  const [meant, other] = [argument, option].map((name) => selectEnvironments([name])[0]);
  if (option !== DEFAULT && meant !== other) throw twoEnvironments(argument, option);
  return argument;
}
