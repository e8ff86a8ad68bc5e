import { textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { once } from '../once';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import { isAmong, portsOf } from '../wiring/container-port';
import { filledElsewhere } from '../wiring/elsewhere';
import { podsOf } from '../wiring/label-index';
import { selects } from '../wiring/label-selector';
import type { World } from '../world';
import { NETWORK_POLICY, type PolicyRule, podSelectorOf, protocolOf, rulesOf } from './policy';

export const namedPort: Rule = {
  id: 'network/named-port',
  title: 'A port that a network policy names is one of the pods that it is about',
  severity: 'error',
  rationale:
    'A name is looked up in each destination pod, with its protocol; one that no pod has matches nothing, and says so nowhere (NetworkPolicy semantics 17; membrane M8; bad input 64).',
  requirements: ['A4', 'B41'],
  fix: 'name a port of the containers with its protocol, or write its number',
  *check(world) {
    for (const object of world.ofType(NETWORK_POLICY)) {
      for (const rule of rulesOf(object)) {
        for (const [index, port] of rule.ports.entries()) {
          const name = textAt(port, 'port');
          if (name === undefined) continue;
          const message = problemOf(world, rule, name, protocolOf(port));
          if (message !== undefined) yield { object, field: `${rule.field}.ports[${index}].port`, message };
        }
      }
    }
  },
};

/** Who has the port is known only if all namespaces that it may be in are. */
function problemOf(world: World, rule: PolicyRule, name: string, protocol: string): string | undefined {
  const { pods, isComplete } = destinationsOf(world, rule);
  if (pods.some((pod) => isAmong(portsOf(pod), name, protocol))) return undefined;
  if (!isComplete || (pods.length === 0 && rule.policy.unit === undefined)) return undefined;
  const whose = pods.length === 0 ? 'no pod here' : `none of ${pods.map(({ object }) => object.manifest.metadata.name).join(', ')}`;
  return `is ${name} (${protocol}), a port that ${whose} has`;
}

interface Destinations {
  readonly pods: readonly PodView[];
  readonly isComplete: boolean;
}

function destinationsOf(world: World, { policy, direction, peers }: PolicyRule): Destinations {
  const index = podsOf(world);
  const own = world.namespaceOf(policy);
  const places = (peer: unknown): string[] => {
    const selector = valueAt(peer, 'namespaceSelector');
    if (selector === undefined) return [own];
    return namespacesOf(world).filter((name) =>
      selects(selector, world.labelsOfNamespace(name) ?? { 'kubernetes.io/metadata.name': name }),
    );
  };
  const asked =
    direction === 'Ingress'
      ? [{ namespaces: [own], selector: podSelectorOf(policy) }]
      : peers.map((peer) => ({ namespaces: places(peer), selector: valueAt(peer, 'podSelector') ?? {} }));
  const isByAddress = direction === 'Egress' && (peers.length === 0 || peers.some((peer) => valueAt(peer, 'ipBlock') !== undefined));
  return {
    pods: asked.flatMap(({ namespaces, selector }) => namespaces.flatMap((name) => index.select(name, selector))),
    isComplete:
      !isByAddress &&
      asked.every(({ namespaces }) => namespaces.length > 0 && namespaces.every((name) => !filledElsewhere(world).has(name))),
  };
}

const namespacesOf = once((world: World): readonly string[] => {
  const declared = world.ofType('/Namespace').map(({ manifest }) => manifest.metadata.name);
  return [...new Set([...podsOf(world).namespaces, ...declared])];
});
