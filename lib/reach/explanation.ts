import { type AddressRange, isRange } from './address-set';
import { type Answer, combined } from './answer';
import type { Neighbour } from './peer-match';
import type { Reachability } from './reachability';
import type { SideVerdict, Verdict } from './verdict';
import type { Workload } from './workload';

/**
 * Why there may, or must, be a connection, or why not. A workload of several objects whose pods are treated differently has a side for
 * each way. Addresses are to be no more than one of the ranges that `outsideOf` tells.
 */
export function explanation(
  reachability: Reachability,
  from: Workload | AddressRange,
  to: Workload | AddressRange,
  answer: Answer,
): Verdict {
  const verdicts = neighboursAt(from).flatMap((source) => neighboursAt(to).map((target) => reachability.explain(source, target, answer)));
  const sides = verdicts.flatMap((verdict) => verdict.sides);
  return {
    answer,
    ports: combined(
      verdicts.map(({ ports }) => ports),
      answer,
    ),
    isBeyondPolicies: verdicts.some(({ isBeyondPolicies }) => isBeyondPolicies),
    sides: (['Egress', 'Ingress'] as const).flatMap((direction) => distinct(sides.filter((side) => side.direction === direction))),
  };
}

function neighboursAt(end: Workload | AddressRange): readonly Neighbour[] {
  return isRange(end) ? [end] : end.endpoints;
}

function distinct(sides: readonly SideVerdict[]): SideVerdict[] {
  return [...new Map(sides.map((side) => [said(side), side])).values()];
}

function said({ isolatedBy, allowedBy }: SideVerdict): string {
  return JSON.stringify([
    isolatedBy.map(({ policy, isCertain }) => [policy, isCertain]),
    allowedBy.map(({ policy, field, ports, isCertain }) => [policy, field, `${ports}`, isCertain]),
  ]);
}
