import type { Manifest } from '../../manifest/manifest';
import { REMOVED_APIS } from '../../schema/removed-apis';
import { KUBERNETES_VERSIONS, Schemas } from '../../schema/schemas';
import type { Rule } from '../rule';
import type { World } from '../world';

export const deprecatedApi: Rule = {
  id: 'api-removal/deprecated-api',
  title: 'No object uses an API version that a later Kubernetes no longer serves',
  severity: 'warning',
  rationale:
    'It works until the cluster is upgraded; then the Application stays out of sync (hardening 2, Cluster: deprecated APIs; Kubernetes deprecated API migration guide).',
  requirements: ['D20'],
  fix: 'write the object for the version that stays before the cluster is upgraded',
  *check(world) {
    const removals = new Map<string, string | undefined>();
    for (const object of world.objects) {
      const { apiVersion, kind } = object.manifest;
      if (!PREVIEW.test(apiVersion)) continue;
      const type = `${apiVersion}/${kind}`;
      if (!removals.has(type)) removals.set(type, tryRemoval(world, object.manifest));
      const removedIn = removals.get(type);
      if (removedIn === undefined) continue;
      const useInstead = REMOVED_APIS.get(type)?.useInstead;
      yield {
        object,
        field: 'apiVersion',
        message: `${apiVersion} ${kind} goes with Kubernetes ${removedIn}; the cluster runs ${world.kubernetes}`,
        ...(useInstead !== undefined && { fix: `use ${useInstead} before the cluster is upgraded` }),
      };
    }
  },
};

/** What is none stays for as long as there is Kubernetes 1 (Kubernetes deprecation policy, rule 4a). */
const PREVIEW = /\/v\d+(alpha|beta)\d+$/;

/** The first version after the cluster's that has no such kind, of those with schemas. Custom resources come and go with their own. */
function tryRemoval(world: World, { apiVersion, kind }: Manifest): string | undefined {
  const probe = { apiVersion, kind, metadata: { name: 'probe' } };
  if (!world.schemas.isBuiltIn(probe) || world.schemas.judge(probe).status !== 'judged') return undefined;
  const later = KUBERNETES_VERSIONS.slice(KUBERNETES_VERSIONS.indexOf(world.kubernetes) + 1);
  return later.find((version) => new Schemas(version).judge(probe).status !== 'judged');
}
