import { environmentLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { saidOf, short } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, notAsked, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

/** Minutes in which pods start and volumes come. */
const PATIENCE = 10;

export const health: Check = {
  id: 'delivery/health',
  title: 'every Application is Healthy',
  asked: ['000: OutOfSync/Degraded', 'A51'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const applications = list(facts, 'applications');
    const explained = new Set(saidOf(facts).map(({ application }) => application));
    const findings = applications.flatMap((application) => {
      const { status = 'Unknown', lastTransitionTime } = application.status?.health ?? {};
      const isUncompared = application.status?.sync?.status === 'Unknown' || application.status?.sync === undefined;
      if (status === 'Healthy' || (isUncompared && explained.has(application))) return [];
      const objects = ill(application);
      const found = objects.length === 0 ? status : `${status}: ${objects.slice(0, 3).join('; ')}`;
      const next = `${environmentLine(facts.place, 'doctor')} --service NAME for one of its Services; ${RUNBOOK.delivery} ApplicationDegraded`;
      const isStarting = status === 'Progressing' && (facts.now - Date.parse(lastTransitionTime)) / 60_000 <= PATIENCE;
      const told = { found, expected: 'Healthy', next };
      return [
        isStarting ? notAsked(aboutOf(application), { ...told, next: 'ask again in some minutes' }) : problem(aboutOf(application), told),
      ];
    });
    return { checked: `${applications.length} Applications`, findings };
  },
};

function ill({ status }: Live): string[] {
  const resources = (status?.resources ?? []) as readonly { kind: string; name: string; health?: { status: string; message?: string } }[];
  return resources
    .filter(({ health: own }) => own !== undefined && own.status !== 'Healthy')
    .map(({ kind, name, health: own }) => `${kind}/${name} ${own?.status}${own?.message ? ` (${short(own.message)})` : ''}`);
}
