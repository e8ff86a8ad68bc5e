import { type Manifest, valueAt } from '../../lib';
import type { Draw } from '../deep/edit';
import type { NetworkPolicy, Peer, Rule } from '../reach/brute-force/kubernetes';
import { copyOf, type ShippedObject } from './shipped';

/** Changes a list of objects; tells where. Objects themselves are copied before they change. */
export type Edit = (objects: ShippedObject[], draw: Draw) => string | undefined;

export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Policy = Mutable<Pick<NetworkPolicy, 'metadata' | 'spec'>>;
type MutableRule = Mutable<Rule>;
export type MutablePeer = Mutable<Peer>;

/** What makes pods. */
interface PodMaker {
  metadata: { name: string; namespace: string };
  spec: unknown;
}

export const SIDES = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;
export function isPolicy({ manifest }: ShippedObject): boolean {
  return manifest.kind === 'NetworkPolicy';
}

export function isPodMaker({ manifest }: ShippedObject): boolean {
  return ['Deployment', 'StatefulSet', 'Job', 'CronJob', 'DaemonSet'].includes(manifest.kind);
}

export function placeOf({ manifest }: ShippedObject): string {
  return manifest.metadata.namespace ?? '';
}

export function nameOf(object: ShippedObject | undefined): string | undefined {
  return object && `${object.manifest.kind} ${placeOf(object)}/${object.manifest.metadata.name}`;
}

/** A policy; every other time one of the stores, where it matters. */
export function policyAt(objects: readonly ShippedObject[], draw: Draw): number {
  const isOfStores = draw.below(2) === 0;
  const found = objects.filter((object) => isPolicy(object) && (!isOfStores || placeOf(object) === 'platform-data'));
  return objects.indexOf(draw.of(found));
}

/** Edits a copy of an object in its place. */
function replace(objects: ShippedObject[], at: number, edit: (manifest: Manifest) => void): string | undefined {
  const object = objects[at];
  if (object === undefined) return undefined;
  const manifest = copyOf(object.manifest);
  edit(manifest);
  objects[at] = { ...object, manifest };
  return nameOf(object);
}

export function inPolicy(edit: (policy: Policy, draw: Draw, objects: readonly ShippedObject[]) => void): Edit {
  return (objects, draw) => {
    const before = [...objects];
    return replace(objects, policyAt(objects, draw), (manifest) => edit(manifest as unknown as Policy, draw, before));
  };
}

export function inRule(edit: (rule: MutableRule, peers: 'from' | 'to', draw: Draw, objects: readonly ShippedObject[]) => void): Edit {
  return inPolicy(({ spec }, draw, objects) => {
    const rules = SIDES.flatMap(([list, peers]) => (spec[list] ?? []).map((rule) => ({ rule, peers })));
    const chosen = draw.of(rules);
    if (chosen !== undefined) edit(chosen.rule, chosen.peers, draw, objects);
  });
}

export function inPeer(edit: (peer: MutablePeer, draw: Draw, objects: readonly ShippedObject[]) => void): Edit {
  return inRule((rule, side, draw, objects) => {
    const peer = draw.of(rule[side] ?? []);
    if (peer !== undefined) edit(peer, draw, objects);
  });
}

export function inPodMaker(edit: (maker: PodMaker, draw: Draw, objects: readonly ShippedObject[]) => void): Edit {
  return (objects, draw) => {
    const before = [...objects];
    const at = objects.indexOf(draw.of(objects.filter(isPodMaker)));
    return replace(objects, at, (manifest) => edit(manifest as unknown as PodMaker, draw, before));
  };
}

export function selectorsIn(peer: Peer): ('podSelector' | 'namespaceSelector')[] {
  return (['podSelector', 'namespaceSelector'] as const).filter((field) => peer[field] !== undefined);
}

interface Template {
  metadata: { labels: Record<string, string> };
  spec: { hostNetwork?: boolean };
}

export function templateOf(maker: unknown): Template {
  return (valueAt(maker, 'spec.jobTemplate.spec.template') ?? valueAt(maker, 'spec.template')) as Template;
}

export function podSpecOf(maker: unknown): Template['spec'] {
  return templateOf(maker).spec;
}

export function labelsOf(maker: unknown): Record<string, string> {
  return templateOf(maker).metadata.labels;
}

export function namespacesIn(objects: readonly ShippedObject[]): string[] {
  return [...new Set(objects.filter(isPolicy).map(placeOf))].sort();
}

/** Selects a namespace by its name. */
export function named(namespace: string) {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}
