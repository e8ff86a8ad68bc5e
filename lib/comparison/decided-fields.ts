import { fieldPath, isMapping } from '../manifest/manifest';
import { type Placement, scheduling } from '../tenancy/cluster';
import { type Resources, resourceRequirements } from '../workload/hardening';
import type { Decision } from './decision';
import { type Difference, isEqual, valueDifferences } from './difference';
import type { Explain, Side } from './side';

/** What decisions about replicas, resources, placement, flags and configuration do to fields, to the value. */
export function decisionsExplain(decisions: readonly Decision[], a: Side, b: Side): Explain<Difference> {
  const expected = decisions.flatMap((decision) => expectedOf(decision, a, b).map((one) => ({ ...one, decision })));
  return ({ component, object, field, before, after }) =>
    expected.find(
      (one) =>
        one.decision.component === component &&
        one.object.test(object) &&
        (field === one.field || (one.field !== '' && field.endsWith(`.${one.field}`))) &&
        (one.field === '' ? (before === undefined) === one.isOnlyAfter : holds(one, before, after)),
    )?.decision.reason;
}

function holds(expected: Expected, before: unknown, after: unknown): boolean {
  const { undecided } = expected;
  return (undecided === 'before' || isEqual(before, expected.before)) && (undecided === 'after' || isEqual(after, expected.after));
}

/** A change of one field, by the end of its path, in the objects of a kind; empty is the whole object. */
interface Expected {
  readonly object: RegExp;
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Of a whole object: whether the second environment is the one that has it. */
  readonly isOnlyAfter?: boolean;
  /** The side on which the class leaves it to the component, whose own value is not known here. */
  readonly undecided?: 'before' | 'after';
}

const PODS = /^(?:apps|batch)\//;

function expectedOf({ component, setting, before, after }: Decision, a: Side, b: Side): Expected[] {
  const [kind, key = ''] = setting.split(/\.(.*)/s);
  switch (kind) {
    case 'replicas':
      return replicas(component, before, after);
    case 'resources':
      return resources(before as Resources | undefined, after as Resources | undefined);
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
    ...(isRanged(before) && isRanged(after)
      ? changed(autoscaler, '', range(before), range(after))
      : [{ object: autoscaler, field: '', isOnlyAfter: isRanged(after) }]),
  ];
}

/** Of every program of the component: its own, a migration, what runs by the clock. */
function resources(before: Resources | undefined, after: Resources | undefined): Expected[] {
  const [was, is] = [before, after].map((one) => one && { resources: resourceRequirements(one) });
  if (was !== undefined && is !== undefined) return changed(PODS, '', was, is);
  const amounts = Object.entries((was ?? is)?.resources ?? {}) as [string, object][];
  return amounts.flatMap(([kind, own]) =>
    Object.entries(own).map(([resource, amount]): Expected => {
      const field = fieldPath(`resources.${kind}`, resource);
      return {
        object: PODS,
        field,
        ...(was === undefined ? { after: amount, undecided: 'before' } : { before: amount, undecided: 'after' }),
      };
    }),
  );
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
