import { parseAddress } from '../../lib/reach/address';
import type { Answer } from '../../lib/reach/answer';
import type { ClusterRanges, ReachObject } from '../../lib/reach/reach-world';
import { Reachability } from '../../lib/reach/reachability';
import type { Workload } from '../../lib/reach/workload';

type Labels = Record<string, string>;

/** An object of any kind, by `namespace/name`. */
export function object(apiVersion: string, kind: string, place: string, rest: Record<string, unknown> = {}): ReachObject {
  const [namespace = '', name = ''] = place.split('/');
  return { namespace, manifest: { apiVersion, kind, metadata: { name, namespace }, ...rest } };
}

export function namespace(name: string, labels: Labels = {}): ReachObject {
  return { namespace: '', manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } } };
}

export interface PodProps {
  readonly hostNetwork?: boolean;
  /** By name: `{ http: 8080 }`. */
  readonly ports?: Record<string, number>;
  readonly protocol?: string;
}

/** A Pod, by `namespace/name`; without labels it has `app: name`. */
export function pod(place: string, labels?: Labels, { hostNetwork, ports = {}, protocol }: PodProps = {}): ReachObject {
  const [namespace = '', name = ''] = place.split('/');
  const listed = Object.entries(ports).map(([portName, containerPort]) => ({
    name: portName,
    containerPort,
    ...(protocol && { protocol }),
  }));
  const spec = { containers: [{ name: 'main', ports: listed }], ...(hostNetwork && { hostNetwork }) };
  return { namespace, manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: labels ?? { app: name } }, spec } };
}

/** A NetworkPolicy, by `namespace/name`. */
export function policy(place: string, spec: Record<string, unknown>): ReachObject {
  return object('networking.k8s.io/v1', 'NetworkPolicy', place, { spec });
}

export const pods = (app: string): Record<string, unknown> => ({ podSelector: { matchLabels: { app } } });

export const inNamespace = (name: string): Record<string, unknown> => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

/** Closes every pod of a namespace in the directions. */
export function deny(namespaceName: string, ...policyTypes: string[]): ReachObject {
  return policy(`${namespaceName}/deny-${policyTypes.join('-').toLowerCase()}`, { podSelector: {}, policyTypes });
}

/** Lets pods in: `allow('a/web', [pods('x')])`. */
export function allow(place: string, from: readonly unknown[], ports: readonly unknown[] = []): ReachObject {
  const [, app = ''] = place.split('/');
  return policy(place, { ...pods(app), policyTypes: ['Ingress'], ingress: [{ from, ports }] });
}

/** Ports from one end to another: pods as `namespace/name`, the outside as an address. */
export function ports(
  objects: readonly ReachObject[],
  from: string,
  to: string,
  answer: Answer = 'may',
  ranges: ClusterRanges = {},
): string {
  const reachability = new Reachability({ objects, ranges });
  const outside = (workload: string, direction: 'Ingress' | 'Egress', text: string): string => {
    const address = parseAddress(text);
    const found = reachability
      .outsideOf(find(reachability, workload), direction, answer)
      .find(({ range }) => range.family === address?.family && range.first <= address.value && address.value <= range.last);
    return `${found?.ports ?? 'None'}`;
  };
  if (parseAddress(from) !== undefined) return outside(to, 'Ingress', from);
  if (parseAddress(to) !== undefined) return outside(from, 'Egress', to);
  const target = find(reachability, to);
  const found = reachability.targetsOf(find(reachability, from), answer).find(({ workload }) => workload === target);
  return `${found?.ports ?? 'None'}`;
}

/** A workload by `namespace/name`, whatever its kind. */
export function find({ workloads }: Reachability, place: string): Workload {
  const [namespaceName, name] = place.split('/');
  const found = [...workloads.values()].find(({ key }) => key.startsWith(`${namespaceName}/`) && key.endsWith(`/${name}`));
  if (found === undefined) throw new Error(`no workload ${place} among ${[...workloads.keys()].join(', ')}`);
  return found;
}
