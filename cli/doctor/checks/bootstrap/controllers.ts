import { kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { type Facts, list } from '../../facts';
import { type Check, type Finding, problem } from '../../finding';
import { liveWorkloads } from '../../pods';
import { RUNBOOK } from '../../runbooks';

/** Programs without which nothing is synced. */
const PROGRAMS = ['application-controller', 'repo-server', 'redis'];

/** Argo CD looks at each Application every three minutes and a little (`timeout.reconciliation`). */
const LONGEST = 15;

export const controllers: Check = {
  id: 'bootstrap/controllers',
  title: "Argo CD's programs are ready, and have compared Applications of late",
  asked: ['001: Bootstrap step 2', '002: flux check, controller logs', 'B22', 'C21'],
  needs: 'cluster',
  reads: ['deployments', 'statefulSets', 'daemonSets', 'applications'],
  examine: (facts) => {
    const own = liveWorkloads(facts).filter(({ metadata }) => metadata.namespace === 'argocd');
    return {
      checked: `${own.length} programs in argocd`,
      findings: [...PROGRAMS.flatMap((program) => missing(facts, own, program)), ...silent(facts)],
    };
  },
};

function missing({ place }: Facts, own: readonly Live[], program: string): Finding[] {
  const found = own.filter(({ metadata }) => metadata.name.includes(program));
  const next = `${kubectlLine(place, '--namespace argocd get pods')}; ${RUNBOOK.delivery} ${program === 'repo-server' ? 'RepositoryServerDown' : 'ApplicationControllerDown'}`;
  const about = { kind: 'Program', namespace: 'argocd', name: program };
  if (found.length === 0) return [problem(about, { found: 'no workload of that name', expected: 'its StatefulSet or Deployment', next })];
  return found.flatMap(({ kind, metadata, spec, status }) => {
    const [ready, wanted] = [Number(status?.readyReplicas ?? 0), Number(spec?.replicas ?? 1)];
    const isStopped = wanted === 0;
    if (ready >= wanted && !isStopped) return [];
    const expected = isStopped ? 'at least one pod' : `${wanted} ready`;
    return [
      problem({ kind, namespace: 'argocd', name: metadata.name }, { found: isStopped ? 'scaled to 0' : `${ready} ready`, expected, next }),
    ];
  });
}

/** A controller that stopped leaves everything as it was last: only the time tells. */
function silent(facts: Facts): Finding[] {
  const times = list(facts, 'applications').flatMap(({ status }) => Date.parse(status?.reconciledAt ?? '') || []);
  if (times.length === 0) return [];
  const minutes = Math.round((facts.now - Math.max(...times)) / 60_000);
  if (minutes <= LONGEST) return [];
  const about = { kind: 'Program', namespace: 'argocd', name: 'application-controller' };
  const next = `${kubectlLine(facts.place, '--namespace argocd logs statefulset/argocd-application-controller --tail 100')}; ${RUNBOOK.delivery} ApplicationControllerDown`;
  return [problem(about, { found: `it has compared no Application for ${minutes} minutes`, expected: 'every three minutes', next })];
}
