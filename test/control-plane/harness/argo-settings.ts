import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Cluster, Live } from './cluster';
import type { Programs } from './programs';

interface Variable {
  readonly name: string;
  readonly valueFrom?: { readonly configMapKeyRef?: { readonly name: string; readonly key: string } };
}

/** The programs of Argo CD that run here, by the folder of their manifests in its module. */
const PROGRAMS = ['manifests/base/application-controller', 'manifests/base/repo-server'] as const;

/**
 * How dist configures Argo CD: its ConfigMaps as environment variables, by the names that Argo CD's own manifests give them, since
 * there are no pods here that would read them.
 */
export async function argoSettings(programs: Programs, cluster: Cluster): Promise<Readonly<Record<string, string>>> {
  const maps = await cluster.list('/api/v1/namespaces/argocd/configmaps');
  const data = new Map(maps.map(({ metadata, data: entries }) => [metadata.name, entries as Record<string, string> | undefined]));
  const variables = PROGRAMS.flatMap((folder) => variablesIn(programs.material(folder)));
  const set = variables.flatMap(({ name, valueFrom }): [string, string][] => {
    const { name: map = '', key = '' } = valueFrom?.configMapKeyRef ?? {};
    const value = data.get(map)?.[key];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(set);
}

function variablesIn(folder: string): Variable[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const manifests = files.flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')) as Partial<Live>[]);
  const containers = manifests.flatMap(({ spec }) => (spec?.template?.spec?.containers ?? []) as { env?: readonly Variable[] }[]);
  return containers.flatMap(({ env = [] }) => env);
}
