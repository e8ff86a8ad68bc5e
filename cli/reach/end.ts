import { type AddressRange, AddressSet, type End, nearest, parseCidr, type Reachability, type Workload } from '../../lib';
import { insideAddress, mappedAddress, unknownEnd } from '../messages';
import type { Subject } from './subject';

/** What --from or --to names. */
export interface NamedEnd {
  readonly end: End;
  /** The one workload or address, if it is one: then it can be explained. */
  readonly one?: Workload | AddressRange;
}

/** A workload as `namespace/Kind/name`, a namespace, or an address or range outside. @throws if there is none of that name */
export function namedEnd(option: '--from' | '--to', text: string, subject: Subject, reachability: Reachability): NamedEnd {
  const workload = reachability.workloads.get(text);
  if (workload !== undefined) return { end: { workloads: new Set([text]) }, one: workload };
  const outside = outsideEnd(option, text, reachability);
  if (outside !== undefined) return outside;
  const keys = [...reachability.workloads.keys()];
  const namespaces = namespacesOf(subject);
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
  return [...new Set(names)].filter((name) => name !== '').sort();
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
