import { aliases, environments } from '../envs';
import { constructorThrew, Environment, nearest, notAnEnvironment, type Synthesis, synthesize } from '../lib';
import { unknownEnvironment } from './messages';

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

/** The class of an environment. @throws what is no class */
export async function loadEnvironment(name: string): Promise<new () => unknown> {
  const Class: unknown = await environments[name]?.();
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

/** Every environment asked for, as its class makes it, rendered and judged. */
export async function synthesizeSelected(names: readonly string[] | undefined): Promise<Synthesis[]> {
  const syntheses: Synthesis[] = [];
  for (const name of selectEnvironments(names)) syntheses.push(synthesize(makeEnvironment(name, await loadEnvironment(name))));
  return syntheses;
}
