import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import { filledElsewhere } from '../wiring/elsewhere';
import { podsOf } from '../wiring/label-index';
import { selectsAll } from '../wiring/label-selector';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { hasCacheOnNodes, reachesDns } from './dns-server';
import { NETWORK_POLICY, podSelectorOf, policiesIn, rulesOf, typesOf } from './policy';

export const dns: Rule = {
  id: 'network/dns',
  title: 'Pods whose egress is isolated may ask for names, by UDP and by TCP',
  severity: 'error',
  rationale:
    'Without DNS nothing finds anything; long answers need TCP, and a cache on the node cannot be selected as a pod (NetworkPolicy semantics 30; membrane M10; bad input 63).',
  requirements: ['A4', 'B41'],
  fix: 'allow egress to UDP and TCP 53 of the pods k8s-app=kube-dns in kube-system; with a cache on the nodes, of 169.254.20.10/32',
  *check(world) {
    const policies = world.ofType(NETWORK_POLICY).filter(isolatesEgress);
    const protocols = new Map(policies.map((policy) => [policy, PROTOCOLS.filter((protocol) => allows(world, policy, protocol))]));
    const allowed = new Map<PodView, Set<string>>();
    for (const policy of policies) {
      for (const pod of podsOf(world).select(world.namespaceOf(policy), podSelectorOf(policy))) {
        const known = allowed.get(pod) ?? new Set();
        allowed.set(pod, known);
        for (const protocol of protocols.get(policy) ?? []) known.add(protocol);
      }
    }
    for (const [pod, known] of allowed) {
      if (pod.spec['hostNetwork'] !== true) yield* missing(world, pod.object, pod.path, known);
    }
    // Of what a chart brings the labels are not known: any policy may be for it.
    for (const namespace of world.ofType('/Namespace')) {
      const { name } = namespace.manifest.metadata;
      const there = policiesIn(world, name).filter(isolatesEgress);
      if (!filledElsewhere(world).has(name) || !there.some((policy) => selectsAll(podSelectorOf(policy)))) continue;
      yield* missing(world, namespace, '', new Set(there.flatMap((policy) => protocols.get(policy) ?? [])));
    }
  },
};

const PROTOCOLS = ['UDP', 'TCP'];

function isolatesEgress(policy: WorldObject): boolean {
  return typesOf(policy).includes('Egress');
}

function allows(world: World, policy: WorldObject, protocol: string): boolean {
  return rulesOf(policy).some((rule) => rule.direction === 'Egress' && reachesDns(world, rule, protocol));
}

function* missing(world: World, object: WorldObject, field: string, known: ReadonlySet<string>): Iterable<Violation> {
  const wanted = PROTOCOLS.filter((protocol) => !known.has(protocol));
  if (wanted.length === 0) return;
  const where = hasCacheOnNodes(world) ? '169.254.20.10, the cache on the node' : 'the DNS server';
  yield { object, field, message: `has its egress isolated, and no policy allows ${wanted.join(' and ')} 53 to ${where}` };
}
