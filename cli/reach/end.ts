import { type AddressRange, AddressSet, type End, type Ends, nearest, parseCidr, type Reachability, type Workload } from '../../lib';
import { insideAddress, mappedAddress, nothingBetween, unknownEnd } from '../messages';
import type { Decided } from './decided';
import type { Subject } from './subject';

/** What --from or --to names. */
export interface NamedEnd {
  readonly end: End;
  /** The one workload or address, if it is one: then it can be explained. */
  readonly one?: Workload | AddressRange;
}

/** What --from and --to name. */
export interface AskedEnds {
  readonly from?: NamedEnd;
  readonly to?: NamedEnd;
}

/** @param sides what may be named: in the first, or in others that it is compared with. @throws Refusal for an end that there is not, and two between which nothing is decided */
export function askedEnds(options: { readonly from?: string; readonly to?: string }, sides: readonly [Decided, ...Decided[]]): AskedEnds {
  const from = options.from === undefined ? undefined : namedEnd('--from', options.from, sides);
  const to = options.to === undefined ? undefined : namedEnd('--to', options.to, sides);
  const isSame = from?.one !== undefined && from.one === to?.one;
  if (isSame || (from?.end.addresses && to?.end.addresses)) throw nothingBetween(`${options.from}`, `${options.to}`);
  return { ...(from && { from }), ...(to && { to }) };
}

export function endsOf({ from, to }: AskedEnds): Ends {
  return { ...(from && { from: from.end }), ...(to && { to: to.end }) };
}

/** A workload as `namespace/Kind/name`, a namespace, or an address or range outside. @throws Refusal if there is none of that name */
function namedEnd(option: '--from' | '--to', text: string, sides: readonly [Decided, ...Decided[]]): NamedEnd {
  const [{ subject, reachability }] = sides;
  const workloads = new Map([...sides].reverse().flatMap((side) => [...side.reachability.workloads]));
  const workload = workloads.get(text);
  if (workload !== undefined) return { end: { workloads: new Set([text]) }, one: workload };
  const outside = outsideEnd(option, text, reachability);
  if (outside !== undefined) return outside;
  const keys = [...workloads.keys()];
  const namespaces = [...new Set(sides.flatMap((side) => namespacesOf(side.subject)))].sort();
  if (namespaces.includes(text)) return { end: { workloads: new Set(keys.filter((key) => key.startsWith(`${text}/`))) } };
  throw unknownEnd(option, text, subject.name, likely(text, keys, namespaces));
}

function outsideEnd(option: string, text: string, { addresses }: Reachability): NamedEnd | undefined {
  const range = parseCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
  if (range === undefined) return undefined;
  if (range.isMapped) throw mappedAddress(option, text);
  const asked = AddressSet.of([range]).intersection(addresses.outside);
  if (asked.isEmpty) throw insideAddress(option, text);
  return { end: { addresses: asked }, ...(range.first === range.last && { one: range }) };
}

/** Also those without workloads: nobody there reaches anybody. */
function namespacesOf({ objects }: Subject): string[] {
  const names = objects.map(({ manifest, namespace }) => (manifest.kind === 'Namespace' ? manifest.metadata.name : namespace));
  return names.filter((name) => name !== '');
}

/** Workloads that are called so, or the one whose name is nearest. */
function likely(text: string, keys: readonly string[], namespaces: readonly string[]): string[] {
  const name = lastOf(text);
  const called = keys.filter((key) => lastOf(key) === name);
  if (called.length > 0) return called;
  const whole = nearest(text, [...keys, ...namespaces]);
  if (whole !== undefined) return [whole];
  const part = nearest(name, keys.map(lastOf));
  return keys.filter((key) => lastOf(key) === part);
}

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
