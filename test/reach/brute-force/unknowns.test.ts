import fc from 'fast-check';
import { worldOf } from './evaluator';
import { A, app, ask, B, type Case, CLOSED, CLOSED_OUT, containers, expression, from, listens, pod, policy, ports, W } from './fixture';
import type { KubernetesObject, LabelSelector } from './kubernetes';
import { randomWorld } from './random-world';
import type { Verdict } from './verdict';

describe('what nobody knows before the cluster', () => {
  const http = listens({ name: 'http', containerPort: 80 });
  const lets = (selector: LabelSelector): KubernetesObject => from({ namespaceSelector: {}, podSelector: selector });
  const Q = (kind: string): string => `alpha/${kind}/w -> ${B}`;

  test.each<Case>([
    ['21: the labels of the template', 'yes', [...W('apps/v1', 'Deployment'), lets(app('w'))], Q('Deployment')],
    ['21: not those of the workload', 'no', [...W('apps/v1', 'Deployment'), lets(app('not-these'))], Q('Deployment')],
    [
      '21: pod-template-hash',
      'perhaps',
      [...W('apps/v1', 'Deployment'), lets(expression('pod-template-hash', 'In', 'x'))],
      Q('Deployment'),
    ],
    ['21: that it exists', 'yes', [...W('apps/v1', 'Deployment'), lets(expression('pod-template-hash', 'Exists'))], Q('Deployment')],
    ['21: that it does not', 'no', [...W('apps/v1', 'Deployment'), lets(expression('pod-template-hash', 'DoesNotExist'))], Q('Deployment')],
    ['21: none in a ReplicaSet', 'no', [...W('apps/v1', 'ReplicaSet'), lets(expression('pod-template-hash', 'Exists'))], Q('ReplicaSet')],
    ['21: none in a ReplicationController', 'yes', [...W('v1', 'ReplicationController'), lets(app('w'))], Q('ReplicationController')],
    [
      '21: the revision of a DaemonSet',
      'perhaps',
      [...W('apps/v1', 'DaemonSet'), lets(expression('controller-revision-hash', 'NotIn', 'x'))],
      Q('DaemonSet'),
    ],
    [
      '21: the name of a pod of a StatefulSet',
      'perhaps',
      [...W('apps/v1', 'StatefulSet'), lets(expression('statefulset.kubernetes.io/pod-name', 'In', 'w-0'))],
      Q('StatefulSet'),
    ],
    ['28: the name of a Job', 'yes', [...W('batch/v1', 'Job'), lets({ matchLabels: { 'job-name': 'w' } })], Q('Job')],
    [
      '28: another name of a Job',
      'no',
      [...W('batch/v1', 'Job'), lets({ matchLabels: { 'batch.kubernetes.io/job-name': 'v' } })],
      Q('Job'),
    ],
    ['28: the uid of a Job', 'perhaps', [...W('batch/v1', 'Job'), lets({ matchLabels: { 'controller-uid': '1' } })], Q('Job')],
    [
      '21: a Job with its own selector',
      'no',
      [...W('batch/v1', 'Job', { manualSelector: true }), lets(expression('job-name', 'Exists'))],
      Q('Job'),
    ],
    ['28: the Job of a CronJob', 'perhaps', [...W('batch/v1', 'CronJob'), lets({ matchLabels: { 'job-name': 'w-1' } })], Q('CronJob')],
    ['28: the template of a CronJob', 'yes', [...W('batch/v1', 'CronJob'), lets(app('w'))], Q('CronJob')],
    [
      '21: a policy that perhaps isolates',
      'perhaps',
      [...W('apps/v1', 'Deployment'), policy({ podSelector: expression('pod-template-hash', 'In', 'x') }, { namespace: 'alpha' })],
      `${B} -> alpha/Deployment/w`,
    ],
    [
      '22: the name of a namespace',
      'yes',
      [pod(A), pod(B), from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'alpha' } } })],
      `${A} -> ${B}`,
    ],
    [
      '22: the name of another',
      'no',
      [pod(A), pod(B), from({ namespaceSelector: expression('kubernetes.io/metadata.name', 'NotIn', 'alpha') })],
      `${A} -> ${B}`,
    ],
    ['22: an unknown label', 'perhaps', [pod(A), pod(B), from({ namespaceSelector: { matchLabels: { team: 'x' } } })], `${A} -> ${B}`],
    [
      '22: an unknown label that must not be',
      'perhaps',
      [pod(A), pod(B), from({ namespaceSelector: expression('team', 'DoesNotExist') })],
      `${A} -> ${B}`,
    ],
    ['22: any namespace', 'yes', [pod(A), pod(B), from({ namespaceSelector: {} })], `${A} -> ${B}`],
    [
      '22: an unknown label that must be two things',
      'no',
      [pod(A), pod(B), from({ namespaceSelector: { ...expression('team', 'In', 'x'), matchLabels: { team: 'y' } } })],
      `${A} -> ${B}`,
    ],
    [
      '23: no namespace is default',
      'no',
      [{ ...pod(A), metadata: { name: 'a' } }, pod(B), policy({}, { namespace: 'default' })],
      `${B} -> default/Pod/a`,
    ],
  ])('%s: %s', (_name, expected, objects, question) => {
    expect(ask(objects, question)).toBe(expected);
    expect(ask(objects, question, 'together')).toBe(expected);
  });

  test.each<Case>([
    ['without policies', 'yes', [pod(A, {}, { hostNetwork: true }), pod(B)], `${A} -> ${B}`],
    ['to an isolated pod, perhaps on the same node', 'perhaps', [pod(A, {}, { hostNetwork: true }), pod(B), CLOSED], `${A} -> ${B}`],
    ['to a pod that allows everybody', 'yes', [pod(A, {}, { hostNetwork: true }), pod(B), policy({ ingress: [{}] })], `${A} -> ${B}`],
    ['to a pod that allows it by name', 'perhaps', [pod(A, {}, { hostNetwork: true }), pod(B), lets(app('a'))], `${A} -> ${B}`],
    ['although it is isolated', 'perhaps', [pod(A, {}, { hostNetwork: true }), pod(B), CLOSED_OUT], `${A} -> ${B}`],
    ['from an isolated pod', 'perhaps', [pod(A), pod(B, {}, { hostNetwork: true }), CLOSED_OUT], `${A} -> ${B}`],
    ['from outside, although it is isolated', 'perhaps', [pod(B, {}, { hostNetwork: true }), CLOSED], `1.2.3.4 -> ${B}`],
    ['to outside', 'yes', [pod(B, {}, { hostNetwork: true }), CLOSED], `${B} -> ::1`],
    [
      'by a named port coming in',
      'yes',
      [pod(A), pod(B, {}, { hostNetwork: true, ...containers(http) }), ports({ port: 'http' })],
      `${A} -> ${B}`,
    ],
    [
      'by a named port going out, which no node has',
      'perhaps',
      [
        pod(A),
        pod(B, {}, { hostNetwork: true, ...containers(http) }),
        policy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] }, { namespace: 'alpha' }),
      ],
      `${A} -> ${B}`,
    ],
  ])('24: hostNetwork %s: %s', (_name, expected, objects, question) => {
    expect(ask(objects, question)).toBe(expected);
    expect(ask(objects, question, 'together')).toBe(expected);
  });

  test.each<[string, Verdict, Verdict, KubernetesObject[], string]>([
    [
      'one label cannot be two things for two policies',
      'perhaps',
      'no',
      [
        pod(A),
        pod('alpha/Pod/b'),
        policy(
          { policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: expression('team', 'In', 'x') }] }] },
          { namespace: 'alpha', name: 'out' },
        ),
        policy({ ingress: [{ from: [{ namespaceSelector: expression('team', 'In', 'y') }] }] }, { namespace: 'alpha', name: 'in' }),
      ],
      `${A} -> alpha/Pod/b`,
    ],
    [
      'one of two rules holds whatever the label is',
      'perhaps',
      'yes',
      [
        pod(A),
        pod(B),
        from({ namespaceSelector: expression('team', 'Exists') }, { namespaceSelector: expression('team', 'DoesNotExist') }),
      ],
      `${A} -> ${B}`,
    ],
    [
      'a policy allows whatever it isolates',
      'perhaps',
      'yes',
      [
        ...W('apps/v1', 'Deployment'),
        policy({ podSelector: expression('pod-template-hash', 'In', 'x'), ingress: [{}] }, { namespace: 'alpha' }),
      ],
      `${B} -> alpha/Deployment/w`,
    ],
  ])('unknown labels apart and together: %s', (_name, apart, together, objects, question) => {
    expect(ask(objects, question)).toBe(apart);
    expect(ask(objects, question, 'together')).toBe(together);
  });

  test('unknown labels together are never less certain than apart', () => {
    const known = new Map<string, number>();
    for (const objects of fc.sample(randomWorld, { seed: 3, numRuns: 60 })) {
      const [one = '', other = ''] = worldOf(objects).pods.map((pod) => pod.workload);
      const question = `${one} -> ${other || '10.1.2.3'} TCP 80`;

      const [apart, together] = [ask(objects, question), ask(objects, question, 'together')];

      known.set(`${apart}, ${together}`, 1);
      expect(apart === 'perhaps' ? together : apart).toBe(together);
    }
    expect([...known.keys()]).toEqual(expect.arrayContaining(['yes, yes', 'no, no', 'perhaps, perhaps']));
  });
});
