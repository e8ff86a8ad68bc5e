import { Refusal } from '../../lib';

/** Messages of `smoke`. */

export function unknownComponent(name: string, environment: string, best: string | undefined, known: readonly string[]): Refusal {
  const hint = best === undefined ? `there are ${known.join(', ')}` : `did you mean ${best}?`;
  return new Refusal(`--component ${name}: ${environment} has no such component or store; ${hint}`);
}

export function badTimeout(value: string): Refusal {
  return new Refusal(`--timeout ${value}: expected whole seconds from 1 to 3600, e.g. 60`);
}

export function badEdge(value: string): Refusal {
  return new Refusal(`--edge ${value}: expected a URL without a path, e.g. https://127.0.0.1:443, that is asked in place of each host`);
}

export function unreadableAuthority(path: string, cause: string): Refusal {
  return new Refusal(`--ca ${path}: cannot be read as certificates (${cause}); expected a file of PEM`);
}

export function onlyOutside(option: string): Refusal {
  return new Refusal(`${option}: goes with --outside, since inside no certificate is asked for`);
}

export function nothingToAsk(environment: string, where: string): Refusal {
  return new Refusal(
    `${environment}: nothing that was chosen declares a smoke check from ${where}; leave --component out, or ask the other way`,
  );
}
