import { quotas } from '../../envs/quotas';
import type { Side } from '../../lib/comparison/side';
import type { Environment } from '../../lib/environment';
import { render } from '../../lib/synthesis';
import type { Quota } from '../../lib/tenancy/trust-zone';

/** An environment of this project as its class renders it, whatever is locked. */
export function sideOf(environment: Environment): Side {
  const { name, traits, cluster, delivery, catalogue } = environment;
  return {
    name,
    traits,
    cluster,
    cadence: delivery.cadence,
    repository: delivery.repositoryIn(catalogue).url,
    components: environment.overrides(),
    quotas: Object.fromEntries(Object.entries(quotas[traits.size]).map(([namespace, quota]) => [namespace, hardOf(quota)])),
    secrets: environment.secrets(),
    objects: render(environment),
    behind: new Set(),
  };
}

/** A quota of envs/quotas.ts as a ResourceQuota has to write it. */
function hardOf({ cpu, cpuLimit, memory, pods, storage }: Quota): Readonly<Record<string, string>> {
  return {
    'requests.cpu': cpu,
    'limits.cpu': cpuLimit,
    'requests.memory': memory,
    'limits.memory': memory,
    pods: String(pods),
    ...(storage !== undefined && { 'requests.storage': storage }),
  };
}
