import type { Cluster } from '../harness/cluster';

/** A resource or subresource that an API server serves. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in paths. @example 'pods', 'pods/log' */
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

interface Groups {
  readonly groups: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
}

interface Served {
  readonly resources: readonly Pick<Resource, 'kind' | 'name' | 'namespaced' | 'verbs'>[];
}

/** Everything that an API server serves, each group in the version that it prefers. */
export async function resourcesOf(cluster: Cluster): Promise<Resource[]> {
  const groups = await cluster.get<Groups>('/apis');
  const versions = ['v1', ...(groups?.groups ?? []).map(({ preferredVersion }) => preferredVersion.groupVersion)];
  const served = await Promise.all(versions.map(async (version) => ({ version, list: await cluster.get<Served>(basePath(version)) })));
  return served.flatMap(({ version, list }) => {
    const [group, name] = version.includes('/') ? (version.split('/') as [string, string]) : ['', version];
    return (list?.resources ?? []).map((resource) => ({ ...resource, group, version: name }));
  });
}

/** As kubectl spells a resource. @example 'deployments.apps/scale' */
export function spelled({ group, name }: Pick<Resource, 'group' | 'name'>): string {
  const [resource, subresource] = name.split('/') as [string, string?];
  return `${resource}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;
}

export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Where an object is. */
export function pathOf(resource: Resource, name: string, namespace: string): string {
  return `${listPathOf(resource, namespace)}/${name}`;
}

/** Where objects of a kind are made and listed. */
export function listPathOf(resource: Resource, namespace: string): string {
  const place = resource.namespaced ? `/namespaces/${namespace}` : '';
  return `${basePath(apiVersionOf(resource))}${place}/${resource.name}`;
}

function basePath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
