import { isMapping, ownValue, valueAt } from '../../manifest/manifest';
import { isNobody } from '../../manifest/nobody';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import { NETWORK_POLICY, podSelectorOf, rulesOf } from '../network/policy';
import type { Rule } from '../rule';
import type { World } from '../world';
import { filledElsewhere } from './elsewhere';
import { podsOf } from './label-index';
import { spokenSelector } from './label-selector';

export const policySelector: Rule = {
  id: 'wiring/policy-selector',
  title: 'A NetworkPolicy of ours selects pods, and so does each of its peers in a namespace of ours',
  severity: 'error',
  rationale:
    'A selector that matches nothing is no error to Kubernetes: a policy with a slip of the pen isolates nobody, and a peer with one opens nothing (hardening 2, Wiring: dangling NetworkPolicy selector).',
  requirements: ['A4', 'A6', 'B41'],
  fix: 'let the selector be the labels of the pods that are meant, or remove it with the pods that are gone',
  *check(world) {
    for (const policy of world.ofType(NETWORK_POLICY)) {
      if (policy.unit === undefined) continue;
      const own = world.namespaceOf(policy);
      const message = nothingSelected(world, own, podSelectorOf(policy));
      if (message !== undefined) yield { object: policy, field: 'spec.podSelector', message };
      for (const { peers, peersField } of rulesOf(policy)) {
        for (const [index, peer] of peers.entries()) {
          const nobody = isNobody(peer) ? undefined : nothingSelected(world, placeOf(world, peer, own), valueAt(peer, 'podSelector'));
          if (nobody !== undefined) yield { object: policy, field: `${peersField}[${index}].podSelector`, message: nobody };
        }
      }
    }
  },
};

/** @param namespace undefined where it is not known */
function nothingSelected(world: World, namespace: string | undefined, selector: unknown): string | undefined {
  const spoken = spokenSelector(selector);
  if (namespace === undefined || spoken === 'everything' || isFilledElsewhere(world, namespace)) return undefined;
  if (podsOf(world).select(namespace, selector).length > 0) return undefined;
  return `selects no pods: none of namespace ${namespace} has ${spoken}`;
}

/** Argo CD is there before anything is delivered, whoever installed it. */
function isFilledElsewhere(world: World, namespace: string): boolean {
  return namespace === ARGO_CD_NAMESPACE || filledElsewhere(world).has(namespace);
}

/** The one namespace that a peer can be in: that of the policy, or one that it names and that is of ours, so that its pods are known. */
function placeOf(world: World, peer: unknown, own: string): string | undefined {
  const selector = valueAt(peer, 'namespaceSelector');
  if (selector === undefined) return own;
  const labels = valueAt(selector, 'matchLabels');
  const name = isMapping(labels) ? ownValue(labels, 'kubernetes.io/metadata.name') : undefined;
  return typeof name === 'string' && world.tryFind('/Namespace', '', name)?.unit !== undefined ? name : undefined;
}
