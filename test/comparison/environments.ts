import { quotas } from '../../envs/quotas';
import { type Environment, render, type Side } from '../../lib';

/** An environment of this project as its class renders it, whatever is locked. */
export function sideOf(environment: Environment): Side {
  const { name, traits, cluster, delivery } = environment;
  return {
    name,
    traits,
    cluster,
    cadence: delivery.cadence,
    components: environment.overrides(),
    quotas: quotas[traits.size],
    secrets: environment.secrets(),
    objects: render(environment),
    behind: new Set(),
  };
}
