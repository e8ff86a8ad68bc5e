import { groupOf } from '../../manifest/identity';
import type { Rule } from '../rule';

export const foreignPolicies: Rule = {
  id: 'network/foreign-policies',
  title: 'There are no policies but those of Kubernetes itself',
  severity: 'error',
  rationale:
    'Policies of Cilium, Calico, Antrea or of administrators outrank or widen the others: with one of them nothing can be proved of who reaches whom (NetworkPolicy semantics 32; membrane M8; bad input 65).',
  requirements: ['A6', 'B41'],
  fix: 'write it as a NetworkPolicy of networking.k8s.io/v1',
  *check(world) {
    for (const object of world.objects) {
      const { apiVersion, kind } = object.manifest;
      if (!OTHERS.test(kind) || KUBERNETES.has(groupOf(apiVersion))) continue;
      yield { object, message: `is a ${kind} of ${groupOf(apiVersion)}, which is not understood: cannot prove who reaches whom` };
    }
  },
};

/** NetworkPolicy, GlobalNetworkPolicy, CiliumNetworkPolicy, AdminNetworkPolicy and so on. */
const OTHERS = /(NetworkPolicy|^EgressFirewall|^CiliumEgressGatewayPolicy)$/;

/** The old group served the same kind. */
const KUBERNETES: ReadonlySet<string> = new Set(['networking.k8s.io', 'extensions']);
