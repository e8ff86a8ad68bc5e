import type { Labels } from '../manifest/manifest';
import type { StateClass, Tier } from './catalogue';
import type { DataClass } from './data-class';

/** Prefix of the labels that say what Kubernetes' recommended ones cannot. */
export const PLATFORM = 'platform.kfm.example.org';

/** Labels that Services, Deployments and network policies select by; they never change while the object lives. */
export function selectorLabels(component: string): Labels {
  return { 'app.kubernetes.io/name': component, 'app.kubernetes.io/instance': component };
}

export interface Standing {
  readonly component: string;
  readonly partOf: string;
  readonly team: string;
  readonly tier: Tier;
  readonly state: StateClass | 'stateless';
  readonly data: DataClass;
}

/** The labels of every object of a component. */
export function standardLabels({ component, partOf, team, tier, state, data }: Standing): Labels {
  return {
    ...selectorLabels(component),
    'app.kubernetes.io/component': tier,
    'app.kubernetes.io/part-of': partOf,
    'app.kubernetes.io/managed-by': 'desired-state',
    [`${PLATFORM}/team`]: team,
    [`${PLATFORM}/tier`]: tier,
    [`${PLATFORM}/state`]: state,
    [`${PLATFORM}/data-class`]: data,
  };
}
