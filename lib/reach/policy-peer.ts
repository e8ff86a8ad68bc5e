import { AddressSet } from './address-set';
import { type Cidr, isWithin, parseCidr } from './cidr';
import { type Field, spoken } from './field';
import { LabelSelector, readLabelSelector } from './label-selector';

/** Pods that a rule of a NetworkPolicy speaks of. */
export interface PodPeer {
  /** Path in the policy: `spec.ingress[0].from[0]`. */
  readonly field: string;
  readonly pods: LabelSelector;
  /** Undefined: the policy's own namespace. */
  readonly namespaces: LabelSelector | undefined;
}

/** Addresses that a rule of a NetworkPolicy speaks of. */
export interface AddressPeer {
  readonly field: string;
  readonly addresses: AddressSet;
}

export type PolicyPeer = PodPeer | AddressPeer;

/** Reads an item of `from` or `to` (ValidateNetworkPolicyPeer); undefined if it is malformed. */
export function readPolicyPeer(field: Field): PolicyPeer | undefined {
  field.isMappingOf('podSelector', 'namespaceSelector', 'ipBlock');
  const [pods, namespaces, block] = [field.at('podSelector'), field.at('namespaceSelector'), field.at('ipBlock')];
  const selectors = [pods, namespaces].filter(({ isAbsent }) => !isAbsent);
  if (!block.isAbsent) {
    if (selectors.length > 0) field.refuse('has an ipBlock beside selectors; it is one or the other');
    return { field: field.path, addresses: readBlock(block) };
  }
  if (selectors.length === 0) {
    field.refuse('is empty; expected podSelector, namespaceSelector, both, or an ipBlock');
    return undefined;
  }
  return {
    field: field.path,
    pods: pods.isAbsent ? LabelSelector.everything : readLabelSelector(pods),
    namespaces: namespaces.isAbsent ? undefined : readLabelSelector(namespaces),
  };
}

/** Exceptions must be a part of the block, and not all of it (ValidateIPBlock). */
function readBlock(field: Field): AddressSet {
  field.isMappingOf('cidr', 'except');
  const outer = readCidr(field.at('cidr'));
  const exceptions = field
    .at('except')
    .items()
    .flatMap((item) => {
      const inner = readCidr(item);
      if (inner === undefined || outer === undefined) return [];
      if (!isWithin(inner, outer)) item.refuse(`is ${spoken(item.value)}, which is not inside ${spoken(field.at('cidr').value)}`);
      else if (inner.prefix === outer.prefix) item.refuse(`is ${spoken(item.value)}, all of ${spoken(field.at('cidr').value)}`);
      return [inner];
    });
  return outer === undefined ? AddressSet.none : AddressSet.of([outer]).difference(AddressSet.of(exceptions));
}

function readCidr(field: Field): Cidr | undefined {
  const range = typeof field.value === 'string' ? parseCidr(field.value) : undefined;
  if (range === undefined) {
    field.refuse(`is ${field.isAbsent ? 'missing' : spoken(field.value)}; expected a range of addresses such as 10.0.0.0/8`);
  } else if (range.isMapped) {
    field.refuse(
      `is ${spoken(field.value)}, IPv4 addresses written as IPv6 ones, which implementations read either way; write them as IPv4`,
    );
  }
  return range;
}
