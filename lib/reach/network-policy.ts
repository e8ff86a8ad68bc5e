import { exactJson } from '../manifest/exact-json';
import type { Manifest, Problem } from '../manifest/manifest';
import { dnsSubdomainProblem } from '../manifest/name';
import { Field, spoken } from './field';
import { type LabelSelector, readLabelSelector } from './label-selector';
import { type PolicyPeer, readPolicyPeer } from './policy-peer';
import type { ReachObject } from './reach-world';
import { type RulePorts, readRulePorts } from './rule-ports';

export const DIRECTIONS = ['Ingress', 'Egress'] as const;

export type Direction = (typeof DIRECTIONS)[number];

/** Connections that a NetworkPolicy allows: with any of the peers, on any of the ports. */
export interface PolicyRule {
  /** Path in the policy: `spec.ingress[0]`. */
  readonly field: string;
  /** Undefined: everybody, outside the cluster too. */
  readonly peers: readonly PolicyPeer[] | undefined;
  readonly ports: RulePorts;
}

/** A NetworkPolicy of networking.k8s.io/v1. */
export interface NetworkPolicy {
  /** `namespace/name`. */
  readonly key: string;
  readonly object: ReachObject;
  readonly namespace: string;
  readonly pods: LabelSelector;
  /** What it allows in the directions that it isolates its pods in; the others it says nothing of. */
  readonly rules: Readonly<Partial<Record<Direction, readonly PolicyRule[]>>>;
}

/** Whether a manifest is of the one kind that is read here; others of that name are foreign. */
export function isNetworkPolicy({ apiVersion, kind }: Manifest): boolean {
  return kind === 'NetworkPolicy' && apiVersion === 'networking.k8s.io/v1';
}

/** A manifest that the API server would take, or what it would refuse, all of it. */
export type PolicyReading =
  | { readonly policy: NetworkPolicy; readonly problems?: never }
  | { readonly policy?: never; readonly problems: readonly Problem[] };

/** Rules that were read before, by how they are written: hundreds of policies allow the same. */
export type KnownRules = Map<string, readonly PolicyRule[]>;

/**
 * Reads a manifest of kind NetworkPolicy as the API server does, defaults included (Kubernetes, pkg/apis/networking).
 * @param known rules of policies that were read before, which these are added to. @default none
 */
export function readNetworkPolicy(object: ReachObject, known: KnownRules = new Map()): PolicyReading {
  const problems: Problem[] = [];
  const rulesIn = (field: Field, side: 'from' | 'to'): readonly PolicyRule[] => {
    const text = `${side} ${exactJson(field.value)}`;
    const before = known.get(text);
    if (before !== undefined) return before;
    const sound = problems.length;
    const read = readRules(field, side);
    if (problems.length === sound) known.set(text, read);
    return read;
  };
  const name = readName(new Field(object.manifest.metadata?.name, 'metadata.name', problems));
  const spec = new Field(object.manifest.spec, 'spec', problems);
  spec.isMappingOf('podSelector', 'policyTypes', 'ingress', 'egress');
  const pods = readLabelSelector(spec.at('podSelector'));
  const ingress = rulesIn(spec.at('ingress'), 'from');
  const egress = rulesIn(spec.at('egress'), 'to');
  const types = readTypes(spec.at('policyTypes'), egress.length > 0);
  if (problems.length > 0) return { problems };
  const rules = { ...(types.includes('Ingress') && { Ingress: ingress }), ...(types.includes('Egress') && { Egress: egress }) };
  return { policy: { key: `${object.namespace}/${name}`, object, namespace: object.namespace, pods, rules } };
}

function readName(field: Field): string {
  const name = field.text() ?? '';
  const problem = dnsSubdomainProblem(name);
  if (problem !== undefined) field.refuse(problem);
  return name;
}

function readRules(field: Field, side: 'from' | 'to'): PolicyRule[] {
  return field.items().map((rule) => {
    rule.isMappingOf(side, 'ports');
    const peers = rule.at(side).items();
    return {
      field: rule.path,
      peers: peers.length === 0 ? undefined : peers.flatMap((peer) => readPolicyPeer(peer) ?? []),
      ports: readRulePorts(rule.at('ports')),
    };
  });
}

/** Unless a policy says so, it isolates ingress always, and egress if it has rules for it. */
function readTypes(field: Field, hasEgress: boolean): Direction[] {
  const items = field.items();
  if (items.length > DIRECTIONS.length) field.refuse(`has ${items.length} items; there are but ${DIRECTIONS.join(' and ')}`);
  const types = items.flatMap((item) => {
    const type = DIRECTIONS.find((direction) => direction === item.value);
    if (type === undefined) item.refuse(`is ${spoken(item.value)}; expected ${DIRECTIONS.join(' or ')}`);
    return type ?? [];
  });
  if (items.length > 0) return types;
  return hasEgress ? ['Ingress', 'Egress'] : ['Ingress'];
}
