import { isMapping } from '../manifest/manifest';
import type { Cluster } from '../tenancy/cluster';
import { Unknown } from '../tenancy/fact';
import { isEqual } from './difference';
import type { Exchange } from './exchange';
import type { Side } from './side';

/** Facts that people read and no manifest holds. */
const SPOKEN_ONLY = ['name', 'operations', 'nodePools', 'brings', 'provides', 'kubelets'];

type Told = Pick<Side, 'name' | 'cluster' | 'repository'>;

/** What both environments are called, where their clusters read, and every text that is a fact of both clusters and not the same. */
export function factExchanges(a: Told, b: Told): Exchange[] {
  const names: Exchange = { reason: 'name of the environment', from: a.name, to: b.name };
  const facts = differingFacts(a.cluster, b.cluster).flatMap(({ fact, before, after }) =>
    textsOf(before, after).flatMap(([from, to]): Exchange[] => {
      const reason = `cluster fact ${fact}`;
      const own = { reason, from, to, ...(fact === 'certificates' && { component: 'cert-manager' }) };
      // Labels of Pod Security write it so.
      return fact === 'kubernetes' ? [own, { reason, from: `v${from}`, to: `v${to}` }] : [own];
    }),
  );
  const repositories: Exchange = { reason: 'delivery reads', from: a.repository, to: b.repository };
  return [...facts, names, ...(a.repository === b.repository ? [] : [repositories])];
}

/** A fact of the cluster by the name of its field; those of `ranges` one by one. */
interface DifferingFact {
  readonly fact: string;
  readonly before: unknown;
  readonly after: unknown;
}

function differingFacts(before: Cluster, after: Cluster): DifferingFact[] {
  const flat = (cluster: Cluster): Record<string, unknown> => {
    const { ranges, ...facts } = cluster;
    return { ...facts, ...Object.fromEntries(Object.entries(ranges).map(([name, range]) => [`ranges.${name}`, range])) };
  };
  const [old, current] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(current)])]
    .filter((fact) => !SPOKEN_ONLY.includes(fact) && !isEqual(old[fact], current[fact]))
    .map((fact) => ({ fact, before: old[fact], after: current[fact] }));
}

/** The texts in the same place of two values, where they differ. */
function textsOf(before: unknown, after: unknown): [string, string][] {
  if (before instanceof Unknown || after instanceof Unknown) return [];
  if (typeof before === 'string' && typeof after === 'string') return before === after || !before || !after ? [] : [[before, after]];
  if (Array.isArray(before) && Array.isArray(after)) return before.flatMap((item, index) => textsOf(item, after[index]));
  if (isMapping(before) && isMapping(after)) return Object.keys(before).flatMap((key) => textsOf(before[key], after[key]));
  return [];
}
