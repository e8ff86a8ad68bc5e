import { badDigest, badVersion } from '../errors';

/** One version of a component, pinned to the bytes of its image. */
export interface Release {
  readonly version: string;
  /** `sha256:` and 64 lower-case hexadecimal digits. */
  readonly digest: string;
}

/** What runs in an environment, by component. */
export type Releases = Readonly<Record<string, Release>>;

const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** @throws a version that is not major.minor.patch, a digest that is none */
export function release(version: string, digest: string): Release {
  if (!VERSION.test(version)) throw badVersion(version);
  if (!DIGEST.test(digest)) throw badDigest(version, digest);
  return { version, digest };
}

/** `repository:version@digest`: the version for people, the digest for the kubelet. */
export function imageReference(repository: string, { version, digest }: Release): string {
  return `${repository}:${version}@${digest}`;
}
