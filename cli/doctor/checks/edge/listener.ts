import type { Live } from '../../../verify/check';
import { isSelected, type Selector } from '../../labels';

export interface ParentReference {
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
  readonly kind?: string;
}

interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string; readonly selector?: Selector } };
}

export interface AskingRoute {
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly parent: ParentReference;
}

/** Why no listener of the Gateway takes a route: it is not there, has other hosts, or keeps the namespace out. */
export function listenerProblems(
  gateways: readonly Live[],
  namespaces: readonly Live[],
  { namespace, hosts, parent }: AskingRoute,
): string[] {
  const at = parent.namespace ?? namespace;
  const gateway = gateways.find(({ metadata }) => metadata.name === parent.name && metadata.namespace === at);
  if (gateway === undefined) return [`Gateway ${at}/${parent.name} is not there`];
  const all = (gateway.spec?.listeners ?? []) as readonly Listener[];
  const asked = parent.sectionName === undefined ? all : all.filter(({ name }) => name === parent.sectionName);
  const called = `listener ${parent.sectionName ?? 'any'} of Gateway ${at}/${parent.name}`;
  if (asked.length === 0) return [`${called} is not there; there are ${all.map(({ name }) => name).join(', ') || 'none'}`];
  const labels = namespaces.find(({ metadata }) => metadata.name === namespace)?.metadata.labels;
  const open = asked.filter(({ allowedRoutes }) => lets(allowedRoutes?.namespaces, namespace === at, labels));
  if (open.length === 0) return [`${called} takes no routes of namespace ${namespace}`];
  return hosts
    .filter((host) => !open.some(({ hostname }) => hostname === undefined || matches(hostname, host)))
    .map((host) => `${called} has not host ${host}, but ${open.map(({ hostname }) => hostname).join(', ')}`);
}

function lets(
  { from = 'Same', selector = {} }: { readonly from?: string; readonly selector?: Selector } = {},
  isSame: boolean,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  if (from === 'All') return true;
  return from === 'Selector' ? isSelected(labels, selector) : isSame;
}

/** As the Gateway API has it: a star stands for one label or more, in the listener or in the route. */
function matches(listener: string, host: string): boolean {
  if (listener === host) return true;
  const below = (wild: string, name: string): boolean => wild.startsWith('*.') && name.endsWith(wild.slice(1));
  return below(listener, host) || below(host, listener);
}
