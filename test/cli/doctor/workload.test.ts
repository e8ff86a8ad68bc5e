import { autoscaler } from '../../../cli/doctor/checks/workload/autoscaler';
import { available } from '../../../cli/doctor/checks/workload/available';
import { claim } from '../../../cli/doctor/checks/workload/claim';
import { crash } from '../../../cli/doctor/checks/workload/crash';
import { disruption } from '../../../cli/doctor/checks/workload/disruption';
import { image } from '../../../cli/doctor/checks/workload/image';
import { quota } from '../../../cli/doctor/checks/workload/quota';
import { refused } from '../../../cli/doctor/checks/workload/refused';
import { scheduled } from '../../../cli/doctor/checks/workload/scheduled';
import { sealed } from '../../../cli/doctor/checks/workload/sealed';
import { secret } from '../../../cli/doctor/checks/workload/secret';
import { volume } from '../../../cli/doctor/checks/workload/volume';
import type { Facts } from '../../../cli/doctor/facts';
import type { Check } from '../../../cli/doctor/finding';
import type { Live } from '../../../cli/verify/check';
import { DIST, findings, LISTS, live, withLists } from './sound';

const UI = 'Deployment web/ui';

function pod(spec: object, status: object): Live {
  const [own] = LISTS.pods as [Live];
  return { ...own, spec: { ...own.spec, ...spec }, status: { phase: 'Pending', ...status } };
}

const waiting = (reason: string, more: object = {}): Facts =>
  withLists({ pods: [pod({}, { containerStatuses: [{ name: 'ui', state: { waiting: { reason } }, ...more }] })] });

const homeless = (spec: object, nodes?: readonly Live[]): Facts =>
  withLists({
    ...(nodes && { nodes }),
    pods: [pod(spec, { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }] })],
  });

function node(labels: object, taints: readonly object[] = []): Live {
  return { kind: 'Node', metadata: { name: 'n', labels }, spec: { taints } } as unknown as Live;
}

function thing(kind: string, name: string, rest: object): Live {
  return { kind, metadata: { name, namespace: 'web' }, ...rest } as Live;
}

const refusing = (message: string): Facts =>
  withLists({
    replicaSets: [{ ...(LISTS.replicaSets as [Live])[0], status: { conditions: [{ type: 'ReplicaFailure', status: 'True', message }] } }],
  });

const pending = (spec: object, more: Parameters<typeof withLists>[0] = {}): Facts =>
  withLists({ claims: [thing('PersistentVolumeClaim', 'data', { spec, status: { phase: 'Pending' } })], ...more });

const warning = (kind: string, name: string, message: string): Live =>
  thing('Event', 'e', { reason: 'ProvisioningFailed', message, involvedObject: { kind, namespace: 'web', name } });

const READER = {
  volumes: [
    { secret: { secretName: 'a' } },
    { configMap: { name: 'b' } },
    { projected: { sources: [{ secret: { name: 'c' } }, { configMap: { name: 'd' } }] } },
  ],
  initContainers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'e' } } }, { valueFrom: { configMapKeyRef: { name: 'f' } } }] }],
  containers: [{ envFrom: [{ configMapRef: { name: 'g' } }] }],
};

function nightly(name: string, type: string, day: number): Live {
  const ownerReferences = [{ kind: 'CronJob', name: 'nightly', controller: true }];
  const status = { startTime: `2026-11-0${day}T00:00:00Z`, conditions: [{ type, status: 'True', message: 'late' }] };
  return { kind: 'Job', metadata: { name, namespace: 'web', ownerReferences }, status } as unknown as Live;
}

const LATE = { ...thing('StorageClass', 'fast', {}), provisioner: 'it/fast', volumeBindingMode: 'WaitForFirstConsumer' } as Live;

