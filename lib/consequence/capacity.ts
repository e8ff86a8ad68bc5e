import type { FieldChange } from '../manifest/changes';
import { entriesAt, listAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { podSpec, podSpecPath, rolls } from '../manifest/pod-template';
import type { Aspect } from './aspect';
import { saysWhatRuns } from './field';
import { nameOf } from './pod-template';
import { quotaExcess } from './quota-fit';
import { replicasOf } from './replicas';
import type { Surroundings } from './surroundings';
import { joined, listed, spoken } from './wording';

/** Kinds that are about nothing but how much there may be, or how much of it has to stay up. */
const LIMITS = new Set([
  '/ResourceQuota',
  '/LimitRange',
  'autoscaling/HorizontalPodAutoscaler',
  'autoscaling.k8s.io/VerticalPodAutoscaler',
  'keda.sh/ScaledObject',
  'policy/PodDisruptionBudget',
]);

export function isLimit(manifest: Manifest): boolean {
  return LIMITS.has(typeOf(manifest));
}

/** How much runs and is asked for, and whether its namespace's quota still holds it. */
export const capacity: Aspect = ({ after }, open, around) => {
  const fields = open.filter((change) =>
    isLimit(after) ? change.field.startsWith('spec') : saysWhatRuns(change.field, after) && isAmount(change, after),
  );
  if (fields.length === 0) return [];
  const excess = isCounted(after) ? quotaExcess(after.metadata.namespace, around) : '';
  const scaled = fields.some(({ field, after: now }) => field === 'spec.replicas' && now === 0) ? 'nothing of it runs any more' : '';
  return [
    {
      risk: 'capacity',
      weight: excess === '' ? (scaled === '' ? 1 : 5) : 9,
      summary: joined(excess, scaled, listed(fields.map(spokenAmount))),
      fields,
    },
  ];
};

/** Whether a quota of its own namespace is about it. What charts bring is not in dist. */
function isCounted(manifest: Manifest): boolean {
  return isLimit(manifest) || podSpecPath(manifest) !== undefined || typeOf(manifest) === '/PersistentVolumeClaim';
}

/** `kfm-api requests.cpu 100m → 200m`. */
function spokenAmount(change: FieldChange): string {
  const [, container, resource] = /\[name=([^\]]+)\]\.resources\.?(.*)$/.exec(change.field) ?? [];
  if (container !== undefined) return spoken(change, `${container} ${resource || 'resources'}`);
  return spoken({ ...change, field: change.field.replace(/^spec\./, '') });
}

const AMOUNT =
  /^spec\.(?:replicas|parallelism|completions|minReplicas|maxReplicas)$|\.resources(?=$|\.(?:requests|limits)(?=$|[.[]))|\.(?:priorityClassName|sizeLimit)$/;

function isAmount({ field }: FieldChange, after: Manifest): boolean {
  return (
    AMOUNT.test(field) ||
    (typeOf(after) === '/PersistentVolumeClaim' && field.startsWith('spec.resources')) ||
    /^spec\.source\.helm\..*\.(?:replicas|replicaCount|storage)$/.test(field)
  );
}

/** What a new workload runs and asks for, each pod. */
export function spokenWorkload(manifest: Manifest, around: Surroundings): string {
  const containers = listAt(podSpec(manifest), 'containers');
  const images = containers.map((container) => String(valueAt(container, 'image') ?? 'no image').replace(/@sha256:.*$/, ''));
  const requests = containers.flatMap((container) => {
    const amounts = entriesAt(container, 'resources.requests').map(([key, amount]) => `${key} ${String(amount)}`);
    return amounts.length === 0 ? [] : [`${nameOf(container)} asks for ${amounts.join(', ')}`];
  });
  const { least, most } = rolls(manifest) ? replicasOf(manifest, around) : { least: 1, most: 1 };
  const pods =
    typeOf(manifest) === 'apps/DaemonSet'
      ? 'a pod on every node'
      : least === most
        ? `${most} ${most === 1 ? 'pod' : 'pods'}`
        : `${least} to ${most} pods`;
  return joined(`${pods} of ${listed(images)}`, listed(requests), quotaExcess(manifest.metadata.namespace, around));
}
