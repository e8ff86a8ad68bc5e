import { type Placement, scheduling } from '../tenancy/cluster';
import { type Resources, resourceRequirements } from '../workload/hardening';
import { type Difference, isEqual, isMapping, valueDifferences } from './difference';
import type { Exchange } from './exchange';
import { classOf, type Explain, type Side } from './side';

/** A line of the classes in which two environments say something else about a component. */
export interface Decision {
  readonly component: string;
  /** E.g. `replicas`, `configuration.LOG_LEVEL`. */
  readonly setting: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason: string;
}

/** Where the classes decide differently about a component that both have. */
export function decisionsOf(a: Side, b: Side): Decision[] {
  return [...a.components].flatMap(([component, before]) => {
    const after = b.components.get(component);
    if (after === undefined) return [];
    const [old, current] = [flat(before), flat(after)];
    return [...new Set([...old.keys(), ...current.keys()])]
      .filter((setting) => JSON.stringify(old.get(setting)) !== JSON.stringify(current.get(setting)))
      .map((setting) => {
        const values = { before: old.get(setting), after: current.get(setting) };
        return { component, setting, ...values, reason: `${classOf(b)}: ${component} ${setting} ${said(setting, values)}` };
      });
  });
}

const DAY = 24 * 3600;

/** The texts of releases, hosts and days that backups are kept, where both classes have one. */
export function decisionExchanges(decisions: readonly Decision[]): Exchange[] {
  return decisions.flatMap(({ component, setting, before, after, reason }): Exchange[] => {
    const exchange = (from: unknown, to: unknown): Exchange => ({ reason, from: String(from), to: String(to), component });
    if (before === undefined || after === undefined) return [];
    if (setting === 'release') return [exchange(imageTag(before), imageTag(after))];
    if (setting === 'host') return [exchange(before, after)];
    return setting === 'retention' ? [exchange(before, after), exchange(Number(before) * DAY, Number(after) * DAY)] : [];
  });
}

/** What decisions about replicas, resources, placement, flags and configuration do to fields, to the value. */
export function decisionsExplain(decisions: readonly Decision[], a: Side, b: Side): Explain<Difference> {
  const expected = decisions.flatMap((decision) => expectedOf(decision, a, b).map((one) => ({ ...one, decision })));
  return ({ component, object, field, before, after }) =>
    expected.find(
      (one) =>
        one.decision.component === component &&
        one.object.test(object) &&
        (field === one.field || (one.field !== '' && field.endsWith(`.${one.field}`))) &&
        (one.field === '' || (isEqual(before, one.before) && isEqual(after, one.after))),
    )?.decision.reason;
}

/** A change of one field, by the end of its path, in the objects of a kind; empty is the whole object. */
interface Expected {
  readonly object: RegExp;
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const PODS = /^(?:apps|batch)\//;

function expectedOf({ component, setting, before, after }: Decision, a: Side, b: Side): Expected[] {
  const [kind, key = ''] = setting.split(/\.(.*)/s);
  switch (kind) {
    case 'replicas':
      return replicas(component, before, after);
    case 'resources':
      return changed(PODS, `containers[name=${component}]`, { resources: required(before) }, { resources: required(after) });
    case 'placement':
      return changed(PODS, '', placed(before, a), placed(after, b));
    case 'flags':
      return variable(`FLAG_${key.toUpperCase().replaceAll('-', '_')}`, before, after);
    case 'configuration':
      return variable(key, before, after);
    default:
      return [];
  }
}

function replicas(component: string, before: unknown, after: unknown): Expected[] {
  const fixed = (scale: unknown): unknown => (typeof scale === 'number' ? scale : undefined);
  const range = (scale: unknown): object =>
    isMapping(scale) ? { minReplicas: scale.min, maxReplicas: scale.max, averageUtilization: scale.cpu ?? 70 } : {};
  const isRanged = (scale: unknown): boolean => isMapping(scale);
  const autoscaler = new RegExp(`^autoscaling/HorizontalPodAutoscaler/[^/]+/${component}$`);
  return [
    { object: new RegExp(`^apps/Deployment/[^/]+/${component}$`), field: 'spec.replicas', before: fixed(before), after: fixed(after) },
    ...(isRanged(before) && isRanged(after) ? changed(autoscaler, '', range(before), range(after)) : [{ object: autoscaler, field: '' }]),
  ];
}

function required(resources: unknown): object {
  return resources === undefined ? {} : resourceRequirements(resources as Resources);
}

function placed(placement: unknown, { cluster }: Side): object {
  return scheduling(cluster, placement as Placement | undefined, '');
}

function variable(name: string, before: unknown, after: unknown): Expected[] {
  const item = (value: unknown): unknown => (value === undefined ? undefined : { name, value: String(value) });
  const field = `env[name=${name}]`;
  if (before !== undefined && after !== undefined) {
    return [{ object: PODS, field: `${field}.value`, before: String(before), after: String(after) }];
  }
  return [{ object: PODS, field, before: item(before), after: item(after) }];
}

function changed(object: RegExp, parent: string, before: object, after: object): Expected[] {
  return valueDifferences(before, after, parent).map((difference) => ({ object, ...difference }));
}

/** Settings that hold one decision a key. */
const KEYED = ['flags', 'configuration'];
/** Settings that are wiring, or that are told by another table. */
const TOLD_ELSEWHERE = ['credentials', 'secrets', 'stores', 'api'];

function flat(overrides: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const entries = Object.entries(overrides)
    .filter(([setting, value]) => value !== undefined && !TOLD_ELSEWHERE.includes(setting))
    .flatMap(([setting, value]): [string, unknown][] =>
      KEYED.includes(setting) && isMapping(value)
        ? Object.entries(value).map(([key, own]) => [`${setting}.${key}`, own])
        : [[setting, value]],
    );
  return new Map(entries);
}

function imageTag(release: unknown): string | undefined {
  return isMapping(release) ? `${release.version}@${release.digest}` : undefined;
}

/** `1 → 2`; a release by its version. */
function said(setting: string, { before, after }: { readonly before: unknown; readonly after: unknown }): string {
  const one = (value: unknown): string => {
    if (value === undefined) return 'none';
    if (setting === 'release' && isMapping(value)) return String(value.version);
    if (setting === 'replicas' && isMapping(value)) return `${value.min} to ${value.max}`;
    return isMapping(value)
      ? Object.entries(value)
          .map(([key, own]) => `${key} ${own}`)
          .join(', ')
      : String(value);
  };
  const [from, to] = [one(before), one(after)];
  return from === to ? `${from}, another digest` : `${from} → ${to}`;
}
