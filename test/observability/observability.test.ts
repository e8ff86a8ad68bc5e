import { DeliveryObservability } from '../../lib/observability/delivery';
import { Observability, type ObservabilityProps } from '../../lib/observability/observability';
import { serverAlerts, serverPanels } from '../../lib/observability/server-alerts';
import { Schemas } from '../../lib/schema/schemas';
import { FakeComponent, FakePlatform, find } from './fake-platform';
import { api, objectives } from './presets';

const schemas = new Schemas('1.34');
const props: ObservabilityProps = {
  port: 9090,
  alerts: serverAlerts(api),
  recordings: objectives.recordings,
  panels: serverPanels(api),
};

function watched(changes: Partial<ObservabilityProps> = {}): FakePlatform {
  const platform = new FakePlatform();
  new Observability(new FakeComponent(platform), { ...props, ...changes });
  return platform;
}

describe('a component that is watched', () => {
  test('is scraped under its own name, by labels that only its Services have', () => {
    expect(find(watched().manifests(), 'ServiceMonitor', 'kfm-api')).toMatchObject({
      metadata: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'kfm-api' } },
      spec: {
        jobLabel: 'app.kubernetes.io/name',
        namespaceSelector: { matchNames: ['kfm-api'] },
        selector: { matchLabels: { 'app.kubernetes.io/name': 'kfm-api', 'app.kubernetes.io/instance': 'kfm-api' } },
        endpoints: [{ port: 'metrics', interval: '30s', scrapeTimeout: '10s' }],
      },
    });
  });

  test('has its recordings and alerts in two groups, the alerts with the team of its labels', () => {
    const { groups } = find(watched().manifests(), 'PrometheusRule', 'kfm-api')['spec'] as {
      groups: { name: string; rules: { labels?: object; annotations?: object }[] }[];
    };

    expect(groups.map(({ name, rules }) => [name, rules.length])).toEqual([
      ['kfm-api.recordings', 14],
      ['kfm-api.alerts', 6],
    ]);
    expect(groups[1]?.rules[0]).toMatchObject({
      labels: { severity: 'critical', component: 'kfm-api', team: 'services' },
      annotations: { runbook_url: 'https://git.example.org/desired-state/blob/main/docs/runbooks/server.md#serverdown' },
    });
  });

  test('has no empty group of recordings', () => {
    const { groups } = find(watched({ recordings: [] }).manifests(), 'PrometheusRule', 'kfm-api')['spec'] as { groups: { name: string }[] };

    expect(groups.map(({ name }) => name)).toEqual(['kfm-api.alerts']);
  });

  test('has a dashboard where Grafana looks for one', () => {
    const { metadata, data } = find(watched().manifests(), 'ConfigMap', 'dashboard-kfm-api') as ReturnType<typeof find> & {
      data: Record<string, string>;
    };

    expect(metadata.labels).toMatchObject({ grafana_dashboard: '1', 'app.kubernetes.io/name': 'kfm-api' });
    expect(JSON.parse(data['kfm-api.json'] as string)).toMatchObject({
      uid: 'kfm-api',
      panels: props.panels.map(({ title }) => ({ title })),
    });
  });

  test('lets Prometheus in at the port of metrics, from a unit that its team cannot deploy to', () => {
    const platform = watched();
    const policies = platform.units.find(({ props: { folder } }) => folder === 'policies/kfm-api');

    expect(policies?.props.project).toBe('security');
    expect(policies?.toUnit().manifests.map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([
      ['monitoring', 'prometheus-to-kfm-api'],
      ['kfm-api', 'kfm-api-from-prometheus'],
    ]);
    expect(find(platform.manifests(), 'NetworkPolicy', 'kfm-api-from-prometheus')['spec']).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 9090 }],
        },
      ],
    });
  });

  test('is the same twice', () => {
    expect(JSON.stringify(watched().manifests())).toBe(JSON.stringify(watched().manifests()));
  });
});

describe('the delivery', () => {
  const platform = new FakePlatform();
  new DeliveryObservability(platform);

  test('is watched by one unit of the platform', () => {
    expect(platform.units.map(({ props: { folder, project } }) => [folder, project])).toEqual([['observability', 'platform']]);
    expect(platform.manifests().map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceMonitor argocd',
      'PrometheusRule delivery',
      'ConfigMap dashboard-delivery',
    ]);
  });

  test('is scraped where the argo-cd chart has its Services of metrics', () => {
    expect(find(platform.manifests(), 'ServiceMonitor', 'argocd')['spec']).toMatchObject({
      jobLabel: 'app.kubernetes.io/component',
      namespaceSelector: { matchNames: ['argocd'] },
      selector: { matchLabels: { 'app.kubernetes.io/name': 'argocd-metrics', 'app.kubernetes.io/part-of': 'argocd' } },
      endpoints: [{ port: 'http-metrics' }],
    });
  });
});

test('every object fits the schema of its kind', () => {
  const platform = watched();
  new DeliveryObservability(platform);

  for (const manifest of platform.manifests()) expect(schemas.judge(manifest)).toEqual({ status: 'judged', problems: [] });
});
