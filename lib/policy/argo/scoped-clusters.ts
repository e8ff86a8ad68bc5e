import { entriesAt, listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { projectsOf } from './project-view';
import { SECRET_TYPE } from './repository-credentials';

/** What Argo CD calls the cluster that it runs in. */
const HERE: ReadonlySet<string> = new Set(['https://kubernetes.default.svc', 'in-cluster', '']);

export const scopedClusters: Rule = {
  id: 'argo/scoped-clusters',
  title: 'A project of several clusters permits only its own, and only their namespaces',
  severity: 'warning',
  rationale:
    'Otherwise it takes every cluster that Argo CD knows by that address; a cluster of a project adds the destination of all its namespaces, unless its Secret lists some (hardening A12).',
  requirements: ['B21', 'B27'],
  fix: 'set spec.permitOnlyProjectScopedClusters to true, and name namespaces in the Secret of a cluster that belongs to a project',
  *check(world) {
    for (const object of projectsOf(world)) {
      const isElsewhere = (destination: unknown): boolean => ['server', 'name'].some((key) => !HERE.has(textAt(destination, key) ?? ''));
      if (!listAt(object.manifest, 'spec.destinations').some(isElsewhere)) continue;
      if (valueAt(object.manifest, 'spec.permitOnlyProjectScopedClusters') === true) continue;
      yield { object, field: 'spec.permitOnlyProjectScopedClusters', message: 'is not true, and other clusters are destinations' };
    }
    for (const object of world.ofType('bitnami.com/SealedSecret')) {
      const template = valueAt(object.manifest, 'spec.template');
      if (!entriesAt(template, 'metadata.labels').some(([key, value]) => key === SECRET_TYPE && value === 'cluster')) continue;
      const keys = new Set([...entriesAt(object.manifest, 'spec.encryptedData'), ...entriesAt(template, 'data')].map(([key]) => key));
      if (!keys.has('project') || keys.has('namespaces')) continue;
      yield {
        object,
        field: 'spec.encryptedData',
        message: 'has a project and no namespaces, so the project delivers to all of the cluster',
      };
    }
  },
};
