import { compareText } from '../manifest/order';
import type { Answer } from './answer';
import type { OutsidePorts } from './outside';
import type { Reachability } from './reachability';

/** That connections can be opened: one pair of ends, all of its ports. */
export interface Connection {
  /** A workload as `namespace/Kind/name`, or addresses outside as `10.0.0.0-10.255.255.255`. */
  readonly from: string;
  readonly to: string;
  /** `All`, or e.g. `TCP 80,443,8000-8010,UDP 53`. */
  readonly ports: string;
}

/**
 * Every connection that may, or must, be possible, each pair once; pairs that cannot connect are left out, a workload with itself as well.
 * In order: what comes from outside by range and target, then by source what goes outside by range and what goes to other workloads.
 * One at a time, as open worlds have as many as they have pairs.
 */
export function* connections(reachability: Reachability, answer: Answer): Generator<Connection> {
  const workloads = [...reachability.workloads.values()];
  const arriving = workloads.flatMap((workload) =>
    reachability.outsideOf(workload, 'Ingress', answer).map((outside) => ({ ...outside, to: workload.key })),
  );
  for (const { text, to, ports } of arriving.sort((one, other) => compareRanges(one, other) || compareText(one.to, other.to))) {
    yield { from: text, to, ports: `${ports}` };
  }
  for (const workload of workloads) {
    const { key: from } = workload;
    for (const { text: to, ports } of reachability.outsideOf(workload, 'Egress', answer)) yield { from, to, ports: `${ports}` };
    for (const { workload: target, ports } of reachability.targetsOf(workload, answer)) yield { from, to: target.key, ports: `${ports}` };
  }
}

function compareRanges({ range: one }: OutsidePorts, { range: other }: OutsidePorts): number {
  return one.family - other.family || compareBig(one.first, other.first) || compareBig(one.last, other.last);
}

function compareBig(one: bigint, other: bigint): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
