import { type Ours, type Standing, standingOf } from '../../lib/drift/stranger';
import type { Manifest, Metadata } from '../../lib/manifest/manifest';

const OURS: Ours = {
  applications: new Map([
    ['core-edge', 'dist'],
    ['monitoring', 'chart'],
  ]),
  claims: new Set(['platform-data/data-postgres']),
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
});
