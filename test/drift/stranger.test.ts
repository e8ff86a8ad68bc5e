import { type Ours, type Standing, standingOf } from '../../lib/drift/stranger';
import type { Manifest, Metadata } from '../../lib/manifest/manifest';

const OURS: Ours = {
  applications: new Map([
    ['core-edge', 'dist'],
    ['monitoring', 'chart'],
  ]),
  claims: new Set(['platform-data/data-postgres']),
  namespaces: new Set(['web']),
};

const LABEL = { labels: { 'app.kubernetes.io/managed-by': 'desired-state' } };

function standing(kind: string, metadata: Partial<Metadata>): Standing {
  return standingOf({ apiVersion: 'v1', kind, metadata: { name: 'x', ...metadata } } as Manifest, OURS);
}

function tracked(id: string): Partial<Metadata> {
  return { annotations: { 'argocd.argoproj.io/tracking-id': id } };
}

describe('an object that dist does not have', () => {
  test.each<[string, string, Partial<Metadata>, Standing]>([
    ['is nobody of ours without label or mark', 'ConfigMap', {}, undefined],
    ['is extra with our label', 'ConfigMap', LABEL, { is: 'extra', why: 'has the label app.kubernetes.io/managed-by=desired-state' }],
    [
      'is extra with the mark of an Application of dist',
      'ConfigMap',
      tracked('core-edge:/ConfigMap:edge/x'),
      { is: 'extra', why: 'Application core-edge made it' },
    ],
    ['is nobody of ours with the mark of an Application that is not ours', 'ConfigMap', tracked('theirs:/ConfigMap:edge/x'), undefined],
    ['is nobody of ours with a mark that was copied from another object', 'ConfigMap', tracked('core-edge:/ConfigMap:edge/y'), undefined],
    [
      'is left to the chart that renders it',
      'ConfigMap',
      tracked('monitoring:/ConfigMap:monitoring/x'),
      { is: 'ignored', reason: 'the chart of an Application renders it' },
    ],
    [
      'is left to the controller that made it',
      'Job',
      { ...LABEL, ownerReferences: [{ kind: 'CronJob', controller: true }] },
      { is: 'ignored', reason: 'a CronJob made it' },
    ],
    [
      'is left to its StatefulSet',
      'PersistentVolumeClaim',
      { ...LABEL, namespace: 'platform-data', name: 'data-postgres-0' },
      { is: 'ignored', reason: 'the claim of a StatefulSet' },
    ],
    [
      'is extra as a claim of no StatefulSet of dist',
      'PersistentVolumeClaim',
      { ...LABEL, namespace: 'platform-data', name: 'data-gone-0' },
      { is: 'extra', why: 'has the label app.kubernetes.io/managed-by=desired-state' },
    ],
    [
      'is let go where it is being deleted',
      'ConfigMap',
      { ...LABEL, deletionTimestamp: 'now' },
      { is: 'ignored', reason: 'it is being deleted' },
    ],
  ])('%s', (_name, kind, metadata, expected) => {
    expect(standing(kind, metadata)).toEqual(expected);
  });

  const HANDMADE = { is: 'extra', why: 'nobody committed it, and namespace web is of dist' } as const;

  test.each<[string, string, object, Standing]>([
    ['a NetworkPolicy', 'networking.k8s.io/v1/NetworkPolicy', {}, HANDMADE],
    ['an Ingress', 'networking.k8s.io/v1/Ingress', {}, HANDMADE],
    ['an HTTPRoute', 'gateway.networking.k8s.io/v1/HTTPRoute', {}, HANDMADE],
    ['a Role', 'rbac.authorization.k8s.io/v1/Role', {}, HANDMADE],
    ['a RoleBinding', 'rbac.authorization.k8s.io/v1/RoleBinding', {}, HANDMADE],
    ['a Service with a port of every node', 'v1/Service', { spec: { type: 'NodePort' } }, HANDMADE],
    ['a Service with a load balancer', 'v1/Service', { spec: { type: 'LoadBalancer' } }, HANDMADE],
    ['a Service with addresses of its own', 'v1/Service', { spec: { type: 'ClusterIP', externalIPs: ['192.0.2.1'] } }, HANDMADE],
    ['a Service of the cluster alone', 'v1/Service', { spec: { type: 'ClusterIP' } }, undefined],
    ['a NetworkPolicy in another namespace', 'networking.k8s.io/v1/NetworkPolicy', { metadata: { namespace: 'theirs' } }, undefined],
    [
      'a NetworkPolicy with the mark of an Application that is not ours',
      'networking.k8s.io/v1/NetworkPolicy',
      { metadata: tracked('theirs:networking.k8s.io/NetworkPolicy:web/x') },
      HANDMADE,
    ],
    [
      'a Role of a chart',
      'rbac.authorization.k8s.io/v1/Role',
      { metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm' } } },
      { is: 'ignored', reason: 'a chart installed it' },
    ],
    [
      'a Role of the stack',
      'rbac.authorization.k8s.io/v1/Role',
      { metadata: { labels: { 'app.kubernetes.io/managed-by': 'terraform' } } },
      { is: 'ignored', reason: 'the Terraform stack has it' },
    ],
    [
      'a Role of somebody who calls himself by a word that every object knows',
      'rbac.authorization.k8s.io/v1/Role',
      { metadata: { labels: { 'app.kubernetes.io/managed-by': 'constructor' } } },
      HANDMADE,
    ],
    [
      'a route of a controller',
      'gateway.networking.k8s.io/v1/HTTPRoute',
      { metadata: { ownerReferences: [{ kind: 'Challenge', controller: true }] } },
      { is: 'ignored', reason: 'a Challenge made it' },
    ],
  ])('that makes an opening by itself: %s', (_name, type, { metadata, ...rest }: { metadata?: object }, expected) => {
    const [apiVersion, kind] = [type.slice(0, type.lastIndexOf('/')), type.slice(type.lastIndexOf('/') + 1)];
    const live = { apiVersion, kind, metadata: { name: 'x', namespace: 'web', ...metadata }, ...rest };

    expect(standingOf(live, OURS)).toEqual(expected);
  });
});
