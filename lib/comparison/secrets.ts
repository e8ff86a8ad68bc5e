import type { Manifest } from '../manifest/manifest';
import { valueAt } from '../manifest/manifest';
import type { SecretRef } from '../tenancy/secret-ref';
import { type Difference, isEqual, wholeObject } from './difference';
import type { Explain, Side } from './side';

const SOURCES = ['SealedSecret', 'ExternalSecret', 'Secret'];

/** Secrets of the same name whose values are another cluster's, or that come another way. */
export function secretsExplain(a: Side, b: Side): Explain<Difference> {
  return (difference) => {
    const [, kind = '', namespace, name] = difference.object.split('/');
    if (!SOURCES.includes(kind)) return undefined;
    const [was, is] = [secretOf(a, namespace, name), secretOf(b, namespace, name)];
    if (was === undefined || is === undefined) return undefined;
    if (was.kind !== is.kind) return wholeObject(difference) && `secrets: ${was.kind} → ${is.kind}`;
    return isCiphertext(difference, was, is) ? 'sealed values: each cluster has its own key' : undefined;
  };
}

/** Whether both values are what the sealed files hold under that key; what is not in them nobody sealed. */
function isCiphertext({ field, before, after }: Difference, was: SecretRef, is: SecretRef): boolean {
  if (!('manifest' in was) || !('manifest' in is)) return false;
  const path = ['spec.encryptedData', 'data', 'stringData', 'sops'].find((place) => field.startsWith(place));
  if (path === undefined || before === undefined || after === undefined) return false;
  return holds(was.manifest, path, before) && holds(is.manifest, path, after);
}

function holds(manifest: Manifest, path: string, value: unknown): boolean {
  return Object.values((valueAt(manifest, path) ?? {}) as object).some((own) => isEqual(own, value));
}

export function secretOf({ secrets }: Side, namespace: string | undefined, name: string | undefined): SecretRef | undefined {
  return secrets.find((secret) => secret.namespace === namespace && secret.name === name);
}
