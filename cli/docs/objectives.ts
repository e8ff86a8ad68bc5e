import { type Manifest, readManifests } from '../../lib';
import { unreadObjective } from './messages';

/** What a component promises over thirty days, as its alerts have it. */
export interface Objective {
  readonly component: string;
  /** e.g. "availability". */
  readonly of: string;
  /** e.g. "99.9 % of requests succeed". */
  readonly promise: string;
}

/** The objectives in the text of PrometheusRules. @throws an alert on a budget that does not say of what */
export function objectivesIn(text: string, file: string): Objective[] {
  return readManifests(text).manifests.flatMap((manifest) => alertsOf(manifest).flatMap((alert) => objectiveOf(alert, file)));
}

interface AlertText {
  readonly alert?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function alertsOf({ kind, spec }: Manifest & { spec?: unknown }): AlertText[] {
  if (kind !== 'PrometheusRule') return [];
  const { groups = [] } = spec as { groups?: { rules: AlertText[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

function objectiveOf({ alert = '', labels = {}, annotations = {} }: AlertText, file: string): Objective[] {
  const of = /^(\w+)BudgetBurnsFast$/.exec(alert)?.[1];
  if (of === undefined) return [];
  const said = / are (.+?); over 30 days \{\{ ([\d.]+) \|/.exec(annotations.description ?? '');
  if (said === null || labels.component === undefined) throw unreadObjective(file, alert);
  const good = Number(((1 - Number(said[2])) * 100).toPrecision(6));
  return [
    {
      component: labels.component,
      of: of.toLowerCase(),
      promise: `${good} % of requests ${said[1] === 'failed' ? 'succeed' : `are not ${said[1]}`}`,
    },
  ];
}
