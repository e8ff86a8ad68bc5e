import { objectKey } from '../../manifest/identity';
import { isMapping } from '../../manifest/manifest';
import type { Side } from '../side';
import type { Obstacle } from './obstacle';
import { containersOf, workloadsOf } from './pods';

/** Components that only the first environment has: the class of the second does not name them, or nobody has promoted them yet. */
export function missingComponents(from: Side, to: Side): Obstacle[] {
  const [here, there] = [componentsIn(from), componentsIn(to)];
  const missing = [...here].filter((component) => !there.has(component)).sort();
  const waiting = missing.filter((component) => to.behind.has(component));
  const unnamed = missing.filter((component) => !to.behind.has(component) && from.components.has(component));
  const waits = `is in ${from.name}, and ${to.name} waits for its first promotion`;
  return [
    ...unnamed.map((component): Obstacle => {
      return {
        kind: 'component',
        where: component,
        summary: `${component} is in ${from.name}, and the class of ${to.name} does not have it`,
      };
    }),
    ...(waiting.length === 0
      ? []
      : [{ kind: 'component', where: waiting.join(' '), summary: `${waiting.join(', ')}: each ${waits}` } as const]),
  ];
}

/** Components of which something is rendered or kept. */
export function componentsIn({ objects }: Side): Set<string> {
  return new Set(objects.map(({ unit }) => unit.component));
}

/** Components whose images are not the same, told by what is rendered: a component that is behind runs its older image. */
export function otherVersions(from: Side, to: Side): Obstacle[] {
  const there = imagesOf(to);
  const told = new Map<string, Obstacle>();
  for (const [place, { component, image }] of imagesOf(from)) {
    const other = there.get(place);
    if (other === undefined || other.image === image || told.has(component)) continue;
    const [own, others] = [versionOf(image), versionOf(other.image)];
    const what = own === others ? `${own} in both, of another image` : `${own} in ${from.name}, ${others} in ${to.name}`;
    const isAhead = own !== others && isNewer(others, own);
    const why = isAhead ? '' : to.behind.has(component) ? `; ${to.name} keeps it until it is promoted` : '; not promoted yet';
    told.set(component, { kind: 'version', where: component, summary: `${component}: ${what}${why}` });
  }
  const present = componentsIn(to);
  const behind = [...to.behind].filter((component) => present.has(component) && !told.has(component)).sort();
  return [
    ...told.values(),
    ...behind.map(
      (component): Obstacle => ({
        kind: 'version',
        where: component,
        summary: `${component} is behind in ${to.name}: same image, older manifests than its class renders, until it is promoted`,
      }),
    ),
  ];
}

function imagesOf({ objects }: Side): Map<string, { readonly component: string; readonly image: string }> {
  return new Map(
    workloadsOf(objects).flatMap(({ manifest, component, pod }) =>
      containersOf(pod).map(({ name, image = '' }) => [`${objectKey(manifest)} ${name}`, { component, image }] as const),
    ),
  );
}

/** Whether the first version has the greater number where they differ first. */
function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).map(Number)) as [number[], number[]];
  const place = a.findIndex((number, index) => number !== b[index]);
  return place >= 0 && (a[place] as number) > (b[place] ?? -1);
}

/** `registry/kfm-api:2.3.1@sha256:…` is 2.3.1; an image without a tag is its digest. */
function versionOf(image: string): string {
  const [tagged = '', digest = ''] = image.split('@');
  return /:([^:/]+)$/.exec(tagged)?.[1] ?? digest;
}

/** Flags that are on here and not there, and settings that are other ones. */
export function otherFlags(from: Side, to: Side): Obstacle[] {
  return [...from.components].flatMap(([component, here]) => {
    const there = to.components.get(component);
    if (there === undefined) return [];
    const flags = Object.entries(mapping(here.flags)).filter(([flag, isOn]) => isOn === true && mapping(there.flags)[flag] !== true);
    const settings = Object.entries(mapping(here.configuration)).filter(([name, value]) => mapping(there.configuration)[name] !== value);
    return [
      ...flags.map(([flag]): Obstacle => {
        const state = mapping(there.flags)[flag] === false ? 'off' : 'not set';
        return { kind: 'flag', where: component, summary: `${component}: flag ${flag} is on in ${from.name}, ${state} in ${to.name}` };
      }),
      ...settings.map(([name, value]): Obstacle => {
        const other = mapping(there.configuration)[name];
        const state = other === undefined ? `not set in ${to.name}` : `${JSON.stringify(other)} in ${to.name}`;
        return { kind: 'flag', where: component, summary: `${component}: ${name} is ${JSON.stringify(value)} in ${from.name}, ${state}` };
      }),
    ];
  });
}

function mapping(value: unknown): Record<string, unknown> {
  return isMapping(value) ? value : {};
}
