import { emitYaml, KfmApi, KfmUi, Postgres, release, sealed } from '../../lib';
import { sealedFile, TestPlatform } from '../platform';

const RELEASE = release('1.2.3', `sha256:${'0'.repeat(64)}`);

function platform() {
  const scope = new TestPlatform();
  const postgres = new Postgres(scope, {
    credentials: sealed(sealedFile('platform-data', 'postgres-credentials', 'postgres-password', 'kfm-api-password')),
    resources: { cpu: '250m', cpuLimit: '1', memory: '512Mi' },
    storage: '10Gi',
  });
  const api = new KfmApi(scope, {
    release: RELEASE,
    replicas: 2,
    host: 'api.test.example.org',
    stores: { postgres },
    credentials: sealed(sealedFile('kfm-api', 'kfm-api-postgres', 'password')),
    configuration: { LOG_LEVEL: 'info' },
  });
  new KfmUi(scope, { release: RELEASE, replicas: 2, api });
  return scope;
}

describe('the base components render', () => {
  const scope = platform();

  test.each(['stores/postgres', 'workloads/kfm-api', 'policies/kfm-api', 'workloads/kfm-ui', 'policies/kfm-ui'])('%s', (folder) => {
    expect(scope.manifests(folder).map(emitYaml).join('---\n')).toMatchSnapshot();
  });
});

describe('a component', () => {
  test('that the store does not name as a caller cannot have an edge to it', () => {
    const scope = new TestPlatform();
    const credentials = sealed(sealedFile('platform-data', 'c', 'postgres-password', 'kfm-api-password'));
    const postgres = new Postgres(scope, { credentials, resources: { cpu: '1', cpuLimit: '1', memory: '1Gi' }, storage: '1Gi' });
    const ui = { name: 'kfm-ui', node: { path: 'kfm-ui' } } as KfmUi;

    expect(() => postgres.endpointFor(ui)).toThrow(
      'kfm-ui: kfm-ui may not connect to the store postgres; its declared callers are kfm-api. If it should, add it to stores.postgres.callers in envs/catalogue.ts',
    );
  });

  test('refuses a setting that it sets itself, and does not care for the order of the others', () => {
    const render = (configuration: Record<string, string>) => {
      const scope = new TestPlatform();
      const api = { url: 'http://api', endpoint: { name: 'kfm-api', namespace: 'kfm-api', labels: {} }, port: 8080 } as KfmApi;
      new KfmUi(scope, { release: RELEASE, replicas: 1, api, configuration });
      return scope.manifests('workloads/kfm-ui').map(emitYaml);
    };

    expect(() => render({ KFM_API_URL: 'x' })).toThrow('kfm-ui: the configuration sets KFM_API_URL, which the component sets itself');
    expect(render({ A: '1', B: '2' })).toEqual(render({ B: '2', A: '1' }));
  });

  test('without a host is not exposed', () => {
    expect(
      platform()
        .manifests('workloads/kfm-ui')
        .map(({ kind }) => kind),
    ).not.toContain('HTTPRoute');
    expect(
      platform()
        .manifests('policies/kfm-ui')
        .map(({ metadata }) => metadata.name),
    ).not.toContain('kfm-ui-from-gateway');
  });

  test('that needs a key which its secret does not have is refused', () => {
    const scope = new TestPlatform();

    expect(
      () =>
        new Postgres(scope, {
          credentials: sealed(sealedFile('platform-data', 'c', 'other')),
          resources: { cpu: '1', cpuLimit: '1', memory: '1Gi' },
          storage: '1Gi',
        }),
    ).toThrow('the secret platform-data/c has the keys other but not postgres-password, kfm-api-password; seal it again');
  });

  test('that uses a secret of another namespace is refused', () => {
    const scope = new TestPlatform();

    expect(
      () =>
        new Postgres(scope, {
          credentials: sealed(sealedFile('kfm-api', 'c', 'postgres-password')),
          resources: { cpu: '1', cpuLimit: '1', memory: '1Gi' },
          storage: '1Gi',
        }),
    ).toThrow('is sealed for the namespace kfm-api but used in platform-data');
  });
});
