import { objectKey, typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import type { Aspect } from './aspect';
import { below } from './field';
import { directionsOf, edgesBeyond, podsOf, unisolated, unrestricted } from './network-edges';
import type { Surroundings } from './surroundings';
import { joined, listed, spokenAll } from './wording';

/** Which connections open and close, and which pods answer behind a Service. */
export const network: Aspect = ({ before, after }, open, around) => {
  const fields = open.filter(below('spec'));
  if (fields.length === 0) return [];
  const type = typeOf(after);
  if (type === 'networking.k8s.io/NetworkPolicy') {
    const lost = isolationLost(before, after, around);
    const summary = joined(policyEffect(before, after), lost.text) || 'permits the same in other words';
    const isOpening = lost.isOpen || edgesBeyond(after, before).length > 0;
    return [{ risk: 'network', weight: isOpening ? 5 : 1, summary, fields }];
  }
  if (type === '/Service') {
    const own = fields.filter(({ field }) =>
      /^spec\.(?:selector|ports|publishNotReadyAddresses|sessionAffinity\w*|internalTrafficPolicy|externalName)\b/.test(field),
    );
    return own.length === 0 ? [] : [{ risk: 'network', weight: 2, summary: `connections to the Service: ${spokenAll(own)}`, fields: own }];
  }
  if (/NetworkPolicy$/.test(after.kind)) return [{ risk: 'network', summary: `rules of the network: ${spokenAll(fields)}`, fields }];
  return [];
};

/** `opens …; closes …; isolates …` of a policy that came, went or changed. What else is permitted, other policies say. */
export function policyEffect(before: Manifest | undefined, after: Manifest | undefined): string {
  const opened = after === undefined ? [] : edgesBeyond(after, before);
  const closed = before === undefined ? [] : edgesBeyond(before, after);
  const pods = podsOf(valueAt(after, 'spec.podSelector'));
  const free = after === undefined ? [] : unrestricted(after);
  const wasFree = before !== undefined && podsOf(valueAt(before, 'spec.podSelector')) === pods ? unrestricted(before) : [];
  const freed = free.filter((direction) => !wasFree.includes(direction));
  const isolating = after === undefined ? [] : directionsOf(after).filter((direction) => !before || !isolates(before, after, direction));
  const isolated = isolating.filter((direction) => !free.includes(direction));
  return joined(
    opened.length > 0 ? `opens ${listed(opened)}` : '',
    closed.length > 0 ? `no longer opens ${listed(closed)}` : '',
    isolated.length > 0 ? `denies ${pods} every other ${spokenDirections(isolated)}` : '',
    freed.length > 0 ? `with it no policy restricts ${spokenDirections(freed)} of ${pods}` : '',
  );
}

function isolates(before: Manifest, after: Manifest, direction: 'Ingress' | 'Egress'): boolean {
  const selector = (policy: Manifest): string => podsOf(valueAt(policy, 'spec.podSelector'));
  return directionsOf(before).includes(direction) && selector(before) === selector(after);
}

/** Which pods a policy no longer isolates. Where no other policy does either, everybody may connect. */
export function isolationLost(
  before: Manifest,
  after: Manifest | undefined,
  around: Surroundings,
): { readonly text: string; readonly isOpen: boolean } {
  const kept = after === undefined ? [] : directionsOf(after).filter((direction) => isolates(before, after, direction));
  const given = directionsOf(before).filter((direction) => !kept.includes(direction));
  if (given.length === 0) return { text: '', isOpen: false };
  const isOther = (other: Manifest): boolean => typeOf(other) === typeOf(before) && objectKey(other) !== objectKey(before);
  const lost = unisolated(before, given, around.in(before.metadata.namespace).filter(isOther));
  const pods = podsOf(valueAt(before, 'spec.podSelector'));
  const text =
    lost.length === 0
      ? `another policy still isolates ${pods} for ${spokenDirections(given)}`
      : `no other policy isolates ${pods} for ${spokenDirections(lost)}, so everything that reaches them is permitted`;
  return { text, isOpen: lost.length > 0 };
}

function spokenDirections(directions: readonly string[]): string {
  return directions.join(' and ').toLowerCase();
}