const CASES: readonly (readonly [what: string, check: Check, facts: Facts, found: readonly string[]])[] = [
  [
    'a label that no node has',
    scheduled,
    homeless({ nodeSelector: { disk: 'fast' } }),
    [`${UI}: 1 of its pods have no node: no node has the label disk=fast; 0/1 nodes`],
  ],
  [
    'an affinity that no node has',
    scheduled,
    homeless({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }],
          },
        },
      },
    }),
    [`${UI}: 1 of its pods have no node: no node has the label gpu Exists; 0/1 nodes`],
  ],
  [
    'a taint that it does not tolerate',
    scheduled,
    homeless({}, [node({}, [{ key: 'pool', value: 'gpu', effect: 'NoSchedule' }])]),
    [`${UI}: 1 of its pods have no node: all nodes that fit have taints that it does not tolerate: pool=gpu:NoSchedule; 0/1 nodes`],
  ],
  [
    'no room, on nodes whose taints it tolerates',
    scheduled,
    homeless({ tolerations: [{ key: 'pool', operator: 'Exists' }] }, [node({}, [{ key: 'pool', value: 'gpu', effect: 'NoSchedule' }])]),
    [`${UI}: 1 of its pods have no node: 0/1 nodes`],
  ],
  [
    'a taint of which it tolerates only another effect',
    scheduled,
    homeless({ tolerations: [{ key: 'pool', operator: 'Exists', effect: 'NoExecute' }] }, [
      node({}, [{ key: 'pool', value: 'gpu', effect: 'NoSchedule' }]),
    ]),
    [`${UI}: 1 of its pods have no node: all nodes that fit have taints that it does not tolerate: pool=gpu:NoSchedule; 0/1 nodes`],
  ],
  [
    'a pod that no scheduler looked at',
    scheduled,
    withLists({ pods: [pod({}, {})] }),
    [`${UI}: 1 of its pods have no node: no scheduler has looked at it`],
  ],
  ['a pod that was given its node', scheduled, withLists({ pods: [pod({ nodeName: 'general-1' }, {})] }), []],
  ['an image that cannot be pulled', image, waiting('ImagePullBackOff'), [`${UI}: ui ImagePullBackOff`]],
  [
    'a container that ends again and again',
    crash,
    waiting('CrashLoopBackOff', { restartCount: 7, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }),
    [`${UI}: ui CrashLoopBackOff after 7 restarts, ended last with 137 (OOMKilled)`],
  ],
  ['a container that waits for its turn', crash, waiting('PodInitializing'), []],
  [
    'a Secret that is not there',
    secret,
    withLists({ secrets: [] }),
    ['Secret web/ui-credentials: is not there, and Deployment ui read it'],
  ],
  [
    'a Secret that need not be there',
    secret,
    withLists({
      deployments: [
        live(DIST.deployment, {
          spec: { template: { spec: { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'more', optional: true } } }] }] } } },
        }),
      ],
    }),
    [],
  ],
  [
    'what volumes and variables read',
    secret,
    withLists({ deployments: [live(DIST.deployment, { spec: { template: { spec: READER } } })], secrets: [], configMaps: [] }),
    ['Secret web/a', 'ConfigMap web/b', 'Secret web/c', 'ConfigMap web/d', 'Secret web/e', 'ConfigMap web/f', 'ConfigMap web/g'].map(
      (one) => `${one}: is not there, and Deployment ui read it`,
    ),
  ],
  [
    'a SealedSecret that is not opened',
    sealed,
    withLists({
      sealedSecrets: [
        live(DIST.sealed, { status: { conditions: [{ type: 'Synced', status: 'False', message: 'no key could decrypt secret' }] } }),
      ],
    }),
    ['SealedSecret web/ui-credentials: no key could decrypt secret'],
  ],
  [
    'a SealedSecret that nobody looked at',
    sealed,
    withLists({ sealedSecrets: [live(DIST.sealed)] }),
    ['SealedSecret web/ui-credentials: no controller has looked at it'],
  ],
  [
    'pods beyond a quota',
    quota,
    refusing('exceeded quota: quota, requested: pods=1'),
    [`${UI}: its pods are refused: exceeded quota: quota, requested: pods=1`],
  ],
  ['pods beyond a quota, asked for other reasons', refused, refusing('exceeded quota: quota'), []],
  [
    'pods that Pod Security refuses',
    refused,
    refusing('violates PodSecurity "restricted"'),
    [`${UI}: its pods are refused: violates PodSecurity "restricted"`],
  ],
  [
    'pods of a StatefulSet, by what was recorded',
    quota,
    withLists({
      statefulSets: [thing('StatefulSet', 'db', { spec: { replicas: 1 }, status: { replicas: 0 } })],
      warnings: [
        thing('Event', 'e', {
          reason: 'FailedCreate',
          message: 'exceeded quota: q',
          involvedObject: { kind: 'StatefulSet', namespace: 'web', name: 'db' },
        }),
      ],
    }),
    ['StatefulSet web/db: its pods are refused: exceeded quota: q'],
  ],
  [
    'what was recorded of a StatefulSet that has its pods by now',
    quota,
    withLists({
      statefulSets: [thing('StatefulSet', 'db', { spec: { replicas: 1 }, status: { replicas: 1 } })],
      warnings: [
        thing('Event', 'e', {
          reason: 'FailedCreate',
          message: 'exceeded quota: q',
          involvedObject: { kind: 'StatefulSet', namespace: 'web', name: 'db' },
        }),
      ],
    }),
    [],
  ],
  [
    'a quota that became smaller than what is taken',
    quota,
    withLists({
      quotas: [
        thing('ResourceQuota', 'quota', {
          spec: { hard: { pods: '1', 'requests.memory': '1Gi' } },
          status: { used: { pods: '2', 'requests.memory': '1024Mi' } },
        }),
      ],
    }),
    ['ResourceQuota web/quota: pods: 2 of 1 are taken'],
  ],
  [
    'a claim of a class that is not there',
    claim,
    pending({ storageClassName: 'slow' }),
    ['PersistentVolumeClaim web/data: Pending: there is no storage class slow (there are fast)'],
  ],
  [
    'a claim without a class where none is the default',
    claim,
    pending({}),
    ['PersistentVolumeClaim web/data: Pending: it names no storage class, and none is the default (there are fast)'],
  ],
  [
    'a claim that nobody makes a volume for',
    claim,
    pending({ storageClassName: 'fast' }),
    ['PersistentVolumeClaim web/data: Pending: it/fast has made no volume'],
  ],
  [
    'a claim whose volume is gone',
    claim,
    withLists({ claims: [thing('PersistentVolumeClaim', 'data', { status: { phase: 'Lost' } })] }),
    ['PersistentVolumeClaim web/data: its volume is gone'],
  ],
  [
    'a claim of which the provisioner said why',
    claim,
    pending({ storageClassName: 'fast' }, { warnings: [warning('PersistentVolumeClaim', 'data', 'no space')] }),
    ['PersistentVolumeClaim web/data: Pending: no space'],
  ],
  ['a claim that waits for its first pod', claim, pending({ storageClassName: 'fast' }, { storageClasses: [LATE] }), []],
  [
    'a claim that waits although it has a pod',
    claim,
    pending(
      { storageClassName: 'fast' },
      { storageClasses: [LATE], pods: [pod({ volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] }, {})] },
    ),
    ['PersistentVolumeClaim web/data: Pending: it/fast has made no volume'],
  ],
  [
    'a folder that is not on the node',
    volume,
    withLists({
      pods: [pod({}, {})],
      warnings: [
        thing('Event', 'e', {
          reason: 'FailedMount',
          message: 'hostPath type check failed: /data is not a directory',
          involvedObject: { kind: 'Pod', namespace: 'web', name: 'ui-1' },
        }),
      ],
    }),
    [`${UI}: FailedMount: hostPath type check failed: /data is not a directory`],
  ],
  [
    'a volume that came late, of a pod that is ready by now',
    volume,
    withLists({
      warnings: [thing('Event', 'e', { reason: 'FailedMount', involvedObject: { kind: 'Pod', namespace: 'web', name: 'ui-1' } })],
    }),
    [],
  ],
  ['too few pods', available, withLists({ deployments: [live(DIST.deployment, { status: {} })] }), [`${UI}: 0 of 1 pods are available`]],
  [
    'a server that somebody scaled to 0',
    available,
    withLists({ deployments: [live(DIST.deployment, { spec: { replicas: 0 }, status: {} })] }),
    [`${UI}: scaled to 0`],
  ],
  [
    'a server of nobody that was scaled to 0',
    available,
    withLists({ deployments: [thing('Deployment', 'other', { spec: { replicas: 0 } })] }),
    [],
  ],
  [
    'a Job that failed',
    available,
    withLists({
      jobs: [thing('Job', 'migrate', { status: { conditions: [{ type: 'Failed', status: 'True', message: 'BackoffLimitExceeded' }] } })],
    }),
    ['Job web/migrate: failed: BackoffLimitExceeded'],
  ],
  [
    'a Job that failed last',
    available,
    withLists({ jobs: [nightly('a', 'Complete', 1), nightly('b', 'Failed', 2)] }),
    ['Job web/b: failed: late'],
  ],
  [
    'a Job that failed before one that did not',
    available,
    withLists({ jobs: [nightly('a', 'Failed', 1), nightly('b', 'Complete', 2)] }),
    [],
  ],
  ['a budget of nothing', disruption, withLists({ budgets: [thing('PodDisruptionBudget', 'ui', { status: { expectedPods: 0 } })] }), []],
  [
    'an autoscaler of nothing',
    autoscaler,
    withLists({
      autoscalers: [
        thing('HorizontalPodAutoscaler', 'ui', {
          status: { conditions: [{ type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled' }] },
        }),
      ],
    }),
    [],
  ],
  [
    'a SealedSecret whose last change nobody looked at',
    sealed,
    withLists({
      sealedSecrets: [
        live(DIST.sealed, {
          metadata: { ...DIST.sealed.metadata, generation: 2 },
          status: { observedGeneration: 1, conditions: [{ type: 'Synced', status: 'True' }] },
        }),
      ],
    }),
    ['SealedSecret web/ui-credentials: its last change was not looked at'],
  ],
  [
    'a budget that lets no pod go',
    disruption,
    withLists({
      budgets: [
        thing('PodDisruptionBudget', 'ui', { status: { expectedPods: 1, currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0 } }),
      ],
    }),
    ['PodDisruptionBudget web/ui: no pod may go: 1 of 1 are healthy, 1 have to be'],
  ],
  [
    'an autoscaler without metrics',
    autoscaler,
    withLists({
      autoscalers: [
        thing('HorizontalPodAutoscaler', 'ui', {
          status: {
            conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: 'no\u001b metrics' }],
          },
        }),
      ],
    }),
    ['HorizontalPodAutoscaler web/ui: ScalingActive: FailedGetResourceMetric no metrics'],
  ],
];

test.each(CASES)('%s', (_, check, facts, found) => {
  expect(findings(check, facts)).toEqual(found);
});
