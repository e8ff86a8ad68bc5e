import { Environment, KubeObject, type Manifest, synthesize, UnitChart, unknown } from '../lib';
import { TEST_CLUSTER, TEST_ENVIRONMENT } from './platform';

class Test extends Environment {
  constructor() {
    const onCall = unknown('the rota is not settled', 'release');
    super({ ...TEST_ENVIRONMENT, name: 'test', cluster: { ...TEST_CLUSTER, operations: { ...TEST_CLUSTER.operations, onCall } } });
  }
}

/** The page of an environment that holds some objects. */
function pageWith(...manifests: readonly Manifest[]): string {
  const scope = new Test();
  const unit = new UnitChart(scope, { folder: 'workloads/a', component: 'a', project: 'services', namespace: 'kfm-api' });
  for (const [at, manifest] of manifests.entries()) new KubeObject(unit, `${at}`, manifest);
  return `${synthesize(scope, { gates: [] }).files.get('README.md')}`;
}

function zone(name: string, tier: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'platform.kfm.example.org/tier': tier } } };
}

function pod(namespace: string, name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name } }, spec: { containers: [] } };
}

function policy(namespace: string, name: string, spec: Record<string, unknown>): Manifest {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

/** An API, a page and a database: the database lets both in, and the page may call nobody. */
const CLOSED = [
  zone('api', 'api'),
  zone('web', 'frontend'),
  zone('data', 'store'),
  pod('api', 'api'),
  pod('web', 'page'),
  pod('data', 'db'),
  policy('api', 'deny', { podSelector: {}, policyTypes: ['Ingress'] }),
  policy('web', 'deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  policy('data', 'open', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 5432 }] }] }),
];

const arrowsOf = (page: string): string[] => (page.match(/^ {2}n_\w+ \S+\|.*$/gm) ?? []).map((arrow) => arrow.trim());

describe('the page of an environment', () => {
  test('draws what may really connect, which takes both ends', () => {
    expect(arrowsOf(pageWith(...CLOSED))).toEqual(['n_api_pod_api ==>|"TCP 5432"| n_data_pod_db']);
  });

  test('draws in red what reaches a store around the API', () => {
    const page = pageWith(...CLOSED, policy('web', 'open', { podSelector: {}, egress: [{}] }));

    expect(arrowsOf(page)).toEqual(['n_api_pod_api ==>|"TCP 5432"| n_data_pod_db', 'n_web_pod_page --x|"TCP 5432"| n_data_pod_db']);
    expect(page).toContain('\n  linkStyle 1 stroke:#cf222e,color:#cf222e\n');
  });

  test('draws nothing that cannot be decided, and says where the reason is', () => {
    const page = pageWith(...CLOSED, {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'a', namespace: 'api' },
    });

    expect(page).not.toContain('```mermaid');
    expect(page).toContain('Not drawn: it cannot be decided who reaches whom; `npm run validate -- --env test` tells why.');
  });

  test.each([
    [17, '\\d{3} arrows'],
    [61, '61 workloads'],
  ])('draws no more than somebody could follow: of %i pods that are open to each other not %s', (count, what) => {
    const page = pageWith(...Array.from({ length: count }, (_, at) => pod('lab', `p${at}`)));

    expect(page).not.toContain('```mermaid');
    expect(page).toMatch(new RegExp(`Not drawn: ${what} are too many for a page; \`npm run --silent reach -- test --svg\` draws them\\.`));
  });
});

test('the page of an environment says which facts nobody has confirmed, and whom to ask', () => {
  const page = synthesize(new Test()).files.get('README.md');

  expect(page).toContain('| On call | unknown: the rota is not settled; ask release |');
});
