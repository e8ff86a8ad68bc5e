import { type Endpoint, endpointOf, hasPods } from '../../lib/reach/endpoint';
import { undecidedWorkloads, workloadProblems } from '../../lib/reach/workload';
import { object } from './small-world';

const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'main' }] } };

function endpoint(apiVersion: string, kind: string, rest: Record<string, unknown> = { spec: { template } }): Endpoint | undefined {
  return endpointOf(object(apiVersion, kind, 'a/x', rest));
}

describe('the pods of a workload', () => {
  test.each([
    ['apps/v1', 'Deployment', 'app=x pod-template-hash!'],
    ['apps/v1', 'ReplicaSet', 'app=x'],
    ['v1', 'ReplicationController', 'app=x'],
    ['apps/v1', 'StatefulSet', 'app=x apps.kubernetes.io/pod-index! controller-revision-hash! statefulset.kubernetes.io/pod-name!'],
    ['apps/v1', 'DaemonSet', 'app=x controller-revision-hash! pod-template-generation!'],
    ['batch/v1', 'Job', 'app=x batch.kubernetes.io/controller-uid! batch.kubernetes.io/job-name=x controller-uid! job-name=x'],
  ])('%s %s have the labels %s', (apiVersion, kind, labels) => {
    const found = endpoint(apiVersion, kind);

    expect(found?.workload).toBe(`a/${kind}/x`);
    expect(
      [...(found?.labels.known ?? [])]
        .map(([key, values]) => `${key}${values}`)
        .sort()
        .join(' '),
    ).toBe(labels);
  });

  test('of a CronJob have labels of Jobs whose names are not known yet', () => {
    const found = endpoint('batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template, completionMode: 'Indexed' } } } });

    expect(`${found?.labels.at('job-name')}`).toBe('!');
    expect(`${found?.labels.at('app')}`).toBe('=x');
    expect(`${found?.labels.at('batch.kubernetes.io/job-completion-index')}`).toBe('!');
  });

  test('of a Job that selects its pods by hand have none of its own', () => {
    const found = endpoint('batch/v1', 'Job', { spec: { template, manualSelector: true } });

    expect([...(found?.labels.known.keys() ?? [])]).toEqual(['app']);
  });

  test.each([
    ['alone', undefined, 'a/Pod/x'],
    ['owned', [{ kind: 'ReplicaSet', name: 'rs' }], 'a/ReplicaSet/rs'],
    [
      'of several owners, one of which controls it',
      [
        { kind: 'Thing', name: 't' },
        { kind: 'StatefulSet', name: 's', controller: true },
      ],
      'a/StatefulSet/s',
    ],
    ['of the kubelet', [{ kind: 'Node', name: 'n', controller: true }], 'a/Pod/x'],
  ])('a Pod %s', (_name, ownerReferences, key) => {
    const pod = object('v1', 'Pod', 'a/x', {
      metadata: { name: 'x', ...(ownerReferences && { ownerReferences }) },
      spec: { containers: [] },
    });

    expect(endpointOf(pod)?.workload).toBe(key);
  });

  test('a label that is no text is one that nobody knows', () => {
    const found = endpoint('apps/v1', 'ReplicaSet', { spec: { template: { ...template, metadata: { labels: { on: true } } } } });

    expect(`${found?.labels.at('on')}`).toBe('!?');
  });

  test('are on the network of the node where their spec says so', () => {
    const spec = { template: { spec: { hostNetwork: true, containers: [] } } };

    expect(endpoint('apps/v1', 'DaemonSet', { spec })?.hostNetwork).toBe(true);
    expect(endpoint('apps/v1', 'DaemonSet')?.hostNetwork).toBe(false);
  });
});

describe('objects without pods', () => {
  test('are no workloads: templates alone, Services', () => {
    expect(hasPods(object('v1', 'PodTemplate', 'a/x').manifest)).toBe(false);
    expect(endpoint('v1', 'PodTemplate', { template })).toBeUndefined();
    expect(endpoint('v1', 'Service')).toBeUndefined();
  });

  test('are a problem where a workload has no template', () => {
    const bare = object('apps/v1', 'Deployment', 'a/x', { spec: {} });

    expect(workloadProblems([bare])).toEqual([
      { object: bare, field: 'spec.template.spec', message: 'is missing, so that nothing is known of its pods' },
    ]);
  });

  test('leave things undecided where an unknown kind looks like a workload', () => {
    const rollout = object('argoproj.io/v1alpha1', 'Rollout', 'a/x', { spec: { template } });

    expect(undecidedWorkloads([rollout]).map(({ message }) => message)).toEqual([
      'is of pods that a Rollout of argoproj.io/v1alpha1 makes, which is not understood',
    ]);
    expect(undecidedWorkloads([object('apps/v1', 'Deployment', 'a/x', { spec: { template } })])).toEqual([]);
  });
});
