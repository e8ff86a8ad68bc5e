import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { sourcesOf } from '../project/synced';
import type { Rule, Violation } from '../rule';
import { applicationsOf, isChart } from './application-view';
import { hiddenKinds } from './exclusions';
import { durationSeconds } from './schedule';
import { argoCdCharts, type Setting, type Settings, settingsOf, weakSettings } from './settings';

const SETTINGS: readonly Setting[] = [
  { key: 'admin.enabled', absent: 'true', expected: ['false'], why: 'its password is shared by whoever knows it' },
  { key: 'users.anonymous.enabled', absent: 'false', expected: ['false'], why: 'nobody is asked who he is' },
  { key: 'exec.enabled', absent: 'false', expected: ['false'], why: 'the interface opens shells in pods' },
  {
    key: 'application.resourceTrackingMethod',
    absent: 'annotation',
    expected: ['annotation'],
    why: 'labels are cut at 63 characters, and others set them too',
  },
  {
    key: 'application.sync.requireOverridePrivilegeForRevisionSync',
    absent: 'false',
    expected: ['true'],
    why: 'who may sync chooses any revision',
  },
  { key: 'server.rbac.rollback.enforce.enable', absent: 'false', expected: ['true'], why: 'who may sync goes back to any revision' },
  {
    key: 'server.rbac.disableApplicationFineGrainedRBACInheritance',
    absent: 'true',
    expected: ['true'],
    why: 'who may update an Application updates all that it made',
  },
  { key: 'statusbadge.enabled', absent: 'false', expected: ['false'], why: 'anybody reads the state of an Application' },
  { key: 'oidc.tls.insecure.skip.verify', absent: 'false', expected: ['false'], why: 'anybody can be the identity provider' },
];

/** Of a platform that renders its manifests: tools that nobody needs are off. */
const RENDERED: readonly Setting[] = [
  { key: 'kustomize.enable', absent: 'true', expected: ['false'], why: 'a tool that rendered manifests do not need' },
  { key: 'jsonnet.enable', absent: 'true', expected: ['false'], why: 'a tool that rendered manifests do not need' },
];

/** Where nothing comes as a chart, too. */
const WITHOUT_CHARTS: readonly Setting[] = [
  { key: 'helm.enable', absent: 'true', expected: ['false'], why: 'a tool that nothing here needs' },
];

export const serverConfig: Rule = {
  id: 'argo/server-config',
  title: 'argocd-cm leaves no account, shell, tool or revision open that nobody needs, and overlooks nothing that is delivered',
  severity: 'error',
  rationale: 'What Argo CD does where a setting is absent is made for a first try (hardening, control-plane ConfigMaps: argocd-cm).',
  requirements: ['B1', 'B8'],
  fix: 'set it as settings in lib/delivery/argo/settings.ts does',
  *check(world) {
    const hasCharts = applicationsOf(world).some(({ body }) => sourcesOf(body).some(({ value }) => isChart(value)));
    const ours = [...SETTINGS, ...RENDERED, ...(hasCharts ? [] : WITHOUT_CHARTS)];
    for (const settings of settingsOf(world, 'argocd-cm')) {
      yield* weakSettings(settings, settings.object.unit === undefined ? SETTINGS : ours);
      yield* special(settings);
      yield* hiddenKinds(settings, world);
    }
    for (const { object, field, source } of argoCdCharts(world)) {
      for (const [key, message] of unseen(source))
        yield { object, field: `${field}.helm.${key}`, message, fix: 'write them into valuesObject' };
    }
  },
};

function* special({ object, values, at }: Settings): Iterable<Violation> {
  const interval = values.get('timeout.reconciliation');
  if (interval !== undefined && (durationSeconds(interval) ?? 0) <= 0) {
    yield { object, field: at('timeout.reconciliation'), message: `is "${interval}", so Git is never asked again` };
  }
  for (const [key, options] of values) {
    if (!key.startsWith('kustomize.buildOptions') || !/load[-_]restrictor[\s=]+(LoadRestrictions)?[Nn]one/.test(options)) continue;
    yield { object, field: at(key), message: `is "${options}", so kustomize reads files of other repositories` };
  }
}

/** Values of the chart that say how Argo CD is set up, where these rules do not look. */
function* unseen(source: unknown): Iterable<[key: string, message: string]> {
  if (/^configs:/m.test(textAt(source, 'helm.values') ?? '')) yield ['values', 'holds configs as a text, which is not judged'];
  for (const list of ['parameters', 'fileParameters']) {
    for (const [index, parameter] of listAt(valueAt(source, 'helm'), list).entries()) {
      const name = textAt(parameter, 'name') ?? '';
      if (name.startsWith('configs.')) yield [`${list}[${index}]`, `sets ${name}, which is not judged`];
    }
  }
  if (listAt(source, 'helm.valueFiles').length > 0) yield ['valueFiles', 'holds values that are not judged'];
}
