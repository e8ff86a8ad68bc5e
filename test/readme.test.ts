import { argo, DataClass, Environment, KubeObject, Sync, synthesize, UnitChart } from '../lib';
import { TestPlatform } from './platform';

const { catalogue, cluster } = new TestPlatform();
const QUOTA = { cpu: '1', cpuLimit: '2', memory: '1Gi', pods: 5 };

class Test extends Environment {
  constructor() {
    const quotas = { 'kfm-api': QUOTA, 'kfm-web': QUOTA, 'platform-data': QUOTA };
    super({
      name: 'test',
      catalogue,
      cluster,
      delivery: argo({ sync: Sync.automated(), cascade: false }),
      data: DataClass.synthetic,
      quotas,
    });
  }
}

test('the page of an environment hides no opening of a network policy', () => {
  const scope = new Test();
  const unit = new UnitChart(scope, { folder: 'policies/a', component: 'a', project: 'security', namespace: 'kfm-api' });
  const from = [{ ipBlock: { cidr: '10.0.0.0/8' } }, { namespaceSelector: {} }, { podSelector: {} }];
  new KubeObject(unit, 'Policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a', namespace: 'kfm-api' },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}, { from, ports: [{ protocol: 'TCP', port: 1 }] }] },
  });

  const arrows = synthesize(scope)
    .files.get('README.md')
    ?.match(/^ {2}\S+ -->.*$/gm);

  expect(arrows).toEqual([
    '  anywhere__10_0_0_0_8 -->|TCP 1| kfm_api__all_pods',
    '  anywhere__anyone -->|all ports| kfm_api__all_pods',
    '  kfm_api__all_pods -->|TCP 1| kfm_api__all_pods',
    '  several_namespaces__all_pods -->|TCP 1| kfm_api__all_pods',
  ]);
});
