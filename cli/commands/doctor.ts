import { type Aim, aimed } from '../cluster/aim';
import type { CommandContext, ExitCode } from '../command';
import { diagnose, exitCodeOf } from '../doctor/diagnose';
import type { Lookup } from '../doctor/facts-names';
import { gather } from '../doctor/gather';
import { twoEnvironments } from '../doctor/messages';
import { pathTo } from '../doctor/path';
import { serviceNamed } from '../doctor/service-named';
import { printPath, printResults } from '../doctor/table';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';

export interface DoctorOptions extends Aim {
  /** A component, or `namespace/name` of its Service: only the way of a request to it. */
  readonly service?: string;
  /** Only the repository and this machine are asked. */
  readonly offline?: boolean;
  readonly json?: boolean;
}

/** Asks what can be wrong with an environment, and says of each thing what was found, what was expected and what to do next. Changes nothing. */
export async function doctor(
  argument: string | undefined,
  options: DoctorOptions,
  context: CommandContext,
  lookup?: Lookup,
): Promise<ExitCode> {
  const { terminal } = context;
  const aim = { ...options, env: oneOf(argument, options.env) };
  const target = aimed(aim, context);
  const environment = makeEnvironment(target.environment, await loadEnvironment(target.environment));
  const given = {
    aimed: target,
    environment,
    isOffline: options.offline === true,
    now: Date.now(),
    judges: options.service === undefined,
    ...(options.remote !== undefined && { remote: options.remote }),
    ...(lookup !== undefined && { lookup }),
  };
  const facts = await gather(given, context);
  const results = diagnose(facts);
  const whole = { environment: facts.environment, context: facts.place.context };
  if (options.service === undefined) {
    if (options.json) terminal.result(JSON.stringify({ ...whole, results }, null, 2));
    else printResults(results, terminal);
    return exitCodeOf(results);
  }
  const service = serviceNamed(facts, options.service);
  const steps = pathTo(facts, service, results);
  const name = `${service.metadata.namespace}/${service.metadata.name}`;
  if (options.json) terminal.result(JSON.stringify({ ...whole, service: name, steps }, null, 2));
  else printPath(name, steps, terminal);
  return exitCodeOf(steps);
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
