import { badDigest, badHotfix, badVersion } from '../errors';

/** One version of a component, pinned to the bytes of its image. */
export interface Release {
  readonly version: string;
  /** `sha256:` and 64 lower-case hexadecimal digits. */
  readonly digest: string;
  /** Why it may pass the environments before this one, e.g. `INC-12: token leak`. @default it may not */
  readonly hotfix?: string;
}

/** What runs in an environment, by component. */
export type Releases = Readonly<Record<string, Release>>;

/** Whether a value is written major.minor.patch, a pre-release behind it if there is one. */
export function isVersion(value: unknown): value is string {
  return typeof value === 'string' && /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(value);
}

/** Whether a value is `sha256:` and 64 lower-case hexadecimal digits. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}

/** @throws a version that is not major.minor.patch, a digest that is none, a hotfix that names no incident and reason */
export function release(version: string, digest: string, { hotfix }: { readonly hotfix?: string } = {}): Release {
  if (!isVersion(version)) throw badVersion(version);
  if (!isDigest(digest)) throw badDigest(version, digest);
  if (hotfix !== undefined && !/^\S+: \S/.test(hotfix)) throw badHotfix(version, hotfix);
  return { version, digest, ...(hotfix !== undefined && { hotfix }) };
}

/** `repository:version@digest`: the version for people, the digest for the kubelet. */
export function imageReference(repository: string, { version, digest }: Release): string {
  return `${repository}:${version}@${digest}`;
}
