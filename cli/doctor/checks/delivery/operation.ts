import { kubectlLine } from '../../../drift/hint';
import { saidFor, short } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

/** Minutes that a sync may take before somebody has to look. */
const LONGEST = 15;

export const operation: Check = {
  id: 'delivery/operation',
  title: 'no sync failed, hangs or is tried again and again',
  asked: ['000: OutOfSync/Degraded', '001: syncs successfully', 'A51'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const applications = list(facts, 'applications');
    const next = (name: string): string =>
      `${kubectlLine(facts.place, `--namespace argocd get application ${name} --output 'jsonpath={.status.operationState.message}'`)}; ${RUNBOOK.delivery} ApplicationSyncFailed`;
    const failed = saidFor(facts, 'operation').map(({ application, message }) =>
      problem(aboutOf(application), { found: short(message), expected: 'a sync that succeeds', next: next(application.metadata.name) }),
    );
    const hanging = applications.flatMap((application) => {
      const { phase, startedAt } = application.status?.operationState ?? {};
      const minutes = (facts.now - Date.parse(startedAt)) / 60_000;
      if (phase !== 'Running' || !(minutes > LONGEST)) return [];
      const found = `a sync has run for ${Math.round(minutes)} minutes: ${short(application.status?.operationState?.message ?? '')}`;
      return [problem(aboutOf(application), { found, expected: `at most ${LONGEST} minutes`, next: next(application.metadata.name) })];
    });
    return { checked: `${applications.length} Applications`, findings: [...failed, ...hanging] };
  },
};
