import { groupOf, isCustomResource, objectKey } from '../manifest/identity';
import type { LaidOut } from '../manifest/layout';
import { type Manifest, valueAt } from '../manifest/manifest';
import { type Difference, wholeObject } from './difference';
import { secretOf } from './secrets';
import type { Explain, Side } from './side';

/** A difference with what declares it. */
export interface Declared extends Difference {
  readonly reason: string;
}

/** What is different because something else is: the Application of a folder, the digest of what pods read. */
export function followsExplain(a: Side, b: Side, declared: readonly Declared[]): Explain<Difference> {
  const wholes = new Map(declared.flatMap(({ object, field, reason }) => (field === '' ? [[object, reason] as const] : [])));
  const contents = new Set(declared.flatMap(({ object, field }) => (field === '' || CONTENT.test(field) ? [object] : [])));
  return (difference) =>
    applicationOfFolder(difference, difference.before === undefined ? b : a, wholes) ??
    (toleratesMissingKinds(difference, a, b) ? 'follows from custom resources that the folder of an Application holds' : undefined) ??
    (digestOfWhatPodsRead(difference, a, b, contents) ? 'follows from the configuration and the secrets that pods read' : undefined);
}

/** Where ConfigMaps and the sources of Secrets hold what pods read. */
const CONTENT = /^(?:data|binaryData|stringData|spec\.encryptedData|spec\.data)\b/;

/** An Application exists because its folder holds something: its reason is theirs, if they have one. */
function applicationOfFolder(difference: Difference, side: Side, reasons: ReadonlyMap<string, string>): string | undefined {
  const manifest = wholeObject(difference);
  if (manifest?.kind !== 'Application') return undefined;
  const folder = folderOf(manifest);
  const held = side.objects.filter(({ unit }) => unit.folder === folder || unit.folder === `core/${manifest.metadata.name}`);
  const own = held.map(({ manifest: one }) => reasons.get(objectKey(one)));
  return own.every((reason) => reason !== undefined) ? own[0] : undefined;
}

/** `dist/stage/policies/audit` syncs the unit `policies/audit`. */
function folderOf(application: Manifest): string {
  return String(valueAt(application, 'spec.source.path')).split('/').slice(2).join('/');
}

const TOLERANT = 'SkipDryRunOnMissingResource=true';

/** An Application whose folder holds custom resources that its cluster does not know beforehand, on the one side only. */
function toleratesMissingKinds({ object, field, before, after }: Difference, a: Side, b: Side): boolean {
  if (!field.startsWith('spec.syncPolicy.syncOptions[') || (before ?? after) !== TOLERANT) return false;
  return meetsMissingKinds(a, object) === (before !== undefined) && meetsMissingKinds(b, object) === (after !== undefined);
}

function meetsMissingKinds({ objects, cluster }: Side, application: string): boolean {
  const folder = folderOf(objects.find(({ manifest }) => objectKey(manifest) === application)?.manifest as Manifest);
  return objects.some(
    ({ unit, manifest }) =>
      unit.folder === folder && isCustomResource(manifest) && !cluster.provides.includes(groupOf(manifest.apiVersion)),
  );
}

const DIGEST = /\.annotations\["platform\.[^"]+\/configuration"\]$/;

/** Digests of pods that read a ConfigMap or a Secret which is different for a reason. */
function digestOfWhatPodsRead({ object, field, before, after }: Difference, a: Side, b: Side, contents: ReadonlySet<string>): boolean {
  if (!DIGEST.test(field) || ![before, after].every((digest) => /^[0-9a-f]{64}$/.test(String(digest)))) return false;
  const namespace = object.split('/')[2] as string;
  const read = [a, b].flatMap(({ objects }) => objects.filter(({ manifest }) => objectKey(manifest) === object).flatMap(namesIn));
  return read.some(
    (name) =>
      [...contents].some((key) => key.endsWith(`/${namespace}/${name}`) && /\/(?:ConfigMap|\w*Secret)\//.test(key)) ||
      secretOf(a, namespace, name)?.kind !== secretOf(b, namespace, name)?.kind,
  );
}

/** Names of the ConfigMaps and Secrets that an object refers to. */
function namesIn({ manifest }: LaidOut): string[] {
  const names: string[] = [];
  const walk = (value: unknown, parent: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      const isName =
        key === 'secretName' || (key === 'name' && /^(?:configMap|secretKeyRef|secretRef|configMapRef|configMapKeyRef)$/.test(parent));
      if (isName && typeof child === 'string') names.push(child);
      else walk(child, Array.isArray(value) ? parent : key);
    }
  };
  walk(manifest, '');
  return names;
}
