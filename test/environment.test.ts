import { ApiObject, Chart } from 'cdk8s';
import { makeEnvironment } from '../cli/environments';
import { Environment, type EnvironmentProps, KubeObject, mock, Secret, sops, UnitChart, unknown } from '../lib';
import { TEST_CLUSTER, TEST_ENVIRONMENT } from './platform';

const props = { ...TEST_ENVIRONMENT, name: 'test' };

class Test extends Environment {
  constructor(changes: Partial<EnvironmentProps> = {}) {
    super({ ...props, ...changes });
  }
}

describe('an environment', () => {
  test('holds a trust zone for each namespace of the catalogue, and what people may do in them', () => {
    expect(new Test().units().map(({ folder, component, project }) => [folder, component, project])).toEqual([
      ['namespaces/kfm-api', 'namespace-kfm-api', 'platform'],
      ['namespaces/kfm-web', 'namespace-kfm-web', 'platform'],
      ['namespaces/kfm-pipelines', 'namespace-kfm-pipelines', 'platform'],
      ['namespaces/platform-data', 'namespace-platform-data', 'platform'],
      ['rbac', 'rbac', 'security'],
      ['policies/admission', 'admission', 'platform'],
    ]);
  });

  test('without a quota for a namespace is refused', () => {
    expect(() => new Test({ quotas: {} })).toThrow(
      'envs/test/index.ts: the namespace "kfm-api" has no quota; add it to the quotas of the class',
    );
  });

  test.each(['rehearsal', 'production'] as const)('for %s runs no stand-ins', (purpose) => {
    expect(() => new Test({ programs: 'stand-ins', purpose })).toThrow(
      `envs/test/index.ts: programs are stand-ins, which only development may run; this is ${purpose}: leave "programs" out`,
    );
  });

  test('knows every secret that something refers to, and which facts nobody has confirmed', () => {
    const operations = { ...TEST_CLUSTER.operations, onCall: unknown('nobody has said', 'platform-sre') };
    const environment = new Test({ cluster: { ...TEST_CLUSTER, operations, backup: unknown('no bucket yet', 'platform-sre') } });
    const unit = new UnitChart(environment, { folder: 'workloads/a', component: 'a', project: 'services', namespace: 'kfm-api' });
    const secret = mock('kfm-api', 'a', 'key');
    new Secret(unit, 'Secret', { secret, traits: environment.traits, namespace: 'kfm-api', keys: ['key'], labels: {} });

    expect(environment.secrets().map(({ name }) => name)).toEqual(['a', 'argocd-notifications-secret']);
    expect(environment.unknowns().map(({ field, unknown: fact }) => `${field}: ${fact}`)).toEqual([
      'onCall: unknown: nobody has said; ask platform-sre',
      'backup: unknown: no bucket yet; ask platform-sre',
    ]);
  });

  test('whose engine does not decrypt SOPS takes no secret that is encrypted by it', () => {
    const environment = new Test();
    const unit = new UnitChart(environment, { folder: 'workloads/a', component: 'a', project: 'services', namespace: 'kfm-api' });
    const secret = sops({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a', namespace: 'kfm-api' },
      stringData: { key: 'ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]' },
      sops: { mac: 'ENC[AES256_GCM,data:eA==]' },
    });
    new Secret(unit, 'Secret', { secret, traits: environment.traits, namespace: 'kfm-api', keys: ['key'], labels: {} });

    expect(() => environment.units()).toThrow('the secret kfm-api/a is encrypted by SOPS, which Argo CD does not decrypt');
  });

  test('does not write by cdk8s, which knows no gates', () => {
    expect(() => new Test().synth()).toThrow('test: App.synth() would write without any gate; run "npm run synth -- --env test"');
  });
});

describe('nothing vanishes from an environment', () => {
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'kfm-api' } };
  const unitOf = (scope: Environment, folder: string) =>
    new UnitChart(scope, { folder, component: 'a', project: 'services', namespace: 'kfm-api' });

  test.each<[string, (scope: Environment) => void, string]>([
    [
      'an object outside every unit',
      (scope) => new KubeObject(scope, 'stray', configMap),
      'stray: the object is in no unit, so nothing would deliver it',
    ],
    [
      'a stock object outside every unit',
      (scope) => new ApiObject(new Chart(scope, 'c'), 'stray', configMap),
      'c/stray: the object is in no unit',
    ],
    ['an empty unit', (scope) => unitOf(scope, 'workloads/a'), 'workloads-a: the unit workloads/a holds no object'],
    [
      'a dependency between units',
      (scope) => {
        const [a, b] = [unitOf(scope, 'workloads/a'), unitOf(scope, 'workloads/b')];
        for (const unit of [a, b]) new KubeObject(unit, 'one', configMap);
        a.addDependency(b);
      },
      'workloads-a: depends on workloads-b/one, which another Application syncs',
    ],
    [
      'an object without a name',
      (scope) => new KubeObject(unitOf(scope, 'workloads/a'), 'one', { ...configMap, metadata: {} as { name: string } }),
      'has no metadata.name',
    ],
  ])('%s is refused', (_, make, message) => {
    const scope = new Test();
    make(scope);

    expect(() => scope.units()).toThrow(message);
  });

  test('a cluster of a version without schemas is refused', () => {
    expect(() => new Test({ cluster: { ...TEST_CLUSTER, kubernetes: '1.99' } })).toThrow(
      'envs/clusters.ts: test has kubernetes "1.99", which there are no schemas for',
    );
  });
});

describe('what is no environment class', () => {
  class Other {}
  class Throws extends Environment {
    constructor() {
      super(props);
      throw new Error('no such thing');
    }
  }

  test.each<[string, new () => unknown, string]>([
    ['another base class', Other, 'envs/test/index.ts: Other does not extend Environment; expected a class that extends Environment'],
    ['a constructor that throws', Throws, 'envs/test/index.ts: new Throws() failed: no such thing'],
  ])('%s is refused by name', (_, Class, message) => {
    expect(() => makeEnvironment('test', Class)).toThrow(message);
  });

  test('a class that calls itself otherwise than its folder is refused', () => {
    expect(() => makeEnvironment('stage', Test as new () => unknown)).toThrow('envs/stage/index.ts: Test calls itself "test"');
  });
});
