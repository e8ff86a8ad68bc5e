/** A reference of an image as container runtimes read it, with what it leaves out filled in. */
export interface ImageReference {
  /** Host, port and path: `docker.io/library/redis`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 digits. */
  readonly digest?: string;
}

/** What stands for hosts and paths that a reference leaves out. */
const DEFAULT_HOST = 'docker.io';
const FORMER_DEFAULT_HOST = 'index.docker.io';
const OFFICIAL = 'library/';

const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const PATH_PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;

/** A text that is 64 digits is the identifier of an image on a node, not a name. */
const IDENTIFIER = /^[a-f0-9]{64}$/;

/** Most characters of a path. */
const LONGEST_PATH = 255;

/**
 * Reads a reference by the grammar and the defaults of github.com/distribution/reference, which the kubelet and containerd use; undefined
 * if it is none. Hosts stay as they are written: runtimes do not lower their case either.
 */
export function tryParseReference(text: string): ImageReference | undefined {
  if (IDENTIFIER.test(text)) return undefined;
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  const [host, rest] = splitHost(named);
  const [path = '', tag, ...others] = rest.split(':');
  if (others.length > 0 || (tag !== undefined && !TAG.test(tag))) return undefined;
  if (!HOST.test(host) || path.length > LONGEST_PATH || !path.split('/').every((part) => PATH_PART.test(part))) return undefined;
  return { repository: `${host}/${path}`, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** The first part is a host only where it cannot be a part of a path. */
function splitHost(named: string): [host: string, rest: string] {
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(slash, 0));
  const isHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  if (isHost && first !== DEFAULT_HOST && first !== FORMER_DEFAULT_HOST) return [first, named.slice(slash + 1)];
  const rest = isHost ? named.slice(slash + 1) : named;
  return [DEFAULT_HOST, rest.includes('/') ? rest : `${OFFICIAL}${rest}`];
}
