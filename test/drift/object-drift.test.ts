import { type ObjectDriftProps, objectDrift } from '../../lib/drift/object-drift';
import type { Manifest } from '../../lib/manifest/manifest';

interface Entry {
  readonly manager: string;
  readonly operation?: 'Apply' | 'Update';
  readonly subresource?: string;
  readonly fieldsV1: object;
}

type Fields = Readonly<Record<string, unknown>>;

function managed(kind: string, fields: Fields, entries: readonly Entry[]): Manifest {
  const { metadata = {}, ...rest } = fields as { metadata?: object };
  const managedFields = entries.map((entry) => ({ operation: 'Apply', ...entry }));
  return {
    apiVersion: kind === 'Application' ? 'argoproj.io/v1alpha1' : 'apps/v1',
    kind,
    metadata: { name: 'x', ...metadata, managedFields },
    ...rest,
  };
}

/** What dist states of a Deployment, as the API server notes it. */
const STATED = {
  'f:spec': {
    'f:replicas': {},
    'f:selector': {},
    'f:template': {
      'f:spec': {
        'f:containers': {
          'k:{"name":"app"}': {
            '.': {},
            'f:name': {},
            'f:image': {},
            'f:env': { 'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
          },
        },
      },
    },
  },
};

function deployment({
  replicas = 2,
  containers = [APP],
  more = {},
}: {
  replicas?: number;
  containers?: object[];
  more?: object;
} = {}): Fields {
  return { spec: { replicas, selector: { matchLabels: { a: 'b' } }, template: { spec: { containers, ...more } } } };
}

const APP = { name: 'app', image: 'app:1', env: [{ name: 'A', value: '1' }], imagePullPolicy: 'IfNotPresent' };
const OURS = { manager: 'argocd-controller', fieldsV1: STATED };

function drift(live: Fields, others: readonly Entry[] = [], more: Partial<ObjectDriftProps> = {}): ReturnType<typeof objectDrift> {
  const wanted = managed('Deployment', deployment(), [OURS]);
  return objectDrift({ live: managed('Deployment', live, [OURS, ...others]), wanted, ...more });
}

function containers(fields: object): object {
  return { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': fields } } } };
}

describe('the drift of an object', () => {
  test('is nothing where the dry run changes nothing, whatever the server filled in', () => {
    expect(drift(deployment({ more: { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst' } }))).toEqual({ differences: [], ignored: [] });
  });

  test.each<[string, Fields, Entry[], object[]]>([
    [
      'a changed value, with who wrote it',
      deployment({ replicas: 7 }),
      [{ manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
      [{ class: 'changed', field: 'spec.replicas', live: 7, wanted: 2, by: 'kubectl' }],
    ],
    [
      'a removed item of a list, whose owner nobody knows',
      deployment({ containers: [{ ...APP, env: [] }] }),
      [],
      [{ class: 'changed', field: 'spec.template.spec.containers[name=app].env[name=A]', wanted: { name: 'A', value: '1' } }],
    ],
    [
      'a value in a map that counts as a whole',
      { ...deployment(), spec: { ...(deployment().spec as object), selector: { matchLabels: { a: 'c' } } } },
      [],
      [{ class: 'changed', field: 'spec.selector.matchLabels.a', live: 'c', wanted: 'b' }],
    ],
    [
      'a container that somebody added, whole',
      deployment({ containers: [APP, { name: 'debug', image: 'busybox' }] }),
      [
        {
          manager: 'kubectl-edit',
          operation: 'Update',
          fieldsV1: containers({ 'k:{"name":"debug"}': { '.': {}, 'f:name': {}, 'f:image': {} } }),
        },
      ],
      [
        {
          class: 'added',
          field: 'spec.template.spec.containers[name=debug]',
          live: { name: 'debug', image: 'busybox' },
          by: 'kubectl-edit',
        },
      ],
    ],
    [
      'a field that somebody added to what dist states',
      deployment({ containers: [{ ...APP, securityContext: { privileged: true } }] }),
      [
        {
          manager: 'kubectl-patch',
          operation: 'Update',
          fieldsV1: containers({ 'k:{"name":"app"}': { 'f:securityContext': { '.': {}, 'f:privileged': {} } } }),
        },
      ],
      [
        {
          class: 'added',
          field: 'spec.template.spec.containers[name=app].securityContext.privileged',
          live: true,
          by: 'kubectl-patch',
        },
      ],
    ],
    [
      'what a program adds to pods under the name of a controller',
      deployment({ containers: [APP, { name: 'miner', image: 'miner' }] }),
      [
        {
          manager: 'kube-controller-manager',
          operation: 'Update',
          fieldsV1: containers({ 'k:{"name":"miner"}': { '.': {}, 'f:name': {} } }),
        },
      ],
      [
        {
          class: 'added',
          field: 'spec.template.spec.containers[name=miner]',
          live: { name: 'miner', image: 'miner' },
          by: 'kube-controller-manager',
        },
      ],
    ],
    [
      "what somebody adds to pods under Argo CD's own name",
      deployment({ containers: [APP, { name: 'miner', image: 'miner' }], more: { hostNetwork: true } }),
      [
        {
          manager: 'argocd-controller',
          operation: 'Update',
          fieldsV1: {
            'f:spec': {
              'f:template': {
                'f:spec': { 'f:containers': { 'k:{"name":"miner"}': { '.': {}, 'f:name': {}, 'f:image': {} } }, 'f:hostNetwork': {} },
              },
            },
          },
        },
      ],
      [
        {
          class: 'added',
          field: 'spec.template.spec.containers[name=miner]',
          live: { name: 'miner', image: 'miner' },
          by: 'argocd-controller',
        },
        { class: 'added', field: 'spec.template.spec.hostNetwork', live: true, by: 'argocd-controller' },
      ],
    ],
    [
      "a value that somebody changes under Argo CD's own name, with the name",
      deployment({ replicas: 7 }),
      [{ manager: 'argocd-controller', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
      [{ class: 'changed', field: 'spec.replicas', live: 7, wanted: 2, by: 'argocd-controller' }],
    ],
    [
      'an annotation that tells Argo CD to look away, whoever says to have written it',
      { ...deployment(), metadata: { annotations: { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' } } },
      ['kube-controller-manager', 'argocd-application-controller', 'argocd-controller'].map((manager) => ({
        manager,
        operation: 'Update',
        fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:argocd.argoproj.io/compare-options': {} } } },
      })),
      [
        {
          class: 'added',
          field: 'metadata.annotations["argocd.argoproj.io/compare-options"]',
          live: 'IgnoreExtraneous',
          by: 'argocd-application-controller, argocd-controller, kube-controller-manager',
        },
      ],
    ],
    [
      'a second variable of the same name, of which the last one counts',
      deployment({ containers: [{ ...APP, env: [...APP.env, { name: 'A', value: '2' }] }] }),
      [
        {
          manager: 'kubectl-edit',
          operation: 'Update',
          fieldsV1: containers({ 'k:{"name":"app"}': { 'f:env': { 'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} } } } }),
        },
      ],
      [
        {
          class: 'changed',
          field: 'spec.template.spec.containers[name=app].env[name=A]',
          live: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
          wanted: { name: 'A', value: '1' },
          by: 'kubectl-edit',
        },
      ],
    ],
    [
      'one field of two managers once',
      deployment({ more: { hostNetwork: true } }),
      ['b', 'a'].map((manager) => ({ manager, fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': { 'f:hostNetwork': {} } } } } })),
      [{ class: 'added', field: 'spec.template.spec.hostNetwork', live: true, by: 'a, b' }],
    ],
  ])('is %s', (_name, live, others, differences) => {
    expect(drift(live, others).differences).toEqual(differences);
  });

  test('is a field that dist no longer states and Argo CD has not taken away yet', () => {
    const live = managed('Deployment', deployment(), [OURS]);
    const wanted = managed('Deployment', { spec: { ...(deployment().spec as object), replicas: undefined } }, [
      { ...OURS, fieldsV1: { 'f:spec': { 'f:selector': {} } } },
    ]);

    expect(objectDrift({ live, wanted }).differences).toContainEqual({
      class: 'changed',
      field: 'spec.replicas',
      live: 2,
    });
  });

  test.each<[string, number]>([
    ['nothing', 0],
    ['less than its least', 1],
    ['more than its most', 10],
  ])('is a number of replicas that no autoscaler chooses: %s', (_name, replicas) => {
    const scaled = { manager: 'kubectl', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } };

    expect(drift(deployment({ replicas }), [scaled], { scale: { min: replicas === 0 ? 0 : 2, max: 9 } }).differences).toEqual([
      { class: 'changed', field: 'spec.replicas', live: replicas, wanted: 2, by: 'kubectl' },
    ]);
  });

  test('is what somebody adds to a map that dist states empty', () => {
    const stated = { ...OURS, fieldsV1: { 'f:spec': { 'f:securityContext': {} } } };
    const byHand: Entry = {
      manager: 'kubectl-patch',
      operation: 'Update',
      fieldsV1: { 'f:spec': { 'f:securityContext': { 'f:runAsUser': {} } } },
    };
    const [live, wanted] = [[stated, byHand], [stated]].map((entries) =>
      managed('Deployment', { spec: { securityContext: { runAsUser: 0 } } }, entries),
    ) as [Manifest, Manifest];

    expect(objectDrift({ live, wanted }).differences).toEqual([
      { class: 'added', field: 'spec.securityContext.runAsUser', live: 0, by: 'kubectl-patch' },
    ]);
  });

  test('keeps quiet about what other managers repeat, and about who applied it first', () => {
    expect(drift(deployment(), [{ manager: 'kubectl', fieldsV1: STATED }])).toEqual({ differences: [], ignored: [] });
  });

  test.each<[string, string, Fields, Entry, string]>([
    [
      'the number of replicas where an autoscaler counts them',
      'spec.replicas',
      deployment({ replicas: 9 }),
      { manager: 'kube-controller-manager', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      'an autoscaler counts the replicas',
    ],
    [
      'notes of a controller',
      'metadata.annotations["deployment.kubernetes.io/revision"]',
      { ...deployment(), metadata: { annotations: { 'deployment.kubernetes.io/revision': '3' } } },
      {
        manager: 'kube-controller-manager',
        operation: 'Update',
        fieldsV1: { 'f:metadata': { 'f:annotations': { '.': {}, 'f:deployment.kubernetes.io/revision': {} } } },
      },
      "Kubernetes' controllers keep their notes there",
    ],
    [
      'a restart',
      'spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]',
      {
        spec: {
          ...(deployment().spec as object),
          template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } }, spec: { containers: [APP] } },
        },
      },
      {
        manager: 'kubectl-rollout',
        operation: 'Update',
        fieldsV1: { 'f:spec': { 'f:template': { 'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} } } } } },
      },
      'somebody asked for a restart',
    ],
    [
      "Argo CD's mark",
      'metadata.annotations["argocd.argoproj.io/tracking-id"]',
      { ...deployment(), metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'a:b/c:d/e' } } },
      { manager: 'argocd-controller', fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:argocd.argoproj.io/tracking-id': {} } } } },
      "Argo CD's own mark",
    ],
  ])('is not %s, which is said with its reason', (_name, field, live, entry, reason) => {
    const found = drift(live, [entry], { scale: { min: 2, max: 9 } });

    expect(found.differences).toEqual([]);
    expect(found.ignored).toEqual([expect.objectContaining({ field, reason })]);
  });

  test('is not the status, nor a request to Argo CD', () => {
    const status = { sync: { status: 'OutOfSync' } };
    const entries: Entry[] = [
      { manager: 'argocd-application-controller', operation: 'Update', fieldsV1: { 'f:status': { '.': {}, 'f:sync': {} } } },
    ];
    const live = managed('Application', { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'hard' } }, status }, [
      ...entries,
      { manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:argocd.argoproj.io/refresh': {} } } } },
    ]);

    const { differences, ignored } = objectDrift({ live, wanted: live });

    expect(differences).toEqual([]);
    expect(ignored.map(({ field, reason }) => [field, reason])).toEqual([
      ['status', 'status is what controllers report'],
      ['metadata.annotations["argocd.argoproj.io/refresh"]', 'a request to Argo CD'],
    ]);
  });

  test.each<[string, string, Fields, object]>([
    ['a key of a Secret', 'Secret', { data: { k: 'dmFsdWU=' } }, { 'f:data': { 'f:k': {} } }],
    [
      'a variable that is called like a secret',
      'Deployment',
      { spec: { template: { spec: { containers: [{ name: 'c', env: [{ name: 'DB_PASSWORD', value: 'dmFsdWU=' }] }] } } } },
      containers({ 'k:{"name":"c"}': { 'f:env': { 'k:{"name":"DB_PASSWORD"}': { '.': {} } } } }),
    ],
    [
      'a variable whose value has a credential in it',
      'Deployment',
      {
        spec: {
          template: { spec: { containers: [{ name: 'c', env: [{ name: 'DATABASE_URL', value: 'postgres://app:dmFsdWU=@db/app' }] }] } },
        },
      },
      containers({ 'k:{"name":"c"}': { 'f:env': { 'k:{"name":"DATABASE_URL"}': { 'f:value': {} } } } }),
    ],
    [
      'a command line that has a password in it',
      'Deployment',
      { spec: { template: { spec: { containers: [{ name: 'c', args: ['--verbose', '--password', 'dmFsdWU='] }] } } } },
      containers({ 'k:{"name":"c"}': { 'f:args': {} } }),
    ],
    [
      'an option that is a password',
      'Deployment',
      { spec: { template: { spec: { containers: [{ name: 'c', args: ['--db-password=dmFsdWU='] }] } } } },
      containers({ 'k:{"name":"c"}': { 'f:args': {} } }),
    ],
    [
      'a key of a ConfigMap that is called like a secret',
      'ConfigMap',
      { data: { 'admin.password': 'dmFsdWU=' } },
      { 'f:data': { 'f:admin.password': {} } },
    ],
    [
      'an object that is repeated in an annotation',
      'ConfigMap',
      { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'dmFsdWU=' } } },
      { 'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/last-applied-configuration': {} } } },
    ],
  ])('hides the value of %s', (_name, kind, fields, fieldsV1) => {
    const live = managed(kind, fields, [{ manager: 'kubectl-patch', operation: 'Update', fieldsV1 }]);

    const { differences } = objectDrift({ live, wanted: managed(kind, fields, []) });

    expect(differences).toHaveLength(1);
    expect(JSON.stringify(differences)).toContain('(hidden)');
    expect(JSON.stringify(differences)).not.toContain('dmFsdWU=');
  });

  test('hides the password of a command line that was changed, which only the word before tells', () => {
    const spec = (password: string): Fields => ({ spec: { containers: [{ name: 'c', args: ['--password', password] }] } });
    const stated = { ...OURS, fieldsV1: { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { 'f:args': {} } } } } };

    const { differences } = objectDrift({ live: managed('Pod', spec('b'), [stated]), wanted: managed('Pod', spec('a'), [stated]) });

    expect(differences).toEqual([
      { class: 'changed', field: 'spec.containers[name=c].args', live: ['--password', '(hidden)'], wanted: ['--password', '(hidden)'] },
    ]);
  });
});
