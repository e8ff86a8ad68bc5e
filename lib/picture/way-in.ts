import type { Answer } from '../reach/answer';
import type { Connection } from '../reach/connection';
import type { Door } from '../reach/door';
import { type Ends, workloadsAt } from '../reach/ends';
import { doorKey, type Membrane } from './membrane';

/** Where ways in begin. */
const ANYBODY = 'outside';

/**
 * What connections leave out, as one of the ends is not among the workloads: what pods of charts may call and who outside calls them, and
 * what Gateways and others lead to. Nothing of it comes from an end that is named, or leaves the cluster.
 */
export function* waysIn(membrane: Membrane, answer: Answer, { from, to }: Ends = {}): Generator<Connection> {
  if (from !== undefined || to?.addresses !== undefined) return;
  const targets = new Set(workloadsAt(membrane.reachability, to).map(({ key }) => key));
  if (to === undefined) yield* callsToUnseen(membrane, answer);
  yield* callsOfUnseen(membrane, answer, targets);
  yield* doorsTo(membrane, targets);
}

function* callsToUnseen({ reachability, unseen }: Membrane, answer: Answer): Generator<Connection> {
  for (const pods of unseen.values()) {
    for (const { text, ports } of reachability.outsideOf(pods, 'Ingress', answer)) yield { from: text, to: pods.key, ports: `${ports}` };
  }
}

function* callsOfUnseen({ reachability, unseen }: Membrane, answer: Answer, targets: ReadonlySet<string>): Generator<Connection> {
  for (const pods of unseen.values()) {
    for (const { workload, ports } of reachability.targetsOf(pods, answer)) {
      if (targets.has(workload.key)) yield { from: pods.key, to: workload.key, ports: `${ports}` };
    }
  }
}

/** A route of a Gateway is not told by itself. Pods on the network of their node are ways in themselves. */
function* doorsTo({ doors, reachability }: Membrane, targets: ReadonlySet<string>): Generator<Connection> {
  const gateways = doors.filter(({ kind }) => kind === 'Gateway');
  for (const door of doors) {
    const leads = door.to.filter(({ workload }) => targets.has(workload));
    if (door.kind === 'ExternalName' || leads.length === 0) continue;
    if (door.kind === 'Route' && gateways.some((gateway) => leadsWhere(gateway, door))) continue;
    const key = doorKey(door);
    yield { from: ANYBODY, to: key, ports: door.kind };
    if (reachability.workloads.has(key)) continue;
    for (const { workload, ports } of leads) yield { from: key, to: workload, ports: `${ports}` };
  }
}

/** Whether one door leads to all that another leads to. */
function leadsWhere(one: Door, other: Door): boolean {
  const ends = new Set(one.to.map(({ workload }) => workload));
  return other.to.every(({ workload }) => ends.has(workload));
}
