import { outside, type Unknowns, verdict, worldOf } from './evaluator';
import type {
  Container,
  KubernetesObject,
  LabelMap,
  LabelSelector,
  NetworkPolicy,
  Peer,
  PodSpec,
  PolicyPort,
  Protocol,
} from './kubernetes';
import type { Verdict } from './verdict';

export const A = 'alpha/Pod/a';
export const B = 'beta/Pod/b';

function namespace(name: string, labels: LabelMap = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A Pod by its path, e.g. `alpha/Pod/a`, with the label `app: a`. */
export function pod(path: string, labels: LabelMap = {}, spec: PodSpec = {}): KubernetesObject {
  const [namespace = '', , name = ''] = path.split('/');
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name, ...labels } }, spec };
}

function workload(apiVersion: string, kind: string, spec: object = {}): KubernetesObject {
  const template = { metadata: { labels: { app: 'w' } }, spec: {} };
  const jobTemplate = { spec: { template } };
  return {
    apiVersion,
    kind,
    metadata: { name: 'w', namespace: 'alpha', labels: { app: 'not-these' } },
    spec: { template, jobTemplate, ...spec },
  };
}

type Spec = NetworkPolicy['spec'];

/** A policy of beta, where B is, unless it says another namespace; for every pod and Ingress, unless it says others. */
export function policy(
  spec: { [K in keyof Spec]?: Spec[K] | undefined },
  place: { namespace?: string; name?: string } = {},
): KubernetesObject {
  const metadata = { name: `p${JSON.stringify(spec)}`, namespace: 'beta', ...place };
  const whole = { podSelector: {}, policyTypes: ['Ingress'], ...spec };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)),
  };
}

export function from(...peers: Peer[]): KubernetesObject {
  return policy({ ingress: [{ from: peers }] });
}

export function ports(...items: PolicyPort[]): KubernetesObject {
  return policy({ ingress: [{ ports: items }] });
}

export function block(cidr: string, ...except: string[]): KubernetesObject {
  return from({ ipBlock: except.length === 0 ? { cidr } : { cidr, except } });
}

export const app = (name: string): LabelSelector => ({ matchLabels: { app: name } });
export const expression = (key: string, operator: string, ...values: string[]): LabelSelector => ({
  matchExpressions: [values.length === 0 ? { key, operator } : { key, operator, values }],
});
export const containers = (...list: Container[]): PodSpec => ({ containers: list });
export const listens = (...list: NonNullable<Container['ports']>): Container => ({ ports: list });

export const PAIR = [namespace('alpha', { team: 'x' }), namespace('beta', { team: 'y' }), pod(A), pod(B)];
export const CLOSED = policy({});
export const CLOSED_OUT = policy({ policyTypes: ['Egress'] }, { namespace: 'alpha' });
export const W = (apiVersion: string, kind: string, spec?: object): KubernetesObject[] => [
  namespace('alpha'),
  pod(B),
  workload(apiVersion, kind, spec),
];

/** The verdict about `from -> to protocol port`. */
export function ask(objects: readonly KubernetesObject[], question: string, unknowns: Unknowns = 'apart'): Verdict {
  const [one = '', , other = '', protocol = 'TCP', port = '80'] = question.split(' ');
  const world = worldOf(objects);
  const party = (name: string) => {
    const found = world.pods.find((pod) => pod.workload === name);
    return found ?? outside(name);
  };
  return verdict(world, party(one), party(other), protocol as Protocol, Number(port), unknowns);
}

export type Case = readonly [name: string, expected: Verdict, objects: readonly KubernetesObject[], question: string];
