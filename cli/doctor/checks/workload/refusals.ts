import { condition, type Live } from '../../../verify/check';
import { type Facts, list } from '../../facts';
import type { About } from '../../finding';
import { controllerOf, liveWorkloads } from '../../pods';

/** Pods that the API server refused to a workload. */
export interface Refusal {
  readonly about: About;
  readonly message: string;
}

/** What replica sets say themselves; of the other workloads, which lack pods now, what the server recorded. */
export function refusals(facts: Facts): Refusal[] {
  const sets = list(facts, 'replicaSets').flatMap((set): Refusal[] => {
    const { status, message = '' } = condition(set, 'ReplicaFailure') ?? {};
    if (status !== 'True') return [];
    const owner = controllerOf(set);
    return [
      {
        about: { kind: owner?.kind ?? set.kind, namespace: set.metadata.namespace ?? '', name: owner?.name ?? set.metadata.name },
        message,
      },
    ];
  });
  const others = [...liveWorkloads(facts), ...list(facts, 'jobs')].filter((one) => one.kind !== 'Deployment' && lacksPods(one));
  const recorded = others.flatMap((one): Refusal[] => {
    const event = list(facts, 'warnings').find(({ reason, involvedObject }) => reason === 'FailedCreate' && isOf(involvedObject, one));
    return event === undefined
      ? []
      : [
          {
            about: { kind: one.kind, namespace: one.metadata.namespace ?? '', name: one.metadata.name },
            message: String(event.message ?? ''),
          },
        ];
  });
  return [...sets, ...recorded];
}

export function isAboutQuota({ message }: Refusal): boolean {
  return /exceeded quota|failed quota/i.test(message);
}

function lacksPods({ kind, spec, status }: Live): boolean {
  if (kind === 'Job') return status?.active === undefined && status?.succeeded === undefined && status?.completionTime === undefined;
  if (kind === 'DaemonSet') return Number(status?.currentNumberScheduled ?? 0) < Number(status?.desiredNumberScheduled ?? 0);
  return Number(status?.replicas ?? 0) < Number(spec?.replicas ?? 1);
}

function isOf(object: { kind?: string; namespace?: string; name?: string } | undefined, { kind, metadata }: Live): boolean {
  return object?.kind === kind && object.namespace === metadata.namespace && object.name === metadata.name;
}
