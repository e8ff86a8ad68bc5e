import { entriesAt, listAt, textAt } from '../../manifest/fields';
import { groupBy } from '../../manifest/group-by';
import { type Manifest, valueAt } from '../../manifest/manifest';
import type { DeclaredSecret } from '../platform-facts';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** What brings a Secret into a namespace. */
export interface SecretSource {
  readonly namespace: string;
  /** Of the Secret. */
  readonly name: string;
  /** Absent for one that is declared, and for what comes by itself. */
  readonly object?: WorldObject;
  readonly declared?: DeclaredSecret['kind'];
  /** Undefined where only the cluster can tell. */
  readonly keys: ReadonlySet<string> | undefined;
}

/** Where the Secrets of an environment come from. */
export class SecretSources {
  private readonly byPlace: ReadonlyMap<string, readonly SecretSource[]>;
  private readonly namespaces: ReadonlySet<string>;

  constructor(world: World) {
    const sources = [...sourcesIn(world)];
    this.byPlace = groupBy(sources, ({ namespace, name }) => `${namespace}/${name}`);
    this.namespaces = new Set(sources.map(({ namespace }) => namespace));
  }

  /** All that bring a Secret. One that two objects bring is written by both in turn. */
  of(namespace: string, name: string): readonly SecretSource[] {
    return this.byPlace.get(`${namespace}/${name}`) ?? [];
  }

  /** Those of each Secret together. */
  all(): Iterable<readonly SecretSource[]> {
    return this.byPlace.values();
  }

  /** Whether anything brings Secrets into a namespace, so that the others should be here as well. */
  hasAnyIn(namespace: string): boolean {
    return this.namespaces.has(namespace);
  }
}

/** Kinds that become a Secret, with its name and keys; no name: it becomes none of its own. */
const SOURCES: Readonly<Record<string, (manifest: Manifest) => Pick<SecretSource, 'keys'> & { readonly name: string | undefined }>> = {
  '/Secret': (manifest) => ({
    name: manifest.metadata.name,
    keys: manifest.type === 'kubernetes.io/service-account-token' ? undefined : keysAt(manifest, 'data', 'stringData'),
  }),
  'bitnami.com/SealedSecret': (manifest) => ({
    name: manifest.metadata.name,
    keys: keysAt(manifest, 'spec.encryptedData', 'spec.template.data'),
  }),
  'cert-manager.io/Certificate': (manifest) => ({ name: textAt(manifest, 'spec.secretName'), keys: keysOfCertificate(manifest) }),
  'external-secrets.io/ExternalSecret': (manifest) => ({
    name: isOwner(manifest) ? textAt(manifest, 'spec.target.name') || manifest.metadata.name : undefined,
    keys: keysOfExternal(manifest),
  }),
};

/** Types of what becomes a Secret that this repository holds as ciphertext or by reference. */
export const KEPT_SECRETS = ['/Secret', 'bitnami.com/SealedSecret', 'external-secrets.io/ExternalSecret'];

function* sourcesIn(world: World): Iterable<SecretSource> {
  const seen = new Set<string>();
  for (const [type, read] of Object.entries(SOURCES)) {
    for (const object of world.ofType(type)) {
      const { name, keys } = read(object.manifest);
      if (name === undefined || seen.has(object.key)) continue;
      seen.add(object.key);
      yield { namespace: world.namespaceOf(object), name, object, keys };
    }
  }
  for (const { namespace, name, keys, kind } of world.facts?.secrets ?? []) {
    if (kind === 'mock' || kind === 'sealed-elsewhere') yield { namespace, name, declared: kind, keys: new Set(keys) };
  }
}

function keysAt(manifest: Manifest, ...paths: string[]): Set<string> {
  return new Set(paths.flatMap((path) => entriesAt(manifest, path).map(([key]) => key)));
}

/** cert-manager's names for the files that a Certificate asks for beyond the three. */
const FORMATS: Readonly<Record<string, string>> = { CombinedPEM: 'tls-combined.pem', DER: 'key.der' };

function keysOfCertificate(manifest: Manifest): Set<string> {
  const formats = listAt(manifest, 'spec.additionalOutputFormats').flatMap((format) => FORMATS[String(valueAt(format, 'type'))] ?? []);
  const stores = (['jks', 'pkcs12'] as const).filter((kind) => valueAt(manifest, `spec.keystores.${kind}.create`) === true);
  const endings = stores.map((kind) => (kind === 'jks' ? 'jks' : 'p12'));
  return new Set([
    'tls.crt',
    'tls.key',
    'ca.crt',
    ...formats,
    ...endings.flatMap((ending) => [`keystore.${ending}`, `truststore.${ending}`]),
  ]);
}

/** Whether an ExternalSecret makes the Secret, not adds to that of somebody else. */
function isOwner(manifest: Manifest): boolean {
  return ['Owner', 'Orphan'].includes(textAt(manifest, 'spec.target.creationPolicy') ?? 'Owner');
}

/** A template takes the place of what was fetched, unless it says Merge. What `dataFrom` and `templateFrom` bring only the store knows. */
function keysOfExternal(manifest: Manifest): Set<string> | undefined {
  const made = valueAt(manifest, 'spec.target.template');
  if (listAt(made, 'templateFrom').length > 0) return undefined;
  const templated = entriesAt(made, 'data').map(([key]) => key);
  if (templated.length > 0 && textAt(made, 'mergePolicy') !== 'Merge') return new Set(templated);
  if (listAt(manifest, 'spec.dataFrom').length > 0) return undefined;
  return new Set([...listAt(manifest, 'spec.data').map((item) => String(valueAt(item, 'secretKey'))), ...templated]);
}
