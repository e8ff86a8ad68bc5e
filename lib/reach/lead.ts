import { groupBy } from '../manifest/group-by';
import { compareText } from '../manifest/order';
import { PortSet } from './port-set';

/** Pods at the end of a way in. */
export interface Destination {
  /** `namespace/Kind/name` */
  readonly workload: string;
  /** Ports of the pods, not of what leads to them. */
  readonly ports: PortSet;
}

/** Where something leads to. */
export interface Lead {
  /** By workload, each once. */
  readonly to: readonly Destination[];
  /** Ends that nothing is known of, as people read them: `Service data/db is not among the objects`. */
  readonly unknown: readonly string[];
}

export function leadsNowhereKnown(reason: string): Lead {
  return { to: [], unknown: [reason] };
}

/** All ends of several ways. */
export function joined(leads: readonly Lead[]): Lead {
  const byWorkload = groupBy(
    leads.flatMap(({ to }) => to),
    ({ workload }) => workload,
  );
  const to = [...byWorkload].map(([workload, ends]) => ({ workload, ports: PortSet.union(ends.map(({ ports }) => ports)) }));
  return {
    to: to.filter(({ ports }) => !ports.isEmpty).sort((one, other) => compareText(one.workload, other.workload)),
    unknown: [...new Set(leads.flatMap(({ unknown }) => unknown))],
  };
}
