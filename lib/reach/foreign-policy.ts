import { groupOf } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import { isNetworkPolicy } from './network-policy';

/** Kinds that decide who reaches whom besides NetworkPolicy, by the domain of their group. */
const FOREIGN: readonly { readonly domain: string; readonly kinds: RegExp }[] = [
  // AdminNetworkPolicy, BaselineAdminNetworkPolicy, ClusterNetworkPolicy
  { domain: 'policy.networking.k8s.io', kinds: /./ },
  { domain: 'cilium.io', kinds: /^Cilium/ },
  // Calico: NetworkPolicy, GlobalNetworkPolicy, staged ones, the sets that they name, and the order that they are in
  { domain: 'projectcalico.org', kinds: /NetworkPolicy$|NetworkSet$|^HostEndpoint$|^Tier$|^Profile$/ },
];

/** Of whatever group: NetworkPolicy of Antrea, EgressFirewall of OVN-Kubernetes and the like. */
const ANY_GROUP = /NetworkPolicy$|NetworkPolicies$|^EgressFirewall$|^EgressNetworkPolicy$/;

/** Why an object leaves open who reaches whom; undefined if it does not. */
export function foreignPolicyProblem(manifest: Manifest): string | undefined {
  if (isNetworkPolicy(manifest)) return undefined;
  const { apiVersion, kind } = manifest;
  const group = groupOf(apiVersion);
  const isForeign = FOREIGN.some(({ domain, kinds }) => (group === domain || group.endsWith(`.${domain}`)) && kinds.test(kind));
  if (!isForeign && !ANY_GROUP.test(kind)) return undefined;
  return `is a ${kind} of ${apiVersion}, which is not understood: cannot decide who reaches whom`;
}
