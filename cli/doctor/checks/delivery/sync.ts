import { environmentLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { saidOf } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const sync: Check = {
  id: 'delivery/sync',
  title: 'every Application is Synced',
  asked: ['000: OutOfSync/Degraded', '001: drift is eliminated', '004: drift', 'A51', 'E37'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const applications = list(facts, 'applications');
    const explained = new Set(saidOf(facts).map(({ application }) => application));
    const findings = applications.flatMap((application) => {
      const status: string = application.status?.sync?.status ?? 'Unknown';
      // Why it is unknown, the check of that reason says.
      if (status === 'Synced' || (status === 'Unknown' && explained.has(application))) return [];
      const objects = unsynced(application);
      const found = objects.length === 0 ? status : `${status}: ${objects.slice(0, 5).join(', ')}`;
      const next = `${environmentLine(facts.place, 'drift')} --only manifests; ${RUNBOOK.delivery} ApplicationOutOfSync`;
      return [problem(aboutOf(application), { found, expected: 'Synced', next })];
    });
    return { checked: `${applications.length} Applications`, findings };
  },
};

function unsynced({ status }: Live): string[] {
  const resources = (status?.resources ?? []) as readonly { kind: string; name: string; status?: string; requiresPruning?: boolean }[];
  return resources
    .filter((one) => one.status !== undefined && one.status !== 'Synced')
    .map(({ kind, name, requiresPruning }) => `${kind}/${name}${requiresPruning ? ' (to be pruned)' : ''}`);
}
