import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../../lib/construct/kube-object';
import { UnitChart } from '../../lib/construct/unit-chart';
import type { Manifest } from '../../lib/manifest/manifest';
import { TestPlatform } from '../platform';

function chart(scope = new TestPlatform(), folder = 'workloads/a'): UnitChart {
  return new UnitChart(scope, { folder, component: 'a', project: 'services', namespace: 'kfm-api' });
}

function configMap(scope: UnitChart, name: string, data: object = { key: 'value' }): KubeObject {
  return new KubeObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kfm-api' }, data });
}

function waves(unit: UnitChart): Record<string, string | undefined> {
  return Object.fromEntries(
    unit.toUnit().manifests.map(({ metadata }) => [metadata.name, metadata.annotations?.['argocd.argoproj.io/sync-wave']]),
  );
}

describe('a unit', () => {
  test('holds its objects as they were written', () => {
    const unit = chart();
    configMap(unit, 'one', { b: '2', a: '1' });

    expect(unit.toUnit()).toEqual({
      folder: 'workloads/a',
      component: 'a',
      project: 'services',
      namespace: 'kfm-api',
      manifests: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'kfm-api' }, data: { b: '2', a: '1' } }],
    });
  });

  test('keeps fields that the typed API does not know, for the gates to judge', () => {
    const unit = chart();
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'x' },
      spec: { trafficDistribution: 'PreferClose', ports: [] },
    };
    new KubeObject(unit, 'Service', service);

    expect(unit.toUnit().manifests).toEqual([service]);
  });

  test('takes objects of stock cdk8s and cdk8s-plus beside its own', () => {
    const unit = chart();
    new kplus.ConfigMap(unit, 'stock', { metadata: { name: 'stock', namespace: 'kfm-api' }, data: { a: 'b' } });
    new ApiObject(unit, 'plain', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain', namespace: 'kfm-api' } });

    expect(unit.toUnit().manifests.map(({ kind, metadata }: Manifest) => [kind, metadata.name])).toEqual([
      ['ConfigMap', 'stock'],
      ['ConfigMap', 'plain'],
    ]);
  });

  test('refuses every field that would silently vanish, all at once, with their paths', () => {
    const unit = chart();
    configMap(unit, 'one', { nothing: undefined, nil: null, time: new Date(0), much: 10n, half: Number.NaN, nested: [{ odd: () => 1 }] });

    expect(() => unit.toUnit()).toThrow(
      [
        'workloads-a/one (ConfigMap): a manifest can hold plain JSON only',
        '  data.nothing is undefined; leave the field out or give it a value',
        '  data.nil is null; leave the field out or give it a value',
        '  data.time is an instance of Date, not plain JSON',
        '  data.much is a bigint, not plain JSON',
        '  data.half is NaN, which JSON cannot carry',
        '  data.nested[0].odd is a function, not plain JSON',
      ].join('\n'),
    );
  });
});

describe('a dependency', () => {
  test('inside a unit becomes a sync wave below that of the dependent', () => {
    const unit = chart();
    const [first, second, third] = ['first', 'second', 'third'].map((name) => configMap(unit, name)) as [
      KubeObject,
      KubeObject,
      KubeObject,
    ];
    configMap(unit, 'unrelated');
    third.addDependency(second);
    second.addDependency(first);

    expect(waves(unit)).toEqual({ first: '-2', second: '-1', third: undefined, unrelated: undefined });
  });

  test('of a whole construct is one of every object in it', () => {
    const unit = chart();
    const group = new Construct(unit, 'group');
    for (const name of ['one', 'two'])
      new KubeObject(group, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'x' } });
    group.node.addDependency(configMap(unit, 'first'));

    expect(waves(unit)).toEqual({ first: '-1', one: undefined, two: undefined });
  });

  test('in a circle is refused, with the circle', () => {
    const unit = chart();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => configMap(unit, name)) as [KubeObject, KubeObject, KubeObject];
    a.addDependency(b);
    b.addDependency(c);
    c.addDependency(a);

    expect(() => unit.toUnit()).toThrow(
      /its dependencies form a circle; remove one of them: (workloads-a\/[abc] -> ){3}workloads-a\/[abc]$/,
    );
  });

  test('on another unit is refused: Argo CD does not order Applications', () => {
    const scope = new TestPlatform();
    const unit = chart(scope);
    const one = configMap(unit, 'one');
    const other = configMap(chart(scope, 'workloads/b'), 'other');
    one.addDependency(other);

    expect(() => unit.toUnit()).toThrow(
      'workloads-a/one: depends on workloads-b/other, which another Application syncs, and Argo CD does not order Applications',
    );
  });
});
