import { Environment, KubeObject, synthesize, UnitChart, unknown } from '../lib';
import { TEST_CLUSTER, TEST_ENVIRONMENT } from './platform';

class Test extends Environment {
  constructor() {
    const onCall = unknown('the rota is not settled', 'release');
    super({ ...TEST_ENVIRONMENT, name: 'test', cluster: { ...TEST_CLUSTER, operations: { ...TEST_CLUSTER.operations, onCall } } });
  }
}

test('the page of an environment hides no opening of a network policy', () => {
  const scope = new Test();
  const unit = new UnitChart(scope, { folder: 'policies/a', component: 'a', project: 'security', namespace: 'kfm-api' });
  const pinned = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
    podSelector: { matchLabels: { app: 'proxy' } },
  };
  const from = [{ ipBlock: { cidr: '10.0.0.0/8' } }, { namespaceSelector: {} }, { podSelector: {} }, pinned];
  new KubeObject(unit, 'Policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a', namespace: 'kfm-api' },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}, { from, ports: [{ protocol: 'TCP', port: 1 }] }] },
  });

  const arrows = synthesize(scope)
    .files.get('README.md')
    ?.match(/^ {2}\S+ -->.*$/gm);

  expect(arrows?.filter((arrow) => !arrow.includes('argocd__'))).toEqual([
    '  anywhere__10_0_0_0_8 -->|TCP 1| kfm_api__all_pods',
    '  anywhere__anyone -->|all ports| kfm_api__all_pods',
    '  edge__proxy -->|TCP 1| kfm_api__all_pods',
    '  kfm_api__all_pods -->|TCP 1| kfm_api__all_pods',
    '  several_namespaces__all_pods -->|TCP 1| kfm_api__all_pods',
  ]);
});

test('the page of an environment says which facts nobody has confirmed, and whom to ask', () => {
  const page = synthesize(new Test()).files.get('README.md');

  expect(page).toContain('| On call | unknown: the rota is not settled; ask release |');
});
