import { Refusal } from '../../lib';

/** Messages about settings: which source had the value, what it was, what was expected. */

export function badSetting(source: string, name: string, value: string, expected: string, best?: string): Refusal {
  const hint = best === undefined ? '' : `; did you mean "${best}"?`;
  return new Refusal(`${source}: ${name} is ${JSON.stringify(value)}; expected ${expected}${hint}`);
}

export function malformedLine(place: string, problem: string): Refusal {
  return new Refusal(`${place}: ${problem}; expected a line NAME=VALUE, a comment after "#", or nothing`);
}

export function unknownSetting(place: string, name: string, best: string | undefined, known: readonly string[]): Refusal {
  const hint = best === undefined ? `there are ${known.join(', ')}` : `did you mean ${best}?`;
  return new Refusal(`${place}: there is no setting ${JSON.stringify(name)}; ${hint}`);
}

export function settingSaidTwice(place: string, name: string, before: string): Refusal {
  return new Refusal(`${place}: ${name} was given in ${before} already; remove one of the two`);
}

export function unreadableSettings(file: string, kind: string): Refusal {
  return new Refusal(`${file}: is a ${kind === 'link' ? 'symbolic link' : kind}, expected a file of lines NAME=VALUE; move it away`);
}

export function partOfManifests(source: string, name: string, value: string, what: string, whole: string): Refusal {
  return new Refusal(
    `${source}: ${name} is ${JSON.stringify(value)}, which ${what}; expected the folder of one, all of it, such as ${whole}`,
  );
}

export function settingOfAnother(source: string, name: string, value: string, environment: string, owner: string): Refusal {
  return new Refusal(
    `${source}: ${name} is ${JSON.stringify(value)}, which is ${owner}'s, and the environment is ${environment}; leave it out, or say --env ${owner}`,
  );
}
