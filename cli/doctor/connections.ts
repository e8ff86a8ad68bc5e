import { isDeepStrictEqual } from 'node:util';
import { landing, type Manifest, Reachability, type ReachChange, type ReachObject, reachChanges } from '../../lib';
import { committed, type Facts, list, same } from './facts';
import { has, type Labels } from './labels';
import { templatesOf } from './pods';

/** How the policies of a cluster differ from those of dist in what they let through. */
export interface PolicyEffect {
  readonly changes: readonly ReachChange[];
  /** Why it could not be decided; empty if it was. */
  readonly undecided: readonly string[];
  /** Policies that are not as in dist, as people call them. */
  readonly policies: readonly string[];
}

/** Computed once for both checks that ask for it. */
const known = new WeakMap<Facts, PolicyEffect>();

/**
 * Who may reach whom by dist, against the same pods under the policies and namespaces of the cluster. Pods of charts are not in dist:
 * those that a policy of dist is for stand for them, the edge first of all.
 */
export function policyEffect(facts: Facts): PolicyEffect {
  const found = known.get(facts) ?? decided(facts);
  known.set(facts, found);
  return found;
}

function decided(facts: Facts): PolicyEffect {
  const { cluster, dist } = facts;
  const isReplaced = ({ kind }: Manifest): boolean => kind === 'NetworkPolicy' || kind === 'Namespace';
  const workloads = [...dist.filter((manifest) => !isReplaced(manifest)), ...imagined(facts)];
  const live = [...list(facts, 'namespaces'), ...list(facts, 'networkPolicies')] as readonly object[] as readonly Manifest[];
  const before = new Reachability({ objects: landed([...workloads, ...dist.filter(isReplaced)]), ranges: cluster.ranges });
  const after = new Reachability({ objects: landed([...workloads, ...live]), ranges: cluster.ranges });
  const undecided = [before, after].flatMap(({ problems, undecided: own }) =>
    [...problems, ...own].map(
      ({ object, field, message }) => `${object.manifest.kind} ${object.namespace}/${object.manifest.metadata.name} ${field}: ${message}`,
    ),
  );
  return {
    changes: undecided.length > 0 ? [] : [...reachChanges(before, after, 'may')],
    undecided,
    policies: differing(facts),
  };
}

function landed(manifests: readonly Manifest[]): ReachObject[] {
  return manifests.map((manifest) => landing(manifest, ''));
}

/** A pod for each policy of dist that selects none of its workloads. */
function imagined(facts: Facts): Manifest[] {
  const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];
  const templates = kinds.flatMap((kind) => templatesOf(committed(facts, kind)));
  const pods = new Map<string, Manifest>();
  for (const { metadata, spec } of committed(facts, 'NetworkPolicy')) {
    const labels = (spec?.podSelector?.matchLabels ?? {}) as Labels;
    const { namespace = '' } = metadata;
    if (Object.keys(labels).length === 0) continue;
    if (templates.some(({ about, labels: own }) => about.namespace === namespace && has(own, labels))) continue;
    const name = Object.values(labels).join('-').toLowerCase();
    pods.set(`${namespace}/${name}`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: { containers: [{ name: 'unseen' }] },
    });
  }
  return [...pods.values()];
}

/** What somebody changed: a policy of dist that is gone or otherwise, and one more in a namespace of dist. */
function differing(facts: Facts): string[] {
  const wanted = committed(facts, 'NetworkPolicy');
  const live = list(facts, 'networkPolicies');
  const names = new Set(committed(facts, 'Namespace').map(({ metadata }) => metadata.name));
  const gone = wanted.flatMap((policy) => {
    const found = same(live, policy);
    const called = `${policy.metadata.namespace}/${policy.metadata.name}`;
    if (found === undefined) return [`${called} is not there`];
    return isDeepStrictEqual(found.spec, policy.spec) ? [] : [`${called} is otherwise`];
  });
  const more = live
    .filter((policy) => names.has(policy.metadata.namespace ?? '') && same(wanted, policy) === undefined)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name} is not in dist`);
  return [...gone, ...more];
}

/** `namespace/Kind/name` of a workload; undefined for addresses outside. */
export function workloadIn(end: string): { readonly namespace: string; readonly kind: string; readonly name: string } | undefined {
  const [, namespace = '', kind = '', name = ''] = /^([^/]+)\/([A-Z][^/]*)\/(.+)$/.exec(end) ?? [];
  return kind === '' ? undefined : { namespace, kind, name };
}
