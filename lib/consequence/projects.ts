import { entriesAt, listAt, textAt, textsAt } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import { valueAt } from '../manifest/manifest';

/** What an AppProject lets its Applications do. A list of kinds that is absent means: all namespaced ones, no cluster-scoped ones. */
export function allowancesOf(project: Manifest): string[] {
  return [
    ...textsAt(project, 'spec.sourceRepos').map((url) => `repository ${url}`),
    ...textsAt(project, 'spec.sourceNamespaces').map((name) => `Applications in namespace ${name}`),
    ...listAt(project, 'spec.destinations').map(
      (to) => `destination ${textAt(to, 'namespace') ?? '(none)'} of ${textAt(to, 'server') ?? textAt(to, 'name') ?? 'any cluster'}`,
    ),
    ...kindsAt(project, 'clusterResourceWhitelist').map((kind) => `cluster-scoped ${kind}`),
    ...(Array.isArray(valueAt(project, 'spec.namespaceResourceWhitelist')) ? kindsAt(project, 'namespaceResourceWhitelist') : ['*/*']).map(
      (kind) => `namespaced ${kind}`,
    ),
    ...listAt(project, 'spec.destinationServiceAccounts').map(
      (account) => `deploying as ${textAt(account, 'defaultServiceAccount') ?? 'any'}`,
    ),
    ...listAt(project, 'spec.roles').flatMap((role) => [
      ...textsAt(role, 'policies').map((policy) => `role ${textAt(role, 'name')}: ${policy}`),
      ...textsAt(role, 'groups').map((group) => `role ${textAt(role, 'name')} for ${group}`),
    ]),
  ];
}

/** What an AppProject takes away again, whatever the other lists allow. */
export function denialsOf(project: Manifest): string[] {
  return [
    ...kindsAt(project, 'clusterResourceBlacklist').map((kind) => `cluster-scoped ${kind}`),
    ...kindsAt(project, 'namespaceResourceBlacklist').map((kind) => `namespaced ${kind}`),
  ];
}

function kindsAt(project: Manifest, list: string): string[] {
  return listAt(project, `spec.${list}`).map((item) => {
    const group = textAt(item, 'group');
    return `${group === '' || group === undefined ? 'core' : group}/${textAt(item, 'kind') ?? '?'}`;
  });
}

/** The field names of an AppProject that say who may do what. */
export function isAllowance(field: string): boolean {
  return /^spec\.(?:sourceRepos|sourceNamespaces|destinations|destinationServiceAccounts|clusterResource\w+|namespaceResource\w+|roles|permitOnlyProjectScopedClusters)\b/.test(
    field,
  );
}

/** Labels of a namespace that say how careful its pods have to be, `enforce` first. */
export function podSecurityOf(namespace: Manifest): Map<string, string> {
  return new Map(
    entriesAt(namespace, 'metadata.labels').flatMap(([label, level]) =>
      label.startsWith('pod-security.kubernetes.io/') && !label.endsWith('-version') ? [[label.slice(27), String(level)]] : [],
    ),
  );
}
