import { matchesPattern } from '../project/glob';

/** Where a repository is reached by SSH. */
export interface SshAddress {
  readonly host: string;
  readonly port: string;
}

const PORT = '22';

/** The address in a URL of a repository, in either spelling: `ssh://git@host:22/path`, `git@host:path`; undefined where it is not by SSH. */
export function sshAddressOf(url: string): SshAddress | undefined {
  const [, full, port = PORT, short] =
    /^\s*(?:ssh:\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:]+)(?::(\d+))?(?:\/|$)|[^/:@]*@(\[[^\]]+\]|[^/:@]+):)/i.exec(url) ?? [];
  const host = full ?? short;
  return host === undefined ? undefined : { host: host.replace(/^\[|\]$/g, '').toLowerCase(), port };
}

/** As it stands in a file of known hosts. */
export function spokenAddress({ host, port }: SshAddress): string {
  return port === PORT ? host : `[${host}]:${port}`;
}

/** Whether a file of known hosts has a key for an address. A line that hides its host may be the one. */
export function knows(file: string, address: SshAddress): boolean {
  return file.split('\n').some((line) => {
    const words = line.trim().split(/\s+/);
    if (words[0]?.startsWith('#')) return false;
    const [patterns = '', , key] = words[0] === '@cert-authority' ? words.slice(1) : words;
    if (words[0] === '@revoked' || key === undefined) return false;
    return patterns.startsWith('|') || names(patterns.toLowerCase().split(','), address);
  });
}

/** Whether one of the patterns is of an address, and none with a `!` before it. */
function names(patterns: readonly string[], address: SshAddress): boolean {
  const isOf = (pattern: string): boolean => {
    const [, host = pattern, port = PORT] = /^\[(.*)\]:(\d+)$/.exec(pattern) ?? [];
    return port === address.port && matchesPattern(host, address.host);
  };
  return patterns.some(isOf) && !patterns.some((pattern) => pattern.startsWith('!') && isOf(pattern.slice(1)));
}
