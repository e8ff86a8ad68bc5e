import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../../lib';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';

/** A SealedSecret, as written or as the API server gives it. */
export interface SealedSecret extends Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'> {
  readonly spec: {
    readonly encryptedData: Readonly<Record<string, string>>;
    readonly template?: { readonly type?: string; readonly metadata?: Manifest['metadata'] };
  };
}

export type Values = ReadonlyMap<string, Buffer>;

export function called({ metadata: { namespace, name } }: SealedSecret): string {
  return `${namespace}/${name}`;
}

/** What a cluster has of a sealed file: itself, or the Secret that it became. */
export function liveOf(
  { cluster }: DeliveredBed,
  what: 'sealedsecrets' | 'secrets',
  { metadata }: SealedSecret,
): Promise<Live | undefined> {
  const api = what === 'secrets' ? '/api/v1' : '/apis/bitnami.com/v1alpha1';
  return cluster.get(`${api}/namespaces/${metadata.namespace}/${what}/${metadata.name}`);
}

/** What is wrong with a Secret that a SealedSecret shall have become: its values, its owner, its type and labels. */
export function wrongs(sealed: SealedSecret, live: Live | undefined, secret: Live | undefined, values: Values): string[] {
  const name = called(sealed);
  if (secret === undefined) return [`${name} was not unsealed: ${complaintOf(live) ?? 'the controller says nothing'}`];
  if (!isJudged(live)) return [`${name}: the controller says nothing of it as it is now`];
  const complaint = complaintOf(live);
  const { type = 'Opaque', metadata = { name: '' } } = sealed.spec.template ?? {};
  const owners = (secret.metadata as { readonly ownerReferences?: readonly object[] }).ownerReferences ?? [];
  const owned = { kind: 'SealedSecret', name: sealed.metadata.name, uid: live?.metadata.uid };
  const isOwned = owners.some((owner) => isDeepStrictEqual({ ...owner, ...owned, controller: true }, owner));
  return [
    ...(complaint === undefined ? [] : [`${name} is not unsealed anew: ${complaint}`]),
    ...wrongValues(values, secret.data).map((wrong) => `${name} ${wrong}`),
    ...(secret.type === type ? [] : [`${name} has the type ${secret.type}, not ${type}`]),
    ...(isDeepStrictEqual(secret.metadata.labels ?? {}, metadata.labels ?? {}) ? [] : [`${name} has other labels than its template`]),
    ...(isOwned ? [] : [`${name} is not owned by its SealedSecret`]),
  ];
}

/** @param data in base64, by key */
export function wrongValues(values: Values, data: Readonly<Record<string, string>> = {}): string[] {
  const keys = new Set([...values.keys(), ...Object.keys(data)]);
  return [...keys].flatMap((key) => {
    const value = values.get(key);
    if (value === undefined) return [`has the key ${key}, which nobody sealed`];
    if (data[key] === undefined) return [`lacks the key ${key}`];
    return Buffer.from(data[key], 'base64').equals(value) ? [] : [`has another value under ${key}`];
  });
}

/** What the controller says of a SealedSecret that it does not open; undefined if it opened it, or says nothing yet. */
export function complaintOf(live: Live | undefined): string | undefined {
  const synced = verdict(live);
  return synced?.status === 'False' ? (synced.message ?? '') : undefined;
}

/** Whether the controller has come to this version of a SealedSecret. */
export function isJudged(live: Live | undefined): boolean {
  return verdict(live) !== undefined;
}

function verdict(live: Live | undefined): { status: string; message?: string } | undefined {
  const { conditions = [], observedGeneration } = live?.status ?? {};
  const { generation } = (live?.metadata ?? {}) as { generation?: number };
  if (observedGeneration !== generation) return undefined;
  return (conditions as { type: string; status: string; message?: string }[]).find(({ type }) => type === 'Synced');
}
