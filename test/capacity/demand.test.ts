import { demandOf } from '../../lib/capacity/demand';
import type { Manifest } from '../../lib/manifest/manifest';

const asks = (cpu: string) => ({ resources: { requests: { cpu } } });

function workload(kind: string, pod: object, spec: object = {}): Manifest {
  const apiVersion = kind.endsWith('Job') ? 'batch/v1' : 'apps/v1';
  const template = kind === 'CronJob' ? { jobTemplate: { spec: { template: { spec: pod } } } } : { template: { spec: pod } };
  return { apiVersion, kind, metadata: { name: 'a', namespace: 'n' }, spec: { ...spec, ...template } };
}

const scaler = (target: object): Manifest => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'a', namespace: 'n' },
  spec: { maxReplicas: 5, scaleTargetRef: { kind: 'Deployment', name: 'a', ...target } },
});
const defaults: Manifest = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'a', namespace: 'n' },
  spec: { limits: [{ type: 'Container', default: { cpu: '2' }, defaultRequest: { cpu: '300m' } }] },
};
const volume = { ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '2' } } } } } };
const claim = { spec: { resources: { requests: { storage: '10' } } } };
const ONE = { containers: [asks('1')] };

describe('a namespace asks its quota', () => {
  test.each<[string, readonly Manifest[], Record<string, number>, Record<string, number>]>([
    [
      'for replicas, and at a peak for a rollout',
      [workload('Deployment', ONE, { replicas: 4 })],
      { pods: 4, 'requests.cpu': 4 },
      { pods: 5 },
    ],
    [
      'for the most that an autoscaler may make',
      [workload('Deployment', ONE), scaler({ apiVersion: 'apps/v1' })],
      { pods: 5 },
      { pods: 7 },
    ],
    ['the same where its target names no group', [workload('Deployment', ONE), scaler({})], { pods: 5 }, {}],
    ['not for the autoscaler of another kind', [workload('Deployment', ONE), scaler({ apiVersion: 'x.org/v1' })], { pods: 1 }, {}],
    ['for one pod of a DaemonSet at least', [workload('DaemonSet', ONE)], { pods: 1, 'requests.cpu': 1 }, { pods: 1 }],
    ['for Jobs at a peak only', [workload('Job', ONE, { parallelism: 3 })], {}, { pods: 3, 'requests.cpu': 3 }],
    ['for no CronJob that is suspended', [workload('CronJob', ONE, { suspend: true })], {}, {}],
    [
      'for sidecars beside the containers, and for the hungriest of those before them',
      [workload('StatefulSet', { ...ONE, initContainers: [{ ...asks('1'), restartPolicy: 'Always' }, asks('1500m')] })],
      { pods: 1, 'requests.cpu': 2 },
      {},
    ],
    [
      'for what a LimitRange puts in, and for a limit where only that is named',
      [defaults, workload('StatefulSet', { containers: [{}, { resources: { limits: { cpu: '500m' } } }] })],
      { 'requests.cpu': 0.8, 'limits.cpu': 2.5 },
      {},
    ],
    [
      'for claims that last and for volumes of each pod',
      [workload('StatefulSet', { ...ONE, volumes: [volume] }, { replicas: 2, volumeClaimTemplates: [claim] })],
      { 'requests.storage': 24, persistentvolumeclaims: 4 },
      {},
    ],
  ])('%s', (_, objects, steady, peak) => {
    expect(Object.fromEntries(demandOf(objects, false))).toMatchObject(steady);
    expect(Object.fromEntries(demandOf(objects, true))).toMatchObject(peak);
    if (Object.keys(steady).length === 0) expect([...demandOf(objects, false)]).toEqual([]);
  });

  test("by another namespace's defaults, if those are to count", () => {
    const bare = [workload('StatefulSet', { containers: [{}] })];

    expect(demandOf(bare, false).get('requests.cpu')).toBeUndefined();
    expect(demandOf(bare, false, [defaults]).get('requests.cpu')).toBe(0.3);
  });
});
