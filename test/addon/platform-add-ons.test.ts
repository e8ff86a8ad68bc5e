import { type Cluster, Edge, type Manifest, mock, platformAddOns, type Traits, UnitChart, valueAt } from '../../lib';
import { TestPlatform } from '../platform';

const SECRETS = {
  'grafana-admin': mock('monitoring', 'grafana-admin', 'admin-user', 'admin-password'),
  'alert-receiver': mock('monitoring', 'alert-receiver', 'url'),
};
const ACME = { acme: 'https://acme.example.org', email: 'a@example.org', nameserver: 'ns.example.org:53', keyName: 'test' };
const LOGS = { endpoint: 'https://logs.example.org', ranges: ['192.0.2.16/28'] };

function platform(cluster: Partial<Cluster> = {}, traits: Partial<Traits> = {}) {
  const scope = new TestPlatform({ cluster, traits });
  platformAddOns(scope, { secrets: { ...SECRETS, nameserver: mock('cert-manager', 'nameserver', 'tsig-secret') } });
  return scope;
}

function charts(scope: TestPlatform): Record<string, NonNullable<UnitChart['props']['chart']>> {
  const units = scope.node.findAll().filter((construct): construct is UnitChart => construct instanceof UnitChart);
  return Object.fromEntries(units.flatMap(({ props }) => (props.chart === undefined ? [] : [[props.chart.release, props.chart]])));
}

function find(scope: TestPlatform, kind: string, name: string): Manifest | undefined {
  return scope.manifests().find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
}

