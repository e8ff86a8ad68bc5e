import { amountOf } from '../../manifest/quantity';
import type { Rule, Violation } from '../rule';
import { type Setting, type Settings, settingsOf, weakSettings } from './settings';

/** A switch that is off where nobody says otherwise. */
function off(key: string, why: string): Setting {
  return { key, absent: 'false', expected: ['false'], why };
}

const PLAINTEXT = 'manifests and their values travel in the clear';

const PARAMETERS: readonly Setting[] = [
  off('server.insecure', 'passwords and tokens travel in the clear'),
  off('server.disable.auth', 'everybody is an administrator'),
  off('reposerver.disable.tls', PLAINTEXT),
  off('server.repo.server.plaintext', PLAINTEXT),
  off('controller.repo.server.plaintext', PLAINTEXT),
  off('applicationsetcontroller.repo.server.plaintext', PLAINTEXT),
  off('notificationscontroller.repo.server.plaintext', PLAINTEXT),
  off('reposerver.allow.oob.symlinks', 'a link in a repository reads files of the server'),
  { key: 'controller.diff.server.side', absent: 'false', expected: ['true'], why: 'what the server defaults reads as drift' },
  { key: 'application.namespaces', absent: '', expected: [''], why: 'Applications elsewhere are written by whoever writes there' },
  { key: 'server.sync.replace.allowed', absent: 'true', expected: ['false'], why: 'a sync by hand may replace, and so delete' },
  { key: 'server.disable.swagger.ui', absent: 'false', expected: ['true'], why: 'a page that nobody needs' },
  { key: 'server.tls.minversion', absent: '1.2', expected: ['1.2', '1.3'], why: 'older ones are broken' },
];

const SIZE = 'reposerver.max.combined.directory.manifests.size';
/** What Argo CD takes where nobody says otherwise. */
const MOST = '10M';

const CONDITIONS = 'controller.metrics.application.conditions';
/** What projects warn of that look for objects of nobody. */
const ORPHANS = 'OrphanedResourceWarning';

export const commandParameters: Rule = {
  id: 'argo/command-parameters',
  title: 'The programs of Argo CD ask who calls, encrypt, read no more than they need and tell of orphans',
  severity: 'error',
  rationale: 'Each of these is one line that undoes the rest (hardening, control-plane ConfigMaps: argocd-cmd-params-cm).',
  requirements: ['B1', 'B8'],
  fix: 'set it as settings in lib/delivery/argo/settings.ts does',
  *check(world) {
    for (const settings of settingsOf(world, 'argocd-cmd-params-cm')) {
      yield* weakSettings(settings, PARAMETERS);
      if (settings.object.unit !== undefined) yield* unheard(settings);
      const size = settings.values.get(SIZE) ?? MOST;
      const bytes = amountOf(size);
      if (bytes > 0 && bytes <= amountOf(MOST)) continue;
      yield {
        object: settings.object,
        field: settings.at(SIZE),
        message: `is "${size}"; expected ${MOST} or less: a folder of any size fills the memory of the server`,
      };
    }
  },
};

/** A warning that no metric carries is one that nobody gets. */
function* unheard({ object, values, at }: Settings): Iterable<Violation> {
  const conditions = values.get(CONDITIONS) ?? '';
  if (conditions.split(',').some((condition) => condition.trim() === ORPHANS)) return;
  yield {
    object,
    field: at(CONDITIONS),
    message: `is "${conditions}"; expected ${ORPHANS} among them, or nobody hears of orphaned objects`,
  };
}
