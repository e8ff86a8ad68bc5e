import { listAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Side } from '../side';
import type { Obstacle } from './obstacle';

/** Where exposing objects name hosts. */
const HOSTS: Readonly<Record<string, (spec: unknown) => readonly unknown[]>> = {
  HTTPRoute: (spec) => listAt(spec, 'hostnames'),
  Ingress: (spec) => listAt(spec, 'rules').map((rule) => valueAt(rule, 'host')),
  Route: (spec) => [valueAt(spec, 'host')],
};

/** Hosts that the first environment exposes and the second does not, the domain exchanged. */
export function missingHosts(from: Side, to: Side): Obstacle[] {
  const there = new Set(hostsOf(to).map(({ host }) => host));
  const components = new Map(hostsOf(to).map(({ component, host }) => [component, host]));
  return hostsOf(from).flatMap(({ component, host }): Obstacle[] => {
    const expected = withDomain(host, from.cluster.domain, to.cluster.domain);
    if (there.has(expected)) return [];
    const other = components.get(component);
    const instead = other === undefined ? `${to.name} exposes no host of ${component}` : `in ${to.name} it is ${other}, not ${expected}`;
    return [{ kind: 'host', where: component, summary: `${component} is at ${host} in ${from.name}; ${instead}` }];
  });
}

/** `api.dev.example.org` becomes `api.stage.example.org`. */
function withDomain(host: string, domain: string, other: string): string {
  return host === domain || host.endsWith(`.${domain}`) ? `${host.slice(0, host.length - domain.length)}${other}` : host;
}

function hostsOf({ objects }: Side): { readonly component: string; readonly host: string }[] {
  return objects.flatMap(({ manifest, unit }) => {
    const hosts = Object.hasOwn(HOSTS, manifest.kind) ? HOSTS[manifest.kind]?.(manifest.spec) : undefined;
    return (hosts ?? []).flatMap((host) => (typeof host === 'string' ? [{ component: unit.component, host }] : []));
  });
}

/** The edge lets fewer people in. */
export function narrowerAudience(from: Side, to: Side): Obstacle[] {
  if (to.traits.audience !== 'internal') return [];
  const ranges = to.cluster.ranges.internal;
  const summary = (who: string): string => `the edge of ${to.name} lets in ${ranges.join(', ')} only, ${who}`;
  if (from.traits.audience === 'public') return [{ kind: 'host', where: 'edge', summary: summary(`that of ${from.name} everybody`) }];
  const shut = from.cluster.ranges.internal.filter((range) => !ranges.includes(range));
  return shut.length === 0 ? [] : [{ kind: 'host', where: 'edge', summary: summary(`that of ${from.name} ${shut.join(', ')} too`) }];
}

/** The certificates of hosts come from somebody else. */
export function otherAuthority(from: Side, to: Side): Obstacle[] {
  const [here, there] = [from, to].map(({ cluster: { certificates } }) =>
    certificates === 'self-signed' ? certificates : certificates.acme,
  );
  if (here === there) return [];
  const said = (authority: string | undefined): string => (authority === 'self-signed' ? 'by the cluster itself' : `by ${authority}`);
  const trust = there === 'self-signed' || /staging/.test(there as string) ? ': clients do not trust them unless they are told to' : '';
  const summary = `certificates of hosts are signed ${said(there)} in ${to.name}, ${said(here)} in ${from.name}${trust}`;
  return [{ kind: 'certificate', where: 'edge', summary }];
}
