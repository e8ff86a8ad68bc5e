import { credentialsIn, type Incident, type Manifest, type OwnersOf } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { openIncidents, withoutPauses } from '../drift/incidents';
import { manifestDrift } from '../drift/manifests';
import { itemsOf } from '../drift/objects';
import type { Drift, Untold } from '../drift/report';
import { typesOfDist } from '../drift/types';
import type { FileSystem } from '../ports/file-system';
import type { Delivered } from './delivered';
import { HIDDEN, hiddenObject, hiddenValue, isSecretive } from './hidden';
import { thisMoment } from './request';

/** What a cluster has otherwise than Git, and whose it is to say. */
export interface Difference extends Drift {
  /** Component whose files have to say it; empty for what `dist` does not have. */
  readonly component: string;
  /** Who approves that. */
  readonly owner: string;
  /** What an object is that only the cluster has. */
  readonly manifest?: object;
}

export interface Differences {
  readonly differences: readonly Difference[];
  readonly unknown: readonly Untold[];
}

export interface DifferenceProps {
  readonly fs: FileSystem;
  readonly root: string;
  readonly kubectl: Kubectl;
  readonly delivered: Delivered;
  /** Records whose pauses are no difference. */
  readonly incidents: readonly Incident[];
  readonly owners: OwnersOf;
}

/** What a cluster has otherwise than `dist`, without what open records pause. No secret and no ciphertext is in it. */
export async function differencesOf({ fs, root, kubectl, delivered, incidents, owners }: DifferenceProps): Promise<Differences> {
  const { drift, unknown } = await manifestDrift(kubectl, delivered.committed, typesOfDist(fs, root));
  const components = new Map(delivered.objects.map(({ key, component }) => [key, component]));
  // A pause is no change of anybody's, however long it lasts.
  const pausing = openIncidents(incidents, thisMoment()).map((incident) => ({ ...incident, isExpired: false }));
  const left = withoutPauses(drift, pausing).drift;
  const differences: Difference[] = [];
  for (const one of left) {
    const owner = one.file === '' ? '' : owners(one.file).join(' ');
    const manifest = one.class === 'extra' ? await strangerOf(kubectl, one) : undefined;
    differences.push({ ...hidden(one), component: components.get(one.object) ?? '', owner, ...(manifest && { manifest }) });
  }
  return { differences, unknown: unknown.map(hiddenReason) };
}

/** A difference as it may be committed. */
function hidden({ live, wanted, ...one }: Drift): Drift {
  const safe = (value: unknown): unknown => hiddenValue(one, value);
  return { ...one, ...(live !== undefined && { live: safe(live) }), ...(wanted !== undefined && { wanted: safe(wanted) }) };
}

/** An API server repeats the value that it refuses. */
function hiddenReason({ what, reason }: Untold): Untold {
  return { what, reason: credentialsIn(reason).length > 0 ? HIDDEN : reason };
}

/** What the API server and controllers write into every object. */
const SERVERS = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid', 'ownerReferences'];

/** An object that only the cluster has, as somebody would write it; undefined for what holds secrets and what cannot be read. */
async function strangerOf(kubectl: Kubectl, { object }: Drift): Promise<object | undefined> {
  if (isSecretive(object)) return undefined;
  const [group = '', kind = '', namespace = '', ...name] = object.split('/');
  const type = `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
  const within = namespace === '' ? [] : ['--namespace', namespace];
  const ran = await kubectl.run(['get', type, name.join('/'), ...within, '--output', 'json']);
  const [live] = (ran.status === 0 ? itemsOf(ran.stdout) : undefined) ?? [];
  if (live === undefined) return undefined;
  const { status: _, metadata, ...rest } = live;
  const kept = Object.entries(metadata).filter(([key]) => !SERVERS.includes(key));
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => !key.startsWith('kubectl.kubernetes.io/'));
  const own = Object.fromEntries(kept.filter(([key]) => key !== 'annotations'));
  const noted = { ...own, ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }) };
  return hiddenObject({ ...rest, metadata: noted } as Manifest);
}
