import { listAt } from '../../manifest/fields';
import { type Manifest, valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';

/** Lists of the project that Argo CD makes with `*` in them, or that open it to others: an absent one leaves what is in the cluster. */
const EMPTIED = ['sourceRepos', 'sourceNamespaces', 'destinations'];

export const defaultProject: Rule = {
  id: 'argo/default-project',
  title: 'The AppProject default permits nothing',
  severity: 'error',
  rationale:
    'Every Argo CD has it, it permits every repository, cluster and kind, and it cannot be deleted; what a manifest leaves out stays as it is (hardening A1).',
  requirements: ['B8', 'B25'],
  fix: 'ship it closed, as closedDefaultProject in lib/delivery/argo/app-project.ts does',
  *check(world) {
    const projects = world.ofType('argoproj.io/AppProject');
    const found = projects.filter(({ manifest }) => manifest.metadata.name === 'default');
    if (found.length === 0 && projects.some(({ unit }) => unit !== undefined)) {
      yield { message: 'AppProject default is not among the objects, so that of the cluster stays open' };
    }
    for (const object of found) {
      for (const [field, message] of openings(object.manifest)) yield { object, field: `spec.${field}`, message };
    }
  },
};

function* openings(project: Manifest): Iterable<[field: string, message: string]> {
  for (const field of EMPTIED) {
    const list = valueAt(project, `spec.${field}`);
    if (!Array.isArray(list)) yield [field, 'is no list, so what the cluster has stays; expected []'];
    else if (list.length > 0) yield [field, `permits ${JSON.stringify(list[0])}; expected []`];
  }
  if (listAt(project, 'spec.clusterResourceWhitelist').length > 0) {
    yield ['clusterResourceWhitelist', 'permits kinds outside namespaces; expected []'];
  }
  const refusesAll = listAt(project, 'spec.namespaceResourceBlacklist').some(
    (item) => valueAt(item, 'group') === '*' && valueAt(item, 'kind') === '*',
  );
  if (!refusesAll) yield ['namespaceResourceBlacklist', 'does not refuse the kind * of the group *'];
}
