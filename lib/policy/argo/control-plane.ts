import { listAt, textsAt } from '../../manifest/fields';
import { isMapping, valueAt } from '../../manifest/manifest';
import { peersOf } from '../../manifest/nobody';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import { syncedObjects } from '../project/synced';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { applicationsOf, projectNameOf } from './application-view';
import { PLATFORM } from './project-view';
import { argoCdCharts, settingsOf } from './settings';
import { destinationNamespaceOf } from './sync-option';

const SETTINGS = ['argocd-cm', 'argocd-rbac-cm', 'argocd-cmd-params-cm'] as const;
const ENFORCE = 'pod-security.kubernetes.io/enforce';

export const controlPlane: Rule = {
  id: 'argo/control-plane',
  title: 'Argo CD is set up, its namespace restricted and closed, and only the platform delivers into it',
  severity: 'error',
  rationale:
    '"Any user with Kubernetes access to the argocd namespace is an Argo CD admin", and what its pods can reach every pod beside them can (hardening, control-plane ConfigMaps).',
  requirements: ['B1', 'B41', 'B8'],
  fix: `ship the settings, label the namespace, deny by default in it, and deliver into it from the project ${PLATFORM} only`,
  *check(world) {
    const namespace = world.tryFind('/Namespace', '', ARGO_CD_NAMESPACE);
    if (namespace !== undefined) yield* open(namespace, world);
    yield* unset(world);
    const synced = syncedObjects(world);
    for (const application of applicationsOf(world)) {
      const project = projectNameOf(application);
      if (project === PLATFORM) continue;
      const { object, body, at } = application;
      if (destinationNamespaceOf(body) === ARGO_CD_NAMESPACE) {
        yield { object, field: at('spec.destination.namespace'), message: `is ${ARGO_CD_NAMESPACE}, and the project is ${project}` };
      }
      for (const found of synced.get(object) ?? []) {
        if (world.namespaceOf(found) !== ARGO_CD_NAMESPACE) continue;
        const message = `is delivered into ${ARGO_CD_NAMESPACE} by the Application ${object.manifest.metadata.name} of the project ${project}`;
        yield { object: found, message };
      }
    }
  },
};

function* open(object: WorldObject, world: World): Iterable<Violation> {
  const enforced = world.labelsOfNamespace(ARGO_CD_NAMESPACE)?.[ENFORCE];
  if (enforced !== 'restricted') {
    yield { object, field: `metadata.labels["${ENFORCE}"]`, message: `is ${JSON.stringify(enforced ?? '')}; expected "restricted"` };
  }
  const isClosed = world
    .ofType('networking.k8s.io/NetworkPolicy')
    .some((policy) => world.namespaceOf(policy) === ARGO_CD_NAMESPACE && deniesAll(policy));
  if (!isClosed) yield { object, message: 'has no network policy that denies everything in both directions by default' };
}

/** Argo CD of ours that is set up by nothing here, so as for a first try. */
function* unset(world: World): Iterable<Violation> {
  const [chart] = argoCdCharts(world).filter(({ object }) => object.unit !== undefined);
  if (chart === undefined) return;
  for (const name of SETTINGS) {
    if (settingsOf(world, name).length > 0) continue;
    yield { object: chart.object, field: chart.field, message: `installs Argo CD, and ${name} is neither an object nor among its values` };
  }
}

/** Whether a policy selects every pod and lets nobody in or out. */
function deniesAll({ manifest }: WorldObject): boolean {
  const selector = valueAt(manifest, 'spec.podSelector');
  if (!isMapping(selector) || Object.keys(selector).length > 0) return false;
  const types = textsAt(manifest, 'spec.policyTypes');
  const reachesNobody = (field: string, side: 'from' | 'to'): boolean =>
    listAt(manifest, `spec.${field}`).every((rule) => peersOf(rule, side)?.length === 0);
  return types.includes('Ingress') && types.includes('Egress') && reachesNobody('ingress', 'from') && reachesNobody('egress', 'to');
}
