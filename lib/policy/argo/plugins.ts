import { entriesAt, listAt, textAt, textsAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import { sourcesOf } from '../project/synced';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import { applicationsOf } from './application-view';
import { argoCdCharts, settingsOf } from './settings';

/** Setting by which Argo CD once knew its plugins. */
const LEGACY = 'configManagementPlugins';

/** Values of the chart that bring plugins. */
const VALUES = ['configs.cmp.', 'repoServer.extraContainers'];

/** What a plugin's container runs. */
const SERVER = /(^|\/)argocd-cmp-server$/;

export const plugins: Rule = {
  id: 'argo/plugins',
  title: 'Argo CD applies manifests as they are in Git, and runs no plugin over them',
  severity: 'error',
  rationale:
    'What a plugin fills in nobody has reviewed: secrets that it injects are in the clear in Redis, and it is "incompatible with the Rendered Manifests pattern" (hardening, control-plane ConfigMaps; Argo CD, secret management).',
  requirements: ['A16', 'A24', 'B8'],
  fix: 'render before the merge, and bring secrets as SealedSecrets',
  *check(world) {
    for (const { object, body, at } of applicationsOf(world)) {
      for (const { field, value } of sourcesOf(body)) {
        if (valueAt(value, 'plugin') !== undefined) {
          yield { object, field: at(`${field}.plugin`), message: 'is there; expected manifests as they are, or a chart' };
        }
      }
    }
    for (const { object, values, at } of settingsOf(world, 'argocd-cm')) {
      if (values.has(LEGACY)) yield { object, field: at(LEGACY), message: 'defines plugins' };
    }
    yield* inValues(world);
    yield* inPods(world);
  },
};

function* inValues(world: World): Iterable<Violation> {
  for (const { object, field, source, values, at } of argoCdCharts(world)) {
    const create = valueAt(values, 'configs.cmp.create');
    // To a template every text is true.
    if (create !== undefined && create !== false) yield { object, field: at('configs.cmp.create'), message: 'is not false' };
    const containers = 'repoServer.extraContainers';
    if (listAt(values, containers).length + entriesAt(values, containers).length > 0) {
      yield { object, field: at(containers), message: 'runs containers beside the one that reads repositories' };
    }
    for (const [index, parameter] of listAt(source, 'helm.parameters').entries()) {
      const name = textAt(parameter, 'name') ?? '';
      if (VALUES.some((start) => name.startsWith(start))) {
        yield { object, field: `${field}.helm.parameters[${index}]`, message: `sets ${name}, which brings plugins` };
      }
    }
  }
}

function* inPods({ pods }: World): Iterable<Violation> {
  for (const { object, namespace, containers } of pods) {
    if (namespace !== ARGO_CD_NAMESPACE) continue;
    for (const { path, container } of containers) {
      const [program = ''] = [...textsAt(container, 'command'), ...textsAt(container, 'args')];
      if (SERVER.test(program)) yield { object, field: path, message: `runs ${program}, which serves a plugin` };
    }
  }
}
