import { aliases, environments } from '../envs';
import {
  constructorThrew,
  Environment,
  type Incident,
  type Ledger,
  type Neighbour,
  nearest,
  notAnEnvironment,
  type Request,
  type Rule,
  type Synthesis,
  synthesize,
} from '../lib';
import { cannotLoad, unknownEnvironment } from './messages';
import { readNeighbourhood, surroundingsOf } from './neighbours';
import type { FileSystem } from './ports/file-system';
import { judgementMemory } from './ports/judgement-memory';
import { timeLimit } from './ports/time-limit';
import { readIncidents, readLedgers, recordsOf } from './records';

/** Canonical names of the environments asked for, aliases resolved, in promotion order; all if none is named. @throws a name that there is none of */
export function selectEnvironments(names: readonly string[] | undefined): string[] {
  const known = Object.keys(environments);
  const asked = names?.map((name) => (Object.hasOwn(aliases, name) ? (aliases[name] as string) : name));
  for (const name of asked ?? []) {
    if (known.includes(name)) continue;
    const best = nearest(name, [...known, ...Object.keys(aliases)]);
    throw unknownEnvironment(name, best === undefined ? `there are ${known.join(', ')}` : `did you mean "${best}"?`);
  }
  return asked === undefined ? known : known.filter((name) => asked.includes(name));
}

/** The class of an environment. @throws what is no class, and what its release lines are refused for */
export async function loadEnvironment(name: string): Promise<new () => unknown> {
  let Class: unknown;
  try {
    Class = await environments[name]?.();
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw cannotLoad(name, error.message);
    throw error;
  }
  if (typeof Class !== 'function') throw notAnEnvironment(name, 'exports no class');
  return Class as new () => unknown;
}

/** Makes an environment of its class. @throws what is no environment, and whatever the constructor threw, with the name of the class */
export function makeEnvironment(name: string, Class: new () => unknown): Environment {
  let made: unknown;
  try {
    made = new Class();
  } catch (error) {
    throw constructorThrew(name, Class.name, error instanceof Error ? error.message : String(error));
  }
  if (!(made instanceof Environment)) throw notAnEnvironment(name, `${Class.name} does not extend Environment`);
  if (made.name !== name) throw notAnEnvironment(name, `${Class.name} calls itself "${made.name}"`);
  return made;
}

/** Where the records of locked environments are, and what is asked of them. */
export interface Project {
  readonly fs: FileSystem;
  readonly root: string;
  /** @default nothing beyond what the classes say */
  readonly request?: Request;
  /** Commits that may have files that locks hold. @default none beyond the usual ones */
  readonly also?: readonly string[];
  /** Ledgers in place of those that are there. @default none */
  readonly ledgers?: readonly Ledger[];
  /** Records of changes by hand in place of those that are there. @default those */
  readonly incidents?: readonly Incident[];
  /** Gates to run. @default all */
  readonly gates?: readonly Rule[];
  /** Whether everything is as the classes render it, whatever is locked. @default no */
  readonly unlocked?: boolean;
  /** Whether what was green before, and is the same, is judged again. @default no */
  readonly judgesAnew?: boolean;
}

/** Of all rules over one environment, which take some tenths of a second. */
export const RULE_LIMIT = timeLimit(60_000);

/** Every environment asked for, as its class makes it, rendered and judged; locked ones with what they keep. */
export async function synthesizeSelected(names: readonly string[] | undefined, project: Project): Promise<Synthesis[]> {
  const neighbourhood = await readNeighbourhood(project.fs, project.root);
  const syntheses: Synthesis[] = [];
  for (const name of selectEnvironments(names)) {
    const environment = makeEnvironment(name, await loadEnvironment(name));
    syntheses.push(await synthesizeIn(environment, project, neighbourhood));
  }
  return syntheses;
}

async function synthesizeIn(
  environment: Environment,
  { fs, root, request, also = [], ledgers = [], incidents, gates, unlocked = false, judgesAnew = false }: Project,
  neighbourhood: readonly Neighbour[],
): Promise<Synthesis> {
  const around = surroundingsOf(environment.name, neighbourhood);
  const memory = judgesAnew ? undefined : judgementMemory();
  const judged = { limit: RULE_LIMIT, ...(memory && { memory }), ...(gates && { gates }) };
  if (unlocked) return synthesize(environment, { surroundings: { ...around, ledgers: readLedgers(fs, root) }, ...judged });
  const { follows } = environment.traits;
  const Predecessor = follows === undefined || !environment.traits.locked ? undefined : await loadEnvironment(follows);
  const records = recordsOf({
    fs,
    root,
    environment,
    also,
    ledgers,
    follows: (name) => makeEnvironment(name, Predecessor as new () => unknown),
  });
  const own = (incidents ?? readIncidents(fs, root)).filter((incident) => incident.environment === environment.name);
  return synthesize(environment, { records, incidents: own, surroundings: around, ...judged, ...(request && { request }) });
}
