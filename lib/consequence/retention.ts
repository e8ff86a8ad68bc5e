import { textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import type { Aspect } from './aspect';
import { joined } from './wording';

interface Policy {
  readonly type: string;
  readonly field: string;
  readonly text: string;
}

/** Fields that keep data as long as they do not say otherwise. */
const POLICIES: readonly Policy[] = [
  {
    type: 'apps/StatefulSet',
    field: 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted',
    text: 'deleted, it takes its claims and their data with it',
  },
  {
    type: 'apps/StatefulSet',
    field: 'spec.persistentVolumeClaimRetentionPolicy.whenScaled',
    text: 'scaled down, it deletes the claims of those pods and their data',
  },
  { type: '/PersistentVolume', field: 'spec.persistentVolumeReclaimPolicy', text: 'the volume and its data go with its claim' },
];

/** Whether data goes that stayed so far: claims with their StatefulSet, volumes with their claim. */
export const retention: Aspect = ({ before, after }, open) => {
  const lost = POLICIES.filter(({ type, field }) => type === typeOf(after) && !isKept(after, field) && isKept(before, field));
  const fields = open.filter(({ field }) => POLICY.test(field));
  if (lost.length === 0 || fields.length === 0) return [];
  const fewer = lost.some(({ field }) => field.endsWith('whenScaled')) ? scaledDown(before, after) : '';
  return [{ risk: 'deletion', weight: fewer === '' ? 62 : 86, summary: `${joined(...lost.map(({ text }) => text))}${fewer}`, fields }];
};

const POLICY = /^spec\.persistentVolume(?:ClaimRetention|Reclaim)Policy(?=$|\.)/;

function isKept(manifest: Manifest, field: string): boolean {
  return (textAt(manifest, field) ?? 'Retain') === 'Retain';
}

function scaledDown(before: Manifest, after: Manifest): string {
  const [was, is] = [before, after].map((side) => Number(valueAt(side, 'spec.replicas') ?? 1)) as [number, number];
  return is < was ? `, and it is scaled down now, ${was} → ${is}` : '';
}
