import { listAt, textAt, textsAt } from '../../manifest/fields';
import { groupBy } from '../../manifest/group-by';
import { valueAt } from '../../manifest/manifest';
import { DIRECTIONS, type Direction } from '../../reach/network-policy';
import { once } from '../once';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const NETWORK_POLICY = 'networking.k8s.io/NetworkPolicy';

/** One rule of a NetworkPolicy. */
export interface PolicyRule {
  readonly policy: WorldObject;
  readonly direction: Direction;
  /** Path in the object: `spec.ingress[0]`. */
  readonly field: string;
  readonly value: unknown;
  /** Path of its peers; absent or empty they are everybody. */
  readonly peersField: string;
  readonly peers: readonly unknown[];
  /** Absent or empty they are all ports. */
  readonly ports: readonly unknown[];
}

const RULES = { Ingress: ['ingress', 'from'], Egress: ['egress', 'to'] } as const;

/** Everything that a policy allows, in force or not. */
export const rulesOf = once((policy: WorldObject): readonly PolicyRule[] =>
  DIRECTIONS.flatMap((direction) => {
    const [list, side] = RULES[direction];
    return listAt(policy.manifest, `spec.${list}`).map((value, index) => {
      const field = `spec.${list}[${index}]`;
      return { policy, direction, field, value, peersField: `${field}.${side}`, peers: listAt(value, side), ports: listAt(value, 'ports') };
    });
  }),
);

/** The directions that a policy isolates its pods in: unless it says so, ingress always, egress if it has rules for it. */
export function typesOf({ manifest }: WorldObject): readonly string[] {
  const types = textsAt(manifest, 'spec.policyTypes');
  if (types.length > 0) return types;
  return listAt(manifest, 'spec.egress').length > 0 ? DIRECTIONS : ['Ingress'];
}

/** What a policy selects its pods by; absent, that is all of them. */
export function podSelectorOf({ manifest }: WorldObject): unknown {
  return valueAt(manifest, 'spec.podSelector') ?? {};
}

const policiesOf = once((world: World) => groupBy(world.ofType(NETWORK_POLICY), (policy) => world.namespaceOf(policy)));

/** The policies of a namespace. */
export function policiesIn(world: World, namespace: string): readonly WorldObject[] {
  return policiesOf(world).get(namespace) ?? [];
}

/** Protocol of a port of a rule. */
export function protocolOf(port: unknown): string {
  return textAt(port, 'protocol') ?? 'TCP';
}
