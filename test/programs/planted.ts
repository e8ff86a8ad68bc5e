import type { Manifest } from '../../lib';
import type { NetworkPolicy, Peer, PolicyPort, Rule } from '../reach/brute-force/kubernetes';
import { copyOf, type ShippedObject } from './shipped';

/** What is published, with something bad in it. */
export type Plant = (objects: readonly ShippedObject[]) => readonly ShippedObject[];

type Spec = { -readonly [K in keyof NetworkPolicy['spec']]: NetworkPolicy['spec'][K] };
type OpenRule = { -readonly [K in keyof Rule]: Rule[K] };

export function all(...plants: readonly Plant[]): Plant {
  return (objects) => plants.reduce((planted, plant) => plant(planted), objects);
}

/** Changes a copy of one object, by `Kind namespace/name`. @throws where there is none */
export function inObject(
  place: string,
  change: (manifest: { metadata: Manifest['metadata']; spec: Record<string, unknown> }) => void,
): Plant {
  return (objects) => {
    find(objects, place);
    return objects.map((object) => {
      if (placeOf(object) !== place) return object;
      const manifest = copyOf(object.manifest);
      change(manifest as unknown as { metadata: Manifest['metadata']; spec: Record<string, unknown> });
      return { ...object, manifest };
    });
  };
}

export function inPolicy(place: string, change: (spec: Spec) => void): Plant {
  return inObject(`NetworkPolicy ${place}`, ({ spec }) => change(spec as unknown as Spec));
}

/** Changes the first rule for who comes in. */
export function inIngress(place: string, change: (rule: OpenRule) => void): Plant {
  return inPolicy(place, ({ ingress = [] }) => change(ingress[0] as OpenRule));
}

/** Changes the first rule for who is called. */
export function inEgress(place: string, change: (rule: OpenRule) => void): Plant {
  return inPolicy(place, ({ egress = [] }) => change(egress[0] as OpenRule));
}

export function without(place: string): Plant {
  return (objects) => {
    find(objects, place);
    return objects.filter((object) => placeOf(object) !== place);
  };
}

/** An object more, in the unit of another one. @param like `Kind namespace/name` */
export function plus(manifest: object, like: string): Plant {
  return (objects) => [...objects, { ...find(objects, like), file: 'dist/planted.yaml', text: '', manifest: manifest as Manifest }];
}

/** Lets some pods call others, by a policy at each end. */
export function connected(from: Pods, to: Pods, port: number): Plant {
  const ports: PolicyPort[] = [{ port, protocol: 'TCP' }];
  return all(
    plus(
      policyOf(from, { policyTypes: ['Egress'], egress: [{ to: [peerOf(to)], ports }], podSelector: selectorOf(from) }, `to-${to.name}`),
      `NetworkPolicy ${from.namespace}/default-deny`,
    ),
    plus(
      policyOf(
        to,
        { policyTypes: ['Ingress'], ingress: [{ from: [peerOf(from)], ports }], podSelector: selectorOf(to) },
        `from-${from.name}`,
      ),
      `NetworkPolicy ${to.namespace}/default-deny`,
    ),
  );
}

/** Pods by namespace and by two of their labels. */
export interface Pods {
  readonly namespace: string;
  readonly name: string;
  readonly instance: string;
}

function policyOf({ namespace, name }: Pods, spec: Spec, end: string): object {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `planted-${name}-${end}`, namespace }, spec };
}

function selectorOf({ name, instance }: Pods) {
  return { matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': instance } };
}

function peerOf(pods: Pods): Peer {
  return { namespaceSelector: named(pods.namespace), podSelector: selectorOf(pods) };
}

export function named(namespace: string) {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}

export function find(objects: readonly ShippedObject[], place: string): ShippedObject {
  const found = objects.find((object) => placeOf(object) === place);
  if (found === undefined) throw new Error(`there is no ${place}`);
  return found;
}

function placeOf({ manifest: { kind, metadata } }: ShippedObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
