import { credentialsIn, type Incident, type Manifest, type OwnersOf, shown, valueAt } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { openIncidents, withoutPauses } from '../drift/incidents';
import { manifestDrift } from '../drift/manifests';
import { itemsOf } from '../drift/objects';
import type { Drift, Untold } from '../drift/report';
import { typesOfDist } from '../drift/types';
import type { FileSystem } from '../ports/file-system';
import type { Delivered } from './delivered';

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

/** Past every end: a pause is no change of anybody's, however long it lasts. */
const BEFORE_ALL = '1970-01-01T00:00:00Z';

/** What a cluster has otherwise than `dist`, without what open records pause. No secret and no ciphertext is in it. */
export async function differencesOf({ fs, root, kubectl, delivered, incidents, owners }: DifferenceProps): Promise<Differences> {
  const { drift, unknown } = await manifestDrift(kubectl, delivered.committed, typesOfDist(fs, root));
  const components = new Map(delivered.objects.map(({ key, component }) => [key, component]));
  const left = withoutPauses(drift, openIncidents(incidents, BEFORE_ALL)).drift;
  const differences: Difference[] = [];
  for (const one of left) {
    const owner = one.file === '' ? '' : owners(one.file).join(' ');
    const manifest = one.class === 'extra' ? await strangerOf(kubectl, one) : undefined;
    differences.push({ ...hidden(one), component: components.get(one.object) ?? '', owner, ...(manifest && { manifest }) });
  }
  return { differences, unknown };
}

const HIDDEN = '(hidden)';

/** Kinds that hold secrets or their ciphertext: of those only fields are named. */
export function isSecretive(object: string): boolean {
  return /\/(?:Secret|SealedSecret|ExternalSecret)\//.test(object);
}

/** A difference as it may be committed. */
function hidden({ live, wanted, ...one }: Drift): Drift {
  const safe = (value: unknown): unknown => {
    if (value === undefined) return undefined;
    const isHeld = isSecretive(one.object) && !/^metadata\.(?:labels|annotations)/.test(one.field);
    return isHeld || credentialsIn(`${one.field}: ${JSON.stringify(value)}`).length > 0 ? HIDDEN : value;
  };
  return { ...one, ...(live !== undefined && { live: safe(live) }), ...(wanted !== undefined && { wanted: safe(wanted) }) };
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
  const bare = { ...rest, metadata: { ...own, ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }) } };
  const data = valueAt(bare, 'data');
  const safe = shown(live, '', bare) as Manifest;
  const values = Object.entries((data ?? {}) as Record<string, unknown>).map(([key, value]) => [key, shown(live, `data.${key}`, value)]);
  const whole = data === undefined ? safe : { ...safe, data: Object.fromEntries(values) };
  return credentialsIn(JSON.stringify(whole)).length > 0 ? undefined : whole;
}
