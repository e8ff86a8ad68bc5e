import { type Door, doorsOf } from '../../lib/reach/door';
import type { ReachObject } from '../../lib/reach/reach-world';
import { object, pod } from './small-world';

const backends = [
  pod('a/api', { app: 'api' }, { ports: { http: 8080, metrics: 9090 } }),
  pod('a/db', { app: 'db' }, { ports: { sql: 5432 } }),
];

function service(place: string, spec: Record<string, unknown>): ReachObject {
  return object('v1', 'Service', place, {
    spec: { selector: { app: 'api' }, ports: [{ name: 'web', port: 80, targetPort: 'http' }], ...spec },
  });
}

function told({ kind, field, to, unknown }: Door): string {
  return [`${kind} ${field}`, ...to.map(({ workload, ports }) => `${workload} ${ports}`), ...unknown].join(' | ');
}

function doors(...objects: readonly ReachObject[]): string[] {
  return doorsOf([...backends, ...objects]).map(told);
}

const ingress = (backend: unknown): ReachObject =>
  object('networking.k8s.io/v1', 'Ingress', 'a/in', { spec: { rules: [{ http: { paths: [{ path: '/', backend }] } }] } });

const route = (kind: string, spec: Record<string, unknown>): ReachObject =>
  object('gateway.networking.k8s.io/v1', kind, 'a/route', { spec: { parentRefs: [{ name: 'edge', namespace: 'gate' }], ...spec } });

const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'gate/edge', { spec: { listeners: [] } });

describe('semantic 34: doors', () => {
  test.each([
    ['a Service of the cluster is none', [service('a/api', {})], []],
    ['LoadBalancer', [service('a/api', { type: 'LoadBalancer' })], ['LoadBalancer spec.type | a/Pod/api TCP 8080']],
    [
      'NodePort, by number',
      [service('a/api', { type: 'NodePort', ports: [{ port: 7, targetPort: 9090 }] })],
      ['NodePort spec.type | a/Pod/api TCP 9090'],
    ],
    [
      'without targetPort',
      [service('a/api', { type: 'NodePort', ports: [{ port: 53, protocol: 'UDP' }] })],
      ['NodePort spec.type | a/Pod/api UDP 53'],
    ],
    [
      'a name that no container has',
      [service('a/api', { type: 'NodePort', ports: [{ port: 53, targetPort: 'dns' }] })],
      ['NodePort spec.type'],
    ],
    ['externalIPs', [service('a/api', { externalIPs: ['192.0.2.1'] })], ['externalIPs spec.externalIPs | a/Pod/api TCP 8080']],
    ['pods of another namespace are not behind it', [service('b/api', { type: 'LoadBalancer' })], ['LoadBalancer spec.type']],
    [
      'without selector',
      [service('a/api', { type: 'LoadBalancer', selector: {} })],
      ['LoadBalancer spec.type | Service a/api has no selector, so that others say where it leads to'],
    ],
    [
      'ExternalName, elsewhere',
      [service('a/x', { type: 'ExternalName', externalName: 'db.example.org' })],
      ['ExternalName spec.type | Service a/x is another name of "db.example.org"'],
    ],
    [
      'ExternalName, of a Service',
      [service('a/api', {}), service('b/x', { type: 'ExternalName', externalName: 'api.a.svc.cluster.local' })],
      ['ExternalName spec.type | a/Pod/api TCP 8080'],
    ],
    [
      'ExternalName, of itself',
      [service('a/x', { type: 'ExternalName', externalName: 'x.a.svc' })],
      ['ExternalName spec.type | Service a/x leads to itself'],
    ],
    [
      'Ingress, port by name',
      [service('a/api', {}), ingress({ service: { name: 'api', port: { name: 'web' } } })],
      ['Ingress spec | a/Pod/api TCP 8080'],
    ],
    [
      'Ingress, port by number',
      [service('a/api', {}), ingress({ service: { name: 'api', port: { number: 80 } } })],
      ['Ingress spec | a/Pod/api TCP 8080'],
    ],
    [
      'Ingress, no such port',
      [service('a/api', {}), ingress({ service: { name: 'api', port: { number: 81 } } })],
      ['Ingress spec | Service a/api has no port 81'],
    ],
    [
      'Ingress, no such Service',
      [ingress({ service: { name: 'api', port: { number: 80 } } })],
      ['Ingress spec | Service a/api is not among the objects'],
    ],
    [
      'Ingress, by default',
      [
        service('a/api', {}),
        object('networking.k8s.io/v1', 'Ingress', 'a/in', { spec: { defaultBackend: { service: { name: 'api', port: { number: 80 } } } } }),
      ],
      ['Ingress spec | a/Pod/api TCP 8080'],
    ],
    [
      'Ingress, no Service',
      [ingress({ resource: { apiGroup: 'example.org', kind: 'Bucket', name: 'x' } })],
      ['Ingress spec | Bucket.example.org a/x is no Service'],
    ],
    ...['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map((kind): [string, ReachObject[], string[]] => [
      `${kind} and its Gateway`,
      [service('a/api', {}), gateway, route(kind, { rules: [{ backendRefs: [{ name: 'api', port: 80 }] }] })],
      ['Gateway spec.listeners | a/Pod/api TCP 8080', 'Route spec.parentRefs | a/Pod/api TCP 8080'],
    ]),
    [
      'a route to another namespace, and a mirror',
      [
        service('a/api', {}),
        service('a/db', { selector: { app: 'db' }, ports: [{ port: 1, targetPort: 'sql' }] }),
        route('HTTPRoute', {
          rules: [
            {
              backendRefs: [{ name: 'api', namespace: 'a', port: 80 }],
              filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'db', port: 1 } } }],
            },
          ],
        }),
      ],
      ['Route spec.parentRefs | a/Pod/api TCP 8080 | a/Pod/db TCP 5432'],
    ],
    ['a route of a mesh is none', [route('HTTPRoute', { parentRefs: [{ kind: 'Service', group: '', name: 'api' }] })], []],
    [
      'a Gateway that nothing asks for',
      [gateway, route('HTTPRoute', { parentRefs: [{ name: 'edge' }] })],
      ['Gateway spec.listeners', 'Route spec.parentRefs'],
    ],
    [
      'OpenShift route',
      [service('a/api', {}), object('route.openshift.io/v1', 'Route', 'a/r', { spec: { to: { kind: 'Service', name: 'api' } } })],
      ['Route spec.to | a/Pod/api TCP 8080'],
    ],
    [
      'hostPort, of init containers as well',
      [
        object('apps/v1', 'DaemonSet', 'a/ds', {
          spec: {
            template: {
              spec: {
                containers: [{ ports: [{ containerPort: 1 }, { containerPort: 2, hostPort: 3 }] }],
                initContainers: [{ ports: [{ containerPort: 4, hostPort: 5, protocol: 'UDP' }] }],
              },
            },
          },
        }),
      ],
      [
        'hostPort spec.template.spec.containers[0].ports[1].hostPort | a/DaemonSet/ds TCP 2',
        'hostPort spec.template.spec.initContainers[0].ports[0].hostPort | a/DaemonSet/ds UDP 4',
      ],
    ],
    ['hostNetwork', [pod('a/node', {}, { hostNetwork: true })], ['hostNetwork spec.hostNetwork | a/Pod/node All']],
  ])('%s', (_name, objects, expected) => {
    expect(doors(...objects)).toEqual(expected);
  });
});
