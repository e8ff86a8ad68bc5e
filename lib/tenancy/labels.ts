import type { Labels } from '../manifest/manifest';
import type { StateClass, Tier } from './catalogue';
import type { DataClass } from './data-class';

/** Prefix of the labels that say what Kubernetes' recommended ones cannot. */
export const PLATFORM = 'platform.kfm.example.org';

/** Labels that Services, Deployments and network policies select by; they never change while the object lives. */
export function selectorLabels(component: string, instance: string = component): Labels {
  return { 'app.kubernetes.io/name': component, 'app.kubernetes.io/instance': instance };
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

/** The labels of an object that belongs to the platform and not to a component. */
export function platformLabels(partOf: string, name: string): Labels {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/managed-by': 'desired-state',
    'app.kubernetes.io/part-of': partOf,
    [`${PLATFORM}/team`]: 'platform',
    [`${PLATFORM}/tier`]: 'platform',
  };
}
