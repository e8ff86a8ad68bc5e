import * as lib from '../../lib';
import { dnsLabelProblem, type Environment } from '../../lib';
import { badNewName } from '../messages';
import { TAKEN_CLASSES } from './app';
import { classNameOf } from './formatting';

const LONGEST = 30;

/** Names that people use for environments (docs/requirements.md), or that are folders of other things. */
const RESERVED = ['staging', 'production', 'development', 'management', 'releases', 'index', 'secrets'];

/** Names of files that Windows does not take. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** What a new name must not be. */
export interface Taken {
  readonly environments: readonly Environment[];
  /** Names of files and folders, with their folder. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  /** Text of the door of lib, whose names a class must not shadow. */
  readonly door: string;
}

/** @throws a name that is none, or that something has already */
export function refuseBadName(what: 'app' | 'env', name: string, { environments, paths, door }: Taken): void {
  const problem = problemOf(name) ?? ownerOf(name, environments, paths) ?? classProblem(classNameOf(name), door);
  if (problem !== undefined) throw badNewName(what, problem);
}

function problemOf(name: string): string | undefined {
  const problem = dnsLabelProblem(name);
  if (problem !== undefined) return problem;
  if (!/^[a-z](?:-?[a-z0-9])*$/.test(name))
    return `"${name}" is no name of a class; expected words of letters and digits with "-" between, beginning with a letter`;
  if (name.length > LONGEST) return `"${name}" has ${name.length} characters; at most ${LONGEST} leave room in hosts, classes and labels`;
  return DEVICES.test(name) ? `"${name}" is no name of a file on Windows; expected another` : undefined;
}

function ownerOf(name: string, environments: readonly Environment[], paths: Taken['paths']): string | undefined {
  const owners: [string, readonly string[]][] = [['an environment', [...environments.map((each) => each.name), ...RESERVED]]];
  for (const { catalogue } of environments) {
    owners.push(
      ['a component', Object.keys(catalogue.components)],
      ['a store', Object.keys(catalogue.stores)],
      ['a namespace', [...Object.keys(catalogue.namespaces), ...lib.ADD_ON_NAMESPACES]],
      ['a team', Object.keys(catalogue.teams)],
    );
  }
  for (const [folder, names] of Object.entries(paths)) owners.push([`a name in ${folder}`, names]);
  const owner = owners.find(([, names]) => names.includes(name));
  return owner && `"${name}" is ${owner[0]} already; expected a name that nothing has`;
}

/** A class that another would be mistaken for: of lib, or of JavaScript itself. */
function classProblem(name: string, door: string): string | undefined {
  const exported = new Set([...Object.keys(lib), ...(door.match(/\b[A-Z]\w*/g) ?? []), ...TAKEN_CLASSES]);
  const props = `${name}Props`;
  const taken = [name, props].find((each) => exported.has(each) || each in globalThis);
  return taken && `its class would be ${name}, and there is a ${taken} already; expected another name`;
}
