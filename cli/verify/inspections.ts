import type { Cluster, Manifest } from '../../lib';
import { Interrupted } from '../cluster/interruption';
import type { Setting } from '../settings';
import { apiServer } from './api-server';
import type { Asked, Check, Inspection } from './check';
import { addOns, applications, namespaces, storageClasses } from './delivered';
import { networkPolicies, type Patience } from './network-probe';
import { nodes } from './nodes';

export interface Inspected extends Asked {
  /** The facts of the cluster. */
  readonly cluster: Cluster;
  /** What `dist` has for it. */
  readonly manifests: readonly Manifest[];
  /** The setting STORAGE_CLASS_DEFAULT. */
  readonly storageClass: Setting;
  readonly patience: Patience;
}

/** Everything that is asked of a cluster, in the order in which one thing needs the other. */
export function inspections({ cluster, manifests, storageClass, patience, ...asked }: Inspected): Inspection[] {
  return [
    () => apiServer(asked.kubectl, cluster.kubernetes),
    () => nodes(asked, cluster),
    () => namespaces(asked, manifests),
    () => storageClasses(asked, cluster, storageClass),
    () => addOns(asked, manifests),
    () => networkPolicies(asked.kubectl, probeImage(manifests), patience),
    () => applications(asked, manifests),
  ];
}

/** An image of the platform with a web server and a client in it, by its digest. */
function probeImage(manifests: readonly Manifest[]): string | undefined {
  return /"([^"\s]*\/nginx-unprivileged[:@][^"\s]*@sha256:[0-9a-f]{64})"/.exec(JSON.stringify(manifests))?.[1];
}

export interface Waiting {
  /** Seconds that what is not fine gets. */
  readonly seconds: number;
  readonly say: (line: string) => void;
  /** Aborted when somebody presses Ctrl-C: what a check has made, it takes away first. */
  readonly signal: AbortSignal;
}

/** Seconds between two looks. */
const EVERY = 5;

/** Inspects a cluster, again what is not fine until the time is over. */
export async function inspect(all: readonly Inspection[], { seconds, say, signal }: Waiting): Promise<readonly Check[]> {
  const end = Date.now() + seconds * 1000;
  const found: (readonly Check[])[] = [];
  const look = async (inspection: Inspection): Promise<readonly Check[]> => {
    const checks = await inspection();
    if (signal.aborted) throw new Interrupted('interrupted');
    return checks;
  };
  for (const inspection of all) found.push(await look(inspection));
  for (;;) {
    const open = found.flatMap((checks, index) => (checks.every(({ state }) => state === 'ok') ? [] : [index]));
    const left = Math.ceil((end - Date.now()) / 1000);
    if (open.length === 0 || left <= 0) return found.flat();
    const names = open.flatMap((index) => (found[index] as readonly Check[]).filter(({ state }) => state !== 'ok').map(({ name }) => name));
    say(`waiting ${left} s more for ${names.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(EVERY, left) * 1000));
    for (const index of open) found[index] = await look(all[index] as Inspection);
  }
}
