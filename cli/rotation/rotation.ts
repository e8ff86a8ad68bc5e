import { nearest, type SecretRef, secretPlan } from '../../lib';
import { comesFromOutside, noSuchSecret } from './messages';
import { isMadeAtRandom, outsideOrigin } from './origin';
import { type PlannedKey, type SharedValue, sharedValues } from './shared-value';

/** What becomes of each Secret of an environment. */
export interface Rotation {
  /** Keys that get new values, by Secret. */
  readonly sealed: ReadonlyMap<SecretRef, readonly PlannedKey[]>;
  /** What people do, one line each. */
  readonly byHand: readonly string[];
  /** Secrets whose values the cluster makes. */
  readonly mocks: readonly SecretRef[];
}

/**
 * Which keys can get random values, all sides of a shared one together.
 * @param only names of Secrets; what shares a value with them comes along
 * @throws {Refusal} a name that the environment does not have, and one of which nothing can be made at random
 */
export function rotationOf(environment: string, secrets: readonly SecretRef[], only: readonly string[] | undefined): Rotation {
  const byName = new Map(secrets.map((secret) => [`${secret.namespace}/${secret.name}`, secret]));
  const refs = [...byName.values()];
  const names = refs.map(({ name }) => name);
  for (const name of only ?? []) if (!names.includes(name)) throw noSuchSecret(environment, name, nearest(name, names), names);

  const refOf = ({ namespace, secret }: PlannedKey): SecretRef => byName.get(`${namespace}/${secret}`) as SecretRef;
  const asked = ({ keys }: SharedValue): boolean => only === undefined || keys.some(({ secret }) => only.includes(secret));
  const sealed = new Map<SecretRef, PlannedKey[]>();
  const byHand: string[] = [];
  const made = new Set<SecretRef>();
  for (const value of sharedValues(secretPlan(refs).secrets).filter(asked)) {
    const obstacle = obstacleTo(value, refOf);
    if (obstacle === undefined) for (const key of value.keys) sealed.set(refOf(key), [...(sealed.get(refOf(key)) ?? []), key]);
    else if (obstacle === 'mock') for (const key of value.keys) made.add(refOf(key));
    else if (obstacle !== 'nothing random') byHand.push(`by hand: ${spoken(value.keys)}: ${obstacle}`);
  }
  const rotated = new Set([...sealed.keys()].map(({ name }) => name));
  const mocks = refs.filter((ref) => ref.kind === 'mock' && (made.has(ref) || only?.includes(ref.name)));
  for (const name of only ?? []) {
    if (!rotated.has(name) && !mocks.some((mock) => mock.name === name)) throw comesFromOutside(environment, name, outsideOrigin(name));
  }
  return { sealed, byHand, mocks };
}

/** Why a value cannot be made here; undefined if it can. */
function obstacleTo({ keys, owners }: SharedValue, refOf: (key: PlannedKey) => SecretRef): string | undefined {
  const refs = keys.map(refOf);
  if (refs.every(({ kind }) => kind === 'mock')) return 'mock';
  if (owners.length === 0) return 'nothing random';
  const elsewhere = refs.find(({ kind }) => kind !== 'sealed');
  if (elsewhere !== undefined) return placeOf(elsewhere);
  const foreign = owners.find((owner) => !isMadeAtRandom(owner));
  return foreign === undefined ? undefined : outsideOrigin(foreign);
}

/** Where a value is that no file of `envs/ENV/sealed` holds. */
function placeOf(secret: SecretRef): string {
  switch (secret.kind) {
    case 'external':
      return `${secret.namespace}/${secret.name} is read from ${secret.path} in the store ${secret.store}`;
    case 'sealed-elsewhere':
      return `${secret.namespace}/${secret.name} is sealed in ${secret.repository}`;
    case 'sops':
      return `${secret.namespace}/${secret.name} is encrypted by SOPS: sops edits its file`;
    default:
      return `${secret.namespace}/${secret.name} is made in the cluster, and its other side is not`;
  }
}

function spoken(keys: readonly PlannedKey[]): string {
  return keys.map(({ namespace, secret, key }) => `${namespace}/${secret} ${key}`).join(' and ');
}
