import { fieldPath, isMapping, ownValue, valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import { filledElsewhere } from '../wiring/elsewhere';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const admittingNamespace: Rule = {
  id: 'pod-security/namespace',
  title: 'Every namespace enforces, audits and warns by Pod Security restricted, of the version of the cluster',
  severity: 'error',
  rationale:
    'Without the labels the API server admits privileged pods, and without a version an upgrade decides what it admits (hardening 2, Namespace; Kubernetes: Pod Security Admission; bad input 47).',
  requirements: ['A6', 'A32'],
  fix: 'let lib/tenancy/trust-zone.ts make the namespace; give a chart that needs more one of its own, where no pod of ours runs',
  *check(world) {
    const ours = new Set(world.pods.flatMap(({ object, namespace }) => (object.unit === undefined ? [] : [namespace])));
    for (const object of world.ofType('/Namespace')) {
      if (object.unit === undefined) yield* unreadable(object);
      else yield* unsafe(object, isLeftToCharts(world, object, ours) ? 'privileged' : 'restricted', `v${world.kubernetes}`);
    }
  },
};

const MODES = ['enforce', 'audit', 'warn'] as const;

/** From the weakest on. */
const STANDARDS = ['privileged', 'baseline', 'restricted'];

/** What the API server takes for a version (k8s.io/pod-security-admission, ParseVersion). */
const VERSION = /^(latest|v1\.(0|[1-9][0-9]*))$/;

/** Whether all that runs in a namespace is what charts bring, who know themselves what they need. */
function isLeftToCharts(world: World, { manifest }: WorldObject, ours: ReadonlySet<string>): boolean {
  const { name } = manifest.metadata;
  return !Object.hasOwn(world.facts?.tiers ?? {}, name) && !ours.has(name) && filledElsewhere(world).has(name);
}

/** Of a Namespace of ours. What it audits and warns of is no less than what it enforces. */
function* unsafe(object: WorldObject, least: string, version: string): Iterable<Violation> {
  const weakest = STANDARDS.indexOf(least);
  const enforced = STANDARDS.indexOf(String(labelOf(object, 'enforce')));
  for (const mode of MODES) {
    const standards = STANDARDS.slice(mode === 'enforce' ? weakest : Math.max(weakest, enforced));
    yield* other(object, mode, standards);
    yield* other(object, `${mode}-version`, [version]);
  }
}

/** Of a Namespace of somebody else, who need not say anything. */
function* unreadable(object: WorldObject): Iterable<Violation> {
  for (const mode of MODES) {
    if (labelOf(object, mode) !== undefined) yield* other(object, mode, STANDARDS);
    const version = labelOf(object, `${mode}-version`);
    if (version !== undefined && !VERSION.test(String(version))) yield* other(object, `${mode}-version`, ['latest', 'v1.<minor>']);
  }
}

function* other(object: WorldObject, label: string, expected: readonly string[]): Iterable<Violation> {
  const value = labelOf(object, label);
  if (expected.some((one) => one === value)) return;
  const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  yield { object, field: fieldPath('metadata.labels', nameOf(label)), message: `${found}; expected ${expected.join(' or ')}` };
}

function labelOf({ manifest }: WorldObject, label: string): unknown {
  const labels = valueAt(manifest, 'metadata.labels');
  return isMapping(labels) ? ownValue(labels, nameOf(label)) : undefined;
}

function nameOf(label: string): string {
  return `pod-security.kubernetes.io/${label}`;
}
