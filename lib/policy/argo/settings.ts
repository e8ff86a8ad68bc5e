import { textAt } from '../../manifest/fields';
import { fieldPath, isMapping, valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import { sourcesOf } from '../project/synced';
import type { Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { applicationsOf } from './application-view';

/** ConfigMaps that Argo CD is set up by, with the key of the values by which its chart makes them. */
const VALUES = { 'argocd-cm': 'cm', 'argocd-rbac-cm': 'rbac', 'argocd-cmd-params-cm': 'params' } as const;

/** The settings of one of Argo CD's ConfigMaps, wherever they are written. */
export interface Settings {
  readonly object: WorldObject;
  readonly values: ReadonlyMap<string, string>;
  /** Path of a setting in the object. */
  at(key: string): string;
}

/** Settings as a ConfigMap, and as values of the chart that makes one. */
export function settingsOf(world: World, name: keyof typeof VALUES): Settings[] {
  const isOurs = (object: WorldObject): boolean =>
    object.manifest.metadata.name === name && world.namespaceOf(object) === ARGO_CD_NAMESPACE;
  const maps = world.ofType('/ConfigMap').filter(isOurs);
  return [
    ...maps.map((object) => settings(object, 'data', valueAt(object.manifest, 'data'))),
    ...argoCdCharts(world).flatMap(({ object, values, at }) => {
      const path = `configs.${VALUES[name]}`;
      const own = valueAt(values, path);
      // The chart makes nothing of values that say so.
      return isMapping(own) && own.create !== false ? [settings(object, at(path), own)] : [];
    }),
  ];
}

function settings(object: WorldObject, path: string, values: unknown): Settings {
  const texts = isMapping(values) ? Object.entries(values) : [];
  return { object, values: new Map(texts.map(([key, value]) => [key, String(value)])), at: (key) => fieldPath(path, key) };
}

/** A source that installs Argo CD itself. */
export interface ArgoCdChart {
  readonly object: WorldObject;
  readonly field: string;
  readonly source: unknown;
  /** What the chart is told. */
  readonly values: unknown;
  /** Path of a value in the object. */
  at(path: string): string;
}

export function argoCdCharts(world: World): ArgoCdChart[] {
  return applicationsOf(world).flatMap(({ object, body, at }) =>
    sourcesOf(body).flatMap(({ field, value }) =>
      /(^|\/)argo-cd$/.test(textAt(value, 'chart') ?? '') ? [chart(object, at(field), value)] : [],
    ),
  );
}

function chart(object: WorldObject, field: string, source: unknown): ArgoCdChart {
  return { object, field, source, values: valueAt(source, 'helm.valuesObject'), at: (path) => `${field}.helm.valuesObject.${path}` };
}

/** A setting that weakens Argo CD unless it has one of some values. */
export interface Setting {
  readonly key: string;
  /** What Argo CD takes where the setting is absent. */
  readonly absent: string;
  readonly expected: readonly string[];
  readonly why: string;
}

/** The settings that do not have the values that they must have. */
export function* weakSettings({ object, values, at }: Settings, table: readonly Setting[]): Iterable<Violation> {
  for (const { key, absent, expected, why } of table) {
    const value = values.get(key);
    if (expected.includes(value ?? absent)) continue;
    const is = value === undefined ? `is absent, which means "${absent}"` : `is "${value}"`;
    yield { object, field: at(key), message: `${is}; expected "${expected[0]}": ${why}` };
  }
}
