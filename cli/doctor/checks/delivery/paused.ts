import type { Live } from '../../../verify/check';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

const SKIP = 'argocd.argoproj.io/skip-reconcile';

export const paused: Check = {
  id: 'delivery/paused',
  title: 'nobody has paused what should sync by itself, and no window holds back what waits',
  asked: ['000: OutOfSync/Degraded', '002: suspend/resume', 'A51'],
  needs: 'cluster',
  reads: ['applications', 'projects'],
  examine: (facts) => {
    const wanted = committed(facts, 'Application');
    const applications = list(facts, 'applications');
    const findings = applications.flatMap((application) => {
      const own = same(wanted, application)?.spec?.syncPolicy?.automated;
      const live = application.spec?.syncPolicy?.automated;
      const isOff = own !== undefined && (live === undefined || live.enabled === false);
      const windows = isWaiting(application) ? windowsOver(list(facts, 'projects'), application) : [];
      const found = [
        ...(isOff ? ['automatic sync is off'] : []),
        ...(!isOff && own?.selfHeal === true && live?.selfHeal !== true ? ['it does not heal itself'] : []),
        ...(application.metadata.annotations?.[SKIP] === 'true' ? [`annotation ${SKIP}`] : []),
        ...windows.map((window) => `sync window ${window}`),
      ];
      const next = `whoever paused it ends it (${RUNBOOK.breakGlass}); a sync of root puts back what dist says`;
      const expected = own === undefined ? 'nothing that holds it back' : 'it syncs by itself, as dist says';
      return found.length === 0 ? [] : [problem(aboutOf(application), { found: found.join(', '), expected, next })];
    });
    return { checked: `${applications.length} Applications`, findings };
  },
};

function isWaiting({ status }: Live): boolean {
  return status?.sync?.status === 'OutOfSync' && status?.operationState?.phase !== 'Running';
}

/** Windows of the project that name the Application; whether one is open now Argo CD decides. */
function windowsOver(projects: readonly Live[], { metadata, spec }: Live): string[] {
  const windows = projects.find((project) => project.metadata.name === spec?.project)?.spec?.syncWindows ?? [];
  return (windows as readonly { kind: string; schedule: string; duration: string; applications?: readonly string[] }[])
    .filter(({ applications = [] }) => applications.some((name) => name === '*' || name === metadata.name))
    .map(({ kind, schedule, duration }) => `"${kind} ${schedule} for ${duration}"`);
}