describe('the add-ons', () => {
  test('are those that the cluster does not bring', () => {
    const bare = platform({ brings: [], logs: LOGS });
    const rich = platform({ brings: ['storage-class', 'metrics-server'] });

    expect(Object.keys(charts(bare)).sort()).toEqual([
      'argocd',
      'cert-manager',
      'edge',
      'logging',
      'metrics-server',
      'monitoring',
      'sealed-secrets',
    ]);
    expect(Object.keys(charts(rich)).sort()).toEqual(['argocd', 'cert-manager', 'edge', 'monitoring', 'sealed-secrets']);
    expect(find(bare, 'StorageClass', 'standard')).toMatchObject({ provisioner: 'example.org/disk', reclaimPolicy: 'Retain' });
    expect(find(bare, 'StorageClass', 'scratch')).toMatchObject({ provisioner: 'example.org/disk', reclaimPolicy: 'Delete' });
    expect(find(rich, 'StorageClass', 'standard')).toBeUndefined();
  });

  test('leave the edge to OpenShift where hosts are Routes', () => {
    const scope = platform({ edge: Edge.route() });

    expect(Object.keys(charts(scope))).not.toContain('edge');
    expect(find(scope, 'Gateway', 'edge')).toBeUndefined();
  });

  test('are one program where a node may take them down, and several where none may', () => {
    const replicas = (highlyAvailable: boolean) => {
      const all = charts(platform({ brings: [] }, { highlyAvailable }));
      return [
        valueAt(all['cert-manager']?.values, 'replicaCount'),
        valueAt(all.edge?.values, 'deployment.replicas'),
        valueAt(all['metrics-server']?.values, 'replicas'),
        valueAt(all.monitoring?.values, 'prometheus.prometheusSpec.replicas'),
        valueAt(all.argocd?.values, 'repoServer.replicas'),
        valueAt(all.argocd?.values, 'redis-ha.enabled'),
      ];
    };

    expect(replicas(false)).toEqual([1, 1, 1, 1, 1, false]);
    expect(replicas(true)).toEqual([2, 3, 2, 2, 2, true]);
  });

  test('remember metrics longer in a larger environment', () => {
    const retention = (size: Traits['size']) =>
      valueAt(charts(platform({}, { size })).monitoring?.values, 'prometheus.prometheusSpec.retention');

    expect([retention('small'), retention('medium'), retention('large')]).toEqual(['2d', '10d', '30d']);
  });

  test('say for each container that they size how much it may write outside volumes', () => {
    for (const { values } of Object.values(charts(platform({ brings: [], logs: LOGS })))) {
      const sized = JSON.stringify(values).match(/"requests":\{"cpu"[^}]*\}/g) ?? [];
      expect(sized.length).toBeGreaterThan(0);
      for (const requests of sized) expect(requests).toContain('"ephemeral-storage"');
    }
  });

  test('tell every receiver that alerts are sent to, the heartbeat too', () => {
    const config = valueAt(charts(platform()).monitoring?.values, 'alertmanager.config');
    const routes = [valueAt(config, 'route'), ...(valueAt(config, 'route.routes') as object[])];
    const receivers = (valueAt(config, 'receivers') as { name: string }[]).map(({ name }) => name);

    for (const route of routes) expect(receivers).toContain(valueAt(route, 'receiver'));
    expect(receivers).toContain('null');
  });

  test('give a budget one bound', () => {
    const values = JSON.stringify(Object.values(charts(platform({ brings: [] }, { highlyAvailable: true }))).map((chart) => chart.values));
    const budgets = values.match(/\{"enabled":true,"m[^}]*Unavailable[^}]*\}/g) ?? [];

    expect(budgets.length).toBeGreaterThan(5);
    for (const each of budgets) {
      const { minAvailable, maxUnavailable } = JSON.parse(each) as Record<string, unknown>;
      expect([minAvailable, maxUnavailable].filter((bound) => bound !== undefined && bound !== '')).toHaveLength(1);
    }
  });

  test('read logs on every node, and read them anew when the routing changes', () => {
    const logging = (endpoint: string) => charts(platform({ logs: { ...LOGS, endpoint } })).logging?.values;

    expect(valueAt(logging('https://a.example.org'), 'tolerations')).toEqual([{ operator: 'Exists' }]);
    expect(valueAt(logging('https://a.example.org'), 'podAnnotations')).not.toEqual(
      valueAt(logging('https://b.example.org'), 'podAnnotations'),
    );
  });

  test('take the certificates of kubelets as the cluster has them', () => {
    const args = (kubelets: Cluster['kubelets']) => valueAt(charts(platform({ brings: [], kubelets }))['metrics-server']?.values, 'args');

    expect([args('signed'), args('self-signed')]).toEqual([[], ['--kubelet-insecure-tls']]);
  });

  test('hold no secret among their values', () => {
    for (const { values } of Object.values(charts(platform({ brings: [], logs: LOGS })))) {
      expect(JSON.stringify(values)).not.toMatch(/"(adminPassword|password|token|apiKey|api_url)":"[^"]+"/);
    }
  });
});

describe('Argo CD', () => {
  test('manages itself without ever pruning itself, and makes none of the objects that the bootstrap holds', () => {
    const { argocd } = charts(platform());

    expect(argocd).toMatchObject({ keep: true, version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(argocd?.values).toMatchObject({
      crds: { install: true, keep: true },
      global: { networkPolicy: { create: false } },
      configs: { cm: { create: false }, rbac: { create: false }, params: { create: false } },
      notifications: { cm: { create: false }, secret: { create: false } },
    });
  });
});

describe('the edge', () => {
  test.each<[Traits['audience'], object[], unknown]>([
    ['internal', [{ ipBlock: { cidr: '10.3.0.0/24' } }], ['10.3.0.0/24']],
    [
      'public',
      [
        { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/24', '10.1.0.0/16', '10.2.0.0/16'] } },
        { ipBlock: { cidr: '::/0', except: [] } },
      ],
      undefined,
    ],
  ])('is open to an audience that is %s', (audience, from, ranges) => {
    const scope = platform({}, { audience });

    expect(valueAt(find(scope, 'NetworkPolicy', 'edge-from-clients'), 'spec.ingress')).toEqual([
      {
        from,
        ports: [
          { protocol: 'TCP', port: 8000 },
          { protocol: 'TCP', port: 8443 },
        ],
      },
    ]);
    expect(valueAt(charts(scope).edge?.values, 'service.spec.loadBalancerSourceRanges')).toEqual(ranges);
  });

  test('takes routes of frontends and APIs only, by TLS, and sends plain HTTP there', () => {
    const scope = platform();
    const listeners = valueAt(find(scope, 'Gateway', 'edge'), 'spec.listeners') as {
      name: string;
      protocol: string;
      allowedRoutes: object;
    }[];

    expect(listeners.map(({ name, protocol }) => [name, protocol])).toEqual([
      ['plain', 'HTTP'],
      ['domain', 'HTTPS'],
      ['hosts', 'HTTPS'],
    ]);
    for (const { allowedRoutes } of listeners.slice(1)) {
      expect(valueAt(allowedRoutes, 'namespaces.selector.matchExpressions')).toEqual([
        { key: 'platform.kfm.example.org/tier', operator: 'In', values: ['api', 'frontend'] },
      ]);
    }
    expect(find(scope, 'HTTPRoute', 'redirect-to-https')?.spec).toMatchObject({ parentRefs: [{ name: 'edge', sectionName: 'plain' }] });
    expect(find(scope, 'Certificate', 'hosts')?.spec).toMatchObject({ dnsNames: ['test.example.org', '*.test.example.org'] });
  });
});

describe('certificates', () => {
  test('of hosts are signed by the cluster itself, or by an authority that asks the name server', () => {
    const own = platform();
    const acme = platform({ certificates: ACME });

    expect(find(own, 'ClusterIssuer', 'hosts')?.spec).toEqual({ ca: { secretName: 'internal-ca' } });
    expect(find(acme, 'ClusterIssuer', 'hosts')?.spec).toMatchObject({
      acme: { server: ACME.acme, solvers: [{ dns01: { rfc2136: { tsigSecretSecretRef: { name: 'nameserver', key: 'tsig-secret' } } } }] },
    });
    expect(find(own, 'NetworkPolicy', 'cert-manager-to-authority')).toBeUndefined();
    expect(find(acme, 'NetworkPolicy', 'cert-manager-to-authority')).toBeDefined();
  });

  test('cannot be asked of a name server that nobody may ask', () => {
    expect(() => platformAddOns(new TestPlatform({ cluster: { certificates: ACME } }), { secrets: SECRETS })).toThrow(
      'add-on-cert-manager: test has its hosts signed by an authority that asks a name server, and nobody may ask it',
    );
  });

  test('inside the cluster come from one root that only cert-manager holds', () => {
    const scope = platform();

    expect(find(scope, 'Certificate', 'internal-ca')?.spec).toMatchObject({ isCA: true, issuerRef: { name: 'internal-root' } });
    expect(find(scope, 'ClusterIssuer', 'internal')?.spec).toEqual({ ca: { secretName: 'internal-ca' } });
  });
});
