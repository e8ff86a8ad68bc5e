import { objectKey, spokenName } from '../../manifest/identity';
import { isMapping, valueAt } from '../../manifest/manifest';
import type { Side } from '../side';
import type { Obstacle } from './obstacle';
import { containersOf, type Workload, workloadsOf } from './pods';

/** A Secret that a pod cannot start without, and a key of it where one is named. */
interface Reference {
  readonly namespace: string;
  readonly name: string;
  readonly key?: string;
}

/**
 * Secrets and keys that pods of the first environment read and the second does not provide. Where the second runs the
 * same image without reading them, nobody misses them.
 */
export function missingSecrets(from: Side, to: Side): Obstacle[] {
  const [here, there] = [providedBy(from), providedBy(to)];
  const others = new Map(workloadsOf(to.objects).map((workload) => [objectKey(workload.manifest), workload]));
  const found = new Map<string, Obstacle>();
  for (const workload of workloadsOf(from.objects)) {
    const other = others.get(objectKey(workload.manifest));
    if (other === undefined) continue;
    const isNeeded = (reference: Reference): boolean =>
      imagesOf(workload) !== imagesOf(other) || referencesOf(other).some((one) => spell(one) === spell(reference));
    for (const reference of referencesOf(workload)) {
      if (!isProvided(here, reference) || isProvided(there, reference) || !isNeeded(reference)) continue;
      const { namespace, name, key } = reference;
      const isThere = there.has(`${namespace}/${name}`);
      const what = isThere ? `the key ${key} of the Secret ${namespace}/${name}` : `the Secret ${namespace}/${name}`;
      const summary = `${spokenName(workload.manifest)} reads ${what}, which ${to.name} does not provide: its pods will not start`;
      found.set(summary, { kind: 'secret', where: workload.component, summary });
    }
  }
  return [...found.values()];
}

/** Secrets that are made up here and real there, which is where wrong values show. */
export function mockSecrets(from: Side, to: Side): Obstacle[] {
  const real = from.secrets.flatMap((secret) => {
    const other = to.secrets.find(({ namespace, name }) => namespace === secret.namespace && name === secret.name);
    return secret.kind === 'mock' && other !== undefined && other.kind !== 'mock' ? [`${secret.namespace}/${secret.name}`] : [];
  });
  if (real.length === 0) return [];
  const names = [...new Set(real)].sort();
  const summary = `${names.length} Secrets are mock in ${from.name} and real in ${to.name}, so nobody has tried their values: ${names.join(', ')}`;
  return [
    {
      kind: 'secret',
      where: '',
      summary: names.length === 1 ? summary.replace('1 Secrets are', '1 Secret is').replace('their', 'its') : summary,
    },
  ];
}

type Provided = ReadonlyMap<string, ReadonlySet<string>>;

/** Keys by `namespace/name`: what is referred to by class, what is rendered, and the certificates that cert-manager will put there. */
function providedBy({ secrets, objects }: Side): Provided {
  const provided = new Map<string, Set<string>>();
  const add = (namespace: string | undefined, name: unknown, keys: Iterable<string>): void => {
    const place = `${namespace ?? ''}/${String(name)}`;
    provided.set(place, new Set([...(provided.get(place) ?? []), ...keys]));
  };
  for (const { namespace, name, keys } of secrets) add(namespace, name, keys);
  for (const { manifest } of objects) {
    const { namespace, name } = manifest.metadata;
    if (manifest.kind === 'Certificate') add(namespace, valueAt(manifest, 'spec.secretName'), ['tls.crt', 'tls.key', 'ca.crt']);
    for (const path of PROVIDERS[manifest.kind] ?? []) {
      const values = valueAt(manifest, path);
      if (isMapping(values)) add(namespace, name, Object.keys(values));
    }
  }
  return provided;
}

const PROVIDERS: Readonly<Record<string, readonly string[]>> = { Secret: ['data', 'stringData'], SealedSecret: ['spec.encryptedData'] };

function isProvided(provided: Provided, { namespace, name, key }: Reference): boolean {
  const keys = provided.get(`${namespace}/${name}`);
  return keys !== undefined && (key === undefined || keys.has(key));
}

function referencesOf({ namespace, pod }: Workload): Reference[] {
  const at = (value: unknown, keys: readonly (string | undefined)[] = [undefined]): Reference[] => {
    const name = valueAt(value, 'name') ?? valueAt(value, 'secretName');
    if (typeof name !== 'string' || valueAt(value, 'optional') === true) return [];
    return keys.map((key) => ({ namespace, name, ...(key !== undefined && { key }) }));
  };
  const variables = containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
    ...env.flatMap(({ valueFrom }) => at(valueAt(valueFrom, 'secretKeyRef'), [valueAt(valueFrom, 'secretKeyRef.key') as string])),
    ...envFrom.flatMap((source) => at(valueAt(source, 'secretRef'))),
  ]);
  const volumes = (pod.volumes ?? []).flatMap((volume) => {
    const items = valueAt(volume, 'secret.items') as readonly { readonly key: string }[] | undefined;
    return at(
      volume.secret,
      items?.map(({ key }) => key),
    );
  });
  return [...variables, ...volumes];
}

function spell({ namespace, name, key = '' }: Reference): string {
  return `${namespace}/${name}/${key}`;
}

function imagesOf({ pod }: Workload): string {
  return containersOf(pod)
    .map(({ image }) => image)
    .join(' ');
}
