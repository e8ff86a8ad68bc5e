import { type AddressRange, AddressSet } from './address-set';
import type { Reachability } from './reachability';
import type { Workload } from './workload';

/** One side of the connections that are asked for: workloads by key, or addresses outside. */
export type End =
  | { readonly workloads: ReadonlySet<string>; readonly addresses?: never }
  | { readonly addresses: AddressSet; readonly workloads?: never };

/** The connections that are asked for. */
export interface Ends {
  /** @default everybody */
  readonly from?: End;
  /** @default everybody */
  readonly to?: End;
}

export function workloadsAt(reachability: Reachability, end: End | undefined): Workload[] {
  const all = [...reachability.workloads.values()];
  return end === undefined ? all : all.filter(({ key }) => end.workloads?.has(key));
}

/** Addresses outside that an end has; all of them if it is everybody. */
export function addressesAt(end: End | undefined): AddressSet {
  return end === undefined ? AddressSet.all : (end.addresses ?? AddressSet.none);
}

/** The part of a range of the outside that is asked for. */
export function partsOf(range: AddressRange, end: End | undefined): AddressRange[] {
  return end === undefined ? [range] : AddressSet.of([range]).intersection(addressesAt(end)).ranges;
}
