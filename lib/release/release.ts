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

const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** @throws a version that is not major.minor.patch, a digest that is none, a hotfix that names no incident and reason */
export function release(version: string, digest: string, { hotfix }: { readonly hotfix?: string } = {}): Release {
  if (!VERSION.test(version)) throw badVersion(version);
  if (!DIGEST.test(digest)) throw badDigest(version, digest);
  if (hotfix !== undefined && !/^\S+: \S/.test(hotfix)) throw badHotfix(version, hotfix);
  return { version, digest, ...(hotfix !== undefined && { hotfix }) };
}

/** `repository:version@digest`: the version for people, the digest for the kubelet. */
export function imageReference(repository: string, { version, digest }: Release): string {
  return `${repository}:${version}@${digest}`;
}
