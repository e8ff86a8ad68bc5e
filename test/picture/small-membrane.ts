import { TIER } from '../../lib/manifest/tier';
import { Membrane } from '../../lib/picture/membrane';
import type { ClusterRanges, ReachObject } from '../../lib/reach/reach-world';
import { Reachability } from '../../lib/reach/reachability';
import { allow, deny, inNamespace, namespace, object, pod, pods, policy } from '../reach/small-world';

/** A namespace with what it is for. */
export function zone(name: string, tier: string): ReachObject {
  return namespace(name, { [TIER]: tier });
}

/** An Application of Argo CD for a chart. */
export function chart(name: string, place: string): ReachObject {
  return object('argoproj.io/v1alpha1', 'Application', `argocd/${name}`, {
    spec: { source: { chart: name }, destination: { namespace: place } },
  });
}

/** A Gateway, the route of a host to a Service of the same name, and the Service. */
export function gateway(place: string, to: string): ReachObject[] {
  const [gatewayNamespace = '', gatewayName = ''] = place.split('/');
  const [, app = ''] = to.split('/');
  return [
    object('gateway.networking.k8s.io/v1', 'Gateway', place),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', to, {
      spec: {
        parentRefs: [{ name: gatewayName, namespace: gatewayNamespace }],
        rules: [{ backendRefs: [{ name: app, port: 80 }] }],
      },
    }),
    object('v1', 'Service', to, { spec: { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] } }),
  ];
}

export function membraneOf(objects: readonly ReachObject[], ranges: ClusterRanges = { pods: [], services: [], nodes: [] }): Membrane {
  return new Membrane(new Reachability({ objects, ranges }), objects);
}

const from = (zoneName: string, app: string): Record<string, unknown> => ({ ...inNamespace(zoneName), ...pods(app) });
const port = (number: number) => [{ port: number }];

/** A platform as small as one can be: a proxy that a chart brings, a page, an API with its job, a database that is backed up and watched. */
export const PLATFORM: readonly ReachObject[] = [
  ...['edge', 'mon'].map((name) => zone(name, 'platform')),
  zone('web', 'frontend'),
  zone('api', 'api'),
  zone('data', 'store'),
  ...['edge', 'mon', 'web', 'api', 'data'].map((name) => deny(name, 'Ingress')),
  chart('proxy', 'edge'),
  chart('watcher', 'mon'),
  ...gateway('edge/front', 'web/page'),
  pod('web/page'),
  pod('api/api'),
  pod('data/db', undefined, { ports: { sql: 5432, metrics: 9187 } }),
  object('batch/v1', 'CronJob', 'data/backup', {
    spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: 'backup' } }, spec: { containers: [] } } } } },
  }),
  policy('edge/clients', {
    podSelector: {},
    ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }, { ipBlock: { cidr: '198.51.100.0/24' } }], ports: port(8443) }],
  }),
  allow('web/page', [from('edge', 'proxy')], port(8080)),
  allow('api/api', [from('web', 'page')], port(8080)),
  allow('data/db', [from('api', 'api'), pods('backup')], port(5432)),
  policy('data/db-watched', { ...pods('db'), ingress: [{ from: [from('mon', 'watcher')], ports: port(9187) }] }),
];
