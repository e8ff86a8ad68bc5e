import { type Consequence, RISKS, type Risk } from '../../lib';
import type { Terminal } from './terminal';

/** The consequences of one component of one environment, worst first. */
export interface ComponentConsequences {
  readonly environment: string;
  readonly component: string;
  readonly consequences: readonly Consequence[];
}

/** By environment, then by component: environments as they come, the component with the worst first. */
export function byComponent(consequences: readonly Consequence[]): ComponentConsequences[] {
  const environments = [...new Set(consequences.map(({ environment }) => environment))];
  return environments.flatMap((environment) => {
    const own = consequences.filter((consequence) => consequence.environment === environment);
    const groups = new Map<string, Consequence[]>();
    for (const consequence of own) {
      const group = groups.get(consequence.component);
      if (group) group.push(consequence);
      else groups.set(consequence.component, [consequence]);
    }
    return [...groups].map(([component, all]) => ({ environment, component, consequences: all }));
  });
}

/** Consequences for people: one line each. */
export function printConsequences(consequences: readonly Consequence[], { result, colour }: Terminal): void {
  if (consequences.length === 0) return;
  result(colour.bold(countsByRisk(consequences)));
  let last: string | undefined;
  for (const { environment, component, consequences: own } of byComponent(consequences)) {
    if (environment !== last) result(`\n${colour.bold(visible(environmentTitle(environment)))}`);
    last = environment;
    result(`  ${visible(componentTitle(component))}`);
    for (const consequence of own) {
      const paint = isSevere(consequence.risk) ? colour.red : consequence.risk === 'cosmetic' ? colour.dim : colour.yellow;
      result(`    ${paint(consequence.risk.padEnd(13))} ${colour.bold(visible(subjectOf(consequence)))}: ${visible(consequence.summary)}`);
    }
  }
}

/** `{ environments: [{ name, components: [{ name, changes }] }] }`, for machines. */
export function jsonOf(consequences: readonly Consequence[]): object {
  const groups = byComponent(consequences);
  const names = [...new Set(groups.map(({ environment }) => environment))];
  const environments = names.map((name) => ({
    name,
    components: groups
      .filter(({ environment }) => environment === name)
      .map(({ component, consequences: changes }) => ({ name: component, changes })),
  }));
  return { environments };
}

/** `1 deletion, 3 restart, 2 image`. */
export function countsByRisk(consequences: readonly Consequence[]): string {
  return RISKS.map((risk) => ({ risk, count: consequences.filter((consequence) => consequence.risk === risk).length }))
    .filter(({ count }) => count > 0)
    .map(({ risk, count }) => `${count} ${risk}`)
    .join(', ');
}

/** What it happens to: an object as people say it, or the file that holds none. */
export function subjectOf({ object, file }: Consequence): string {
  if (object === '') return file;
  const [, kind, namespace, ...name] = object.split('/');
  return [kind, [namespace, ...name].filter((part) => part !== '').join('/')].join(' ');
}

export function environmentTitle(name: string): string {
  return name === '' ? 'dist, outside of every environment' : name;
}

export function componentTitle(name: string): string {
  return name === '' ? '(no component)' : name;
}

function isSevere(risk: Risk): boolean {
  return risk === 'reachability' || risk === 'deletion' || risk === 'recreation';
}

/** One line in which nothing is invisible: values may hold what moves a cursor or turns text around. */
export function visible(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}
