import type { LabelSelector, NetworkPolicy, Peer } from './kubernetes';
import { completions, selects } from './label-selector';
import { type Labels, namespaceOf, type Pod } from './pod';

/** A pod, or an address, of which everything is known. */
type End = Pod | { readonly type: 'outside'; readonly bits: string };

/**
 * Both ends once for every way in which unknown labels of theirs and of their namespaces could turn out, as far as some policy could
 * tell the ways apart. Of labels that decide nothing some are left out that are there for sure: only these policies may be asked about the two.
 * @param own policies that may select the one
 * @param others policies that may select the other
 */
export function everyPair(from: End, own: readonly NetworkPolicy[], to: End, others: readonly NetworkPolicy[]): (readonly [End, End])[] {
  const all = [...own, ...others];
  const targets = everyWay(to, all, own);
  return everyWay(from, all, others).flatMap((one) =>
    targets.filter((other) => !disagree(one, other)).map((other): readonly [End, End] => [one, other]),
  );
}

/** What tells ways apart: whom the policies of its namespace select, and which peers those of the other end name. */
function everyWay(end: End, all: readonly NetworkPolicy[], ofOther: readonly NetworkPolicy[]): End[] {
  if (end.type === 'outside') return [end];
  const near = all.filter((policy) => namespaceOf(policy) === end.namespace).map(({ spec }) => spec.podSelector);
  const byPods = [...near, ...ofOther.flatMap(peersOf).map(({ podSelector }) => podSelector)];
  // Of all policies, so that two pods of one namespace have the same ways to agree on.
  const byNamespaces = all.flatMap(peersOf).map(({ namespaceSelector }) => namespaceSelector);
  return complete(end.labels, byPods).flatMap((labels) =>
    complete(end.namespaceLabels, byNamespaces).map((namespaceLabels) => ({ ...end, labels, namespaceLabels })),
  );
}

/** Two pods of one namespace cannot see it with different labels. */
function disagree(one: End, other: End): boolean {
  return (
    one.type === 'pod' &&
    other.type === 'pod' &&
    one.namespace === other.namespace &&
    JSON.stringify(one.namespaceLabels) !== JSON.stringify(other.namespaceLabels)
  );
}

function peersOf({ spec: { ingress = [], egress = [] } }: NetworkPolicy): Peer[] {
  return [...ingress, ...egress].flatMap(({ from = [], to = [] }) => [...from, ...to]);
}

/** One for all that no selector tells apart. */
function complete(labels: Labels, selectors: readonly (LabelSelector | undefined)[]): Labels[] {
  const written = selectors.filter((selector) => selector !== undefined);
  const different = new Map<string, Labels>();
  for (const known of completions(labels, written)) {
    const way: Labels = { known, chosenByCluster: [], open: false };
    different.set(written.map((selector) => selects(selector, way)).join(), way);
  }
  return [...different.values()];
}
