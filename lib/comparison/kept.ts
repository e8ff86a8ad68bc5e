import type { LaidOut } from '../manifest/layout';
import { type Difference, differencesBetween } from './difference';
import { riskiestFirst } from './riskiest';
import type { Side } from './side';

/** What a component of a locked environment keeps, and its class renders otherwise, where that lets the two environments differ. */
export interface Kept {
  readonly component: string;
  readonly environment: string;
  /** `before` is what the environment keeps, `after` what its class renders; the riskiest first. */
  readonly differences: readonly Difference[];
}

/** The environment as it would be if nothing in it waited for a promotion. */
export function promoted(side: Side): Side {
  return { ...side, objects: renderedOf(side), behind: new Set() };
}

/** Every field in which the components that are behind depart from their class. No class declares those bytes. */
export function keptBy({ name, objects, behind, ...side }: Side): Kept[] {
  const rendered = renderedOf({ objects, ...side });
  return [...behind].sort().flatMap((component) => {
    const differences = differencesBetween(ofComponent(objects, component), ofComponent(rendered, component));
    return differences.length === 0 ? [] : [{ component, environment: name, differences }];
  });
}

/** What is kept where some of these differences are, riskiest first; components that keep nothing there are left out. */
export function keptWhere(kept: readonly Kept[], between: readonly Difference[]): Kept[] {
  return kept.flatMap((one) => {
    const differences = one.differences.filter((difference) => between.some((other) => meets(difference, other)));
    return differences.length === 0 ? [] : [{ ...one, differences: riskiestFirst(differences) }];
  });
}

/** Whether a difference of two environments is where one of them keeps something. Places in lists and texts may have moved. */
export function isKept(difference: Difference, kept: readonly Kept[]): boolean {
  return kept.some(({ differences }) => differences.some((one) => meets(one, difference)));
}

/** Whether a difference of two environments would be there all the same if nothing were kept. */
export function stays({ object, field }: Difference, evened: readonly Difference[]): boolean {
  return evened.some((one) => one.object === object && leadsTo(one.field, field));
}

function renderedOf({ rendered, objects }: Pick<Side, 'rendered' | 'objects'>): readonly LaidOut[] {
  return rendered ?? objects;
}

function ofComponent(objects: readonly LaidOut[], component: string): LaidOut[] {
  return objects.filter(({ unit }) => unit.component === component);
}

function meets(one: Difference, other: Difference): boolean {
  return one.object === other.object && leadsTo(withoutPlace(one.field), withoutPlace(other.field));
}

/** `spec.ingress[0].from` and `data["redis.conf"]:12` up to the list or the text. */
function withoutPlace(field: string): string {
  return field.replace(/\[\d+\].*|:\d+$/, '');
}

/** Whether one path is the other, or the beginning of it. */
function leadsTo(one: string, other: string): boolean {
  const begins = (long: string, short: string): boolean =>
    long === short || short === '' || (/^[.[:]/.test(long.slice(short.length)) && long.startsWith(short));
  return begins(one, other) || begins(other, one);
}
