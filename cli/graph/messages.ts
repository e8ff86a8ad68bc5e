import { Refusal } from '../../lib';

/** Messages of `graph`. */

export function nobodyCalled(environment: string, name: string, best: string | undefined): Refusal {
  const hint = best === undefined ? 'npm run graph prints what there is' : `did you mean ${best}?`;
  return new Refusal(
    `--of ${name}: ${environment} has no team, component, store, add-on, namespace, host or provider of that name; ${hint}`,
  );
}

export function severalCalled(name: string, ids: readonly string[]): Refusal {
  return new Refusal(`--of ${name}: could be any of ${ids.join(', ')}; name the one by KIND/NAME`);
}

export function locksUnread(environment: string, problems: readonly string[]): Refusal {
  return new Refusal(
    [`${environment}: it is not known which bytes it keeps, so nothing is drawn`, ...problems.map((problem) => `  ${problem}`)].join('\n'),
  );
}
