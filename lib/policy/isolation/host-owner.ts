import type { PlatformFacts } from '../platform-facts';

/** Which environment a host belongs to: the one with the longest domain that the host is, or ends in. Undefined: to none. */
export class HostOwner {
  /** Domains with the environment that has each; undefined for our own. */
  private readonly domains: readonly { readonly domain: string; readonly environment: string | undefined }[];
  /** What stands in for hosts of ours in an environment whose domain ours ends in. */
  private readonly twins: ReadonlyMap<string, string | undefined>;
  private readonly own: string;

  /** @param hosts that we serve */
  constructor({ domain, neighbours }: PlatformFacts, hosts: Iterable<string>) {
    this.own = normal(domain);
    const domains = [
      { domain: this.own, environment: undefined },
      ...neighbours.map((other) => ({ ...other, domain: normal(other.domain) })),
    ];
    this.domains = domains.sort((a, b) => b.domain.length - a.domain.length);
    this.twins = new Map(
      [this.own, ...hosts].map(normal).flatMap((host) => {
        if (!isBelow(host, this.own)) return [];
        return domains.map(({ domain: other, environment }) => [host.slice(0, -this.own.length) + other, environment] as const);
      }),
    );
  }

  /** The other environment that a host which we would serve belongs to. */
  ownerOf(host: string): string | undefined {
    const name = normal(host);
    return this.domains.find(({ domain }) => isBelow(name, domain))?.environment;
  }

  /**
   * The other environment that a host in some text belongs to. Below a domain that ours ends in are hosts of the whole
   * organization, too: there only what we serve under our own domain is known to be that environment's.
   */
  ownerOfMentioned(host: string): string | undefined {
    const owner = this.domains.find(({ domain }) => isBelow(normal(host), domain));
    if (owner === undefined || !isBelow(this.own, owner.domain)) return owner?.environment;
    return this.twins.get(normal(host));
  }
}

function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Hosts are written in any case; a star stands for a label, and the dot at the end is the root's. */
function normal(host: string): string {
  return host.toLowerCase().replace(/^\*\./, '').replace(/\.$/, '');
}
