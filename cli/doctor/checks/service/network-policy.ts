import type { ReachChange } from '../../../../lib';
import { environmentLine } from '../../../drift/hint';
import { policyEffect, workloadIn } from '../../connections';
import type { Facts } from '../../facts';
import { type About, type Check, type Finding, problem, untold } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const networkPolicy: Check = {
  id: 'service/network-policy',
  title: 'the policies of the cluster let through what dist lets through, the edge first of all',
  asked: ['000: a service is unreachable', 'A52'],
  needs: 'cluster',
  reads: ['networkPolicies', 'namespaces'],
  examine: (facts) => {
    const { changes, undecided, policies } = policyEffect(facts);
    const lost = changes.filter(({ change }) => change === 'removed' || change === 'narrowed' || change === 'changed');
    const findings = [...grouped(lost)].map(([target, own]) => {
      const about = workloadIn(target) ?? { kind: 'Addresses', name: target };
      const shown = own
        .slice(0, 3)
        .map(({ from, before, after }) => `${from} may not reach it on ${before}${after ? ` any more, only on ${after}` : ''}`);
      const found = `${shown.join('; ')}${own.length > 3 ? `; and ${own.length - 3} more` : ''}`;
      return problem(about, { found, expected: 'as dist says', next: nextFor(facts, policies) });
    });
    return { checked: `${policies.length} policies otherwise than in dist`, findings: [...findings, ...unsure(facts, undecided)] };
  },
};

/** What it is about where policies cannot be understood: then nothing is known of any workload. */
export function allPolicies({ environment }: Pick<Facts, 'environment'>): About {
  return { kind: 'NetworkPolicies', name: environment };
}

export function unsure(facts: Facts, undecided: readonly string[]): Finding[] {
  const told = { expected: 'policies that are understood', next: RUNBOOK.reach };
  return undecided.map((found) => untold(allPolicies(facts), { found, ...told }));
}

/** By the workload that is no longer reached. */
function grouped(changes: readonly ReachChange[]): Map<string, ReachChange[]> {
  const groups = new Map<string, ReachChange[]>();
  for (const change of changes) groups.set(change.to, [...(groups.get(change.to) ?? []), change]);
  return groups;
}

export function nextFor({ environment, place }: Facts, policies: readonly string[]): string {
  const shown = policies.slice(0, 5).join(', ');
  return `${environmentLine(place, 'drift')}${shown === '' ? '' : ` (NetworkPolicy ${shown})`}; npm run reach -- ${environment} --to END says why; ${RUNBOOK.reach}`;
}
