import type { Manifest } from '../../lib/manifest/manifest';
import { consequences, deployment, file, object, told } from './told';

const QUOTA = object('v1', 'ResourceQuota', 'quota', { spec: { hard: { 'requests.cpu': '1', pods: '4' } } });

function statefulSet(replicas: number, image: string, fields: Readonly<Record<string, unknown>> = {}): Manifest {
  return object('apps/v1', 'StatefulSet', 'db', {
    spec: { replicas, ...fields, template: { spec: { containers: [{ name: 'db', image }] } } },
  });
}

function cpu(amount: string): Readonly<Record<string, unknown>> {
  return { resources: { requests: { cpu: amount } } };
}

describe('a changed pod template', () => {
  test('rolls its pods, and each field is told once under its own risk', () => {
    const before = deployment({
      image: 'r/shop:1@sha256:aa',
      env: [{ name: 'A', value: '1' }],
      livenessProbe: { periodSeconds: 1 },
      ...cpu('100m'),
    });
    const after = deployment({
      image: 'r/shop:2@sha256:bb',
      env: [{ name: 'A', value: '2' }],
      livenessProbe: { periodSeconds: 2 },
      ...cpu('200m'),
    });
    const found = consequences([file('a.yaml', before, after)]);

    expect(found.map(({ risk, summary, fields }) => ({ risk, summary, fields: fields.map(({ field }) => field) }))).toMatchInlineSnapshot(`
[
  {
    "fields": [
      "spec.template.spec.containers[name=shop].livenessProbe.periodSeconds",
    ],
    "risk": "restart",
    "summary": "2 pods roll, at most 25% more and 25% fewer at a time: environment variable A of shop, image shop 1 → 2, liveness probe of shop, requests and limits of shop",
  },
  {
    "fields": [
      "spec.template.spec.containers[name=shop].resources.requests.cpu",
    ],
    "risk": "capacity",
    "summary": "shop requests.cpu 100m → 200m",
  },
  {
    "fields": [
      "spec.template.spec.containers[name=shop].image",
    ],
    "risk": "image",
    "summary": "shop 1 → 2",
  },
  {
    "fields": [
      "spec.template.spec.containers[name=shop].env[name=A].value",
    ],
    "risk": "configuration",
    "summary": "variable A 1 → 2",
  },
]
`);
  });

  test.each<[string, Manifest, Manifest, string]>([
    [
      'one pod at a time from the last, of a StatefulSet',
      statefulSet(3, 'db:1'),
      statefulSet(3, 'db:2'),
      'restart: 3 pods roll, one after the other from the last: image db 1 → 2',
    ],
    [
      'with nothing in its place, of a StatefulSet of one',
      statefulSet(1, 'db:1'),
      statefulSet(1, 'db:2'),
      'restart: 1 pod rolls, and nothing serves meanwhile: image db 1 → 2',
    ],
    [
      'by hand, with OnDelete',
      statefulSet(3, 'db:1', { updateStrategy: { type: 'OnDelete' } }),
      statefulSet(3, 'db:2', { updateStrategy: { type: 'OnDelete' } }),
      'restart: 3 pods roll when somebody deletes them (OnDelete): image db 1 → 2',
    ],
    [
      'all at once, with Recreate',
      deployment({ image: 's:1' }, { spec: { strategy: { type: 'Recreate' } } }),
      deployment({ image: 's:2' }, { spec: { strategy: { type: 'Recreate' } } }),
      'restart: 2 pods roll, all stopped before the first new one starts: image shop 1 → 2',
    ],
    [
      'not before it is resumed, where it is paused',
      deployment({ image: 's:1' }, { spec: { paused: true } }),
      deployment({ image: 's:2' }, { spec: { paused: true } }),
      'restart: 2 pods roll once it is resumed, for it is paused: image shop 1 → 2',
    ],
    [
      'none, where there is none',
      deployment({ image: 's:1' }, { spec: { replicas: 0 } }),
      deployment({ image: 's:2' }, { spec: { replicas: 0 } }),
      'restart: no pod rolls, for it has none: image shop 1 → 2',
    ],
    [
      'for a list in another order',
      deployment({ ports: [{ name: 'a' }, { name: 'b' }] }),
      deployment({ ports: [{ name: 'b' }, { name: 'a' }] }),
      'restart: 2 pods roll, at most 25% more and 25% fewer at a time: a list of the pod template is in another order',
    ],
    [
      'with one probe less',
      deployment({ readinessProbe: { periodSeconds: 1 }, image: 's:1' }),
      deployment({ image: 's:2' }),
      'restart: 2 pods roll, at most 25% more and 25% fewer at a time: shop no longer has a readiness probe (pods take requests before they are ready), image shop 1 → 2',
    ],
    [
      'with no word of whether it lives',
      deployment({ livenessProbe: { periodSeconds: 1 } }),
      deployment({ startupProbe: { periodSeconds: 1 } }),
      'restart: 2 pods roll, at most 25% more and 25% fewer at a time: shop no longer has a liveness probe (what hangs is not restarted), startup probe of shop',
    ],
    [
      'for another checksum of what it reads',
      deployment({}, { annotations: { 'x.org/configuration': 'a' } }),
      deployment({}, { annotations: { 'x.org/configuration': 'b' } }),
      'restart: 2 pods roll, at most 25% more and 25% fewer at a time: checksum of its configuration',
    ],
  ])('rolls %s', (_, before, after, text) => {
    expect(told(before, after)[0]).toBe(text);
  });

  test('rolls as many pods as an autoscaler keeps', () => {
    const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop', {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' }, minReplicas: 2, maxReplicas: 5 },
    });

    expect(told(deployment({ image: 's:1' }), deployment({ image: 's:2' }), [scaler])[0]).toContain('2 to 5 pods roll');
  });

  test('of a CronJob is different from the next run on', () => {
    const cron = (image: string): Manifest =>
      object('batch/v1', 'CronJob', 'c', {
        spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'c', image, tty: image === 'c:1' }] } } } } },
      });

    expect(told(cron('c:1'), cron('c:2'))).toEqual([
      'image: c 1 → 2',
      'configuration: pods are different from its next run on: image c 1 → 2, tty of c',
    ]);
  });
});

describe('an image', () => {
  const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

  test.each([
    ['by its tag', 'r/a:1', 'r/a:2', 'a 1 → 2'],
    ['by its repository', 'r/a:1', 'q/a:1', 'a r/a:1 → q/a:1'],
    [
      'by its digest',
      `r/a:1@${digest('a')}`,
      `r/a:1@${digest('b')}`,
      `a 1 by another digest: sha256:${'a'.repeat(12)}… → sha256:${'b'.repeat(12)}…`,
    ],
    ['that loses its digest', `r/a:1@${digest('a')}`, 'r/a:2', 'a 1 → 2, no longer by digest'],
    ['of a registry with a port', 'r:5000/a', 'r:5000/a:2', 'a no tag → 2'],
  ])('is told %s', (_, before, after, text) => {
    const pod = (image: string): Manifest => deployment({ name: 'a', image });

    expect(told(pod(before), pod(after))).toContain(`image: ${text}`);
  });

  test('is found in custom resources, and not in the keys of a ConfigMap', () => {
    expect(
      told(object('x.org/v1', 'Db', 'd', { spec: { image: 'a:1' } }), object('x.org/v1', 'Db', 'd', { spec: { image: 'a:2' } })),
    ).toEqual(['image: image 1 → 2']);
    expect(
      told(object('v1', 'ConfigMap', 'd', { data: { image: 'a:1' } }), object('v1', 'ConfigMap', 'd', { data: { image: 'a:2' } })),
    ).toEqual(['configuration: keys image (a:1 → a:2); no workload in dist reads it']);
  });
});

describe('capacity', () => {
  test.each<[string, Manifest, Manifest, string]>([
    ['within its quota', deployment(), deployment({}, { spec: { replicas: 3 } }), 'capacity: replicas 2 → 3'],
    [
      'beyond its quota',
      deployment(),
      deployment({}, { spec: { replicas: 5 } }),
      'capacity: quota of shop: pods 5 of 4 do not fit; replicas 2 → 5',
    ],
    [
      'that does not fit while pods roll',
      deployment(),
      deployment({}, { spec: { replicas: 4 } }),
      'capacity: quota of shop: pods 5 of 4 do not fit while everything rolls and every Job runs; replicas 2 → 4',
    ],
    [
      'of requests beyond the quota',
      deployment(cpu('100m')),
      deployment(cpu('600m')),
      'capacity: quota of shop: requests.cpu 1.2 of 1 do not fit; shop requests.cpu 100m → 600m',
    ],
    ['that ends', deployment(), deployment({}, { spec: { replicas: 0 } }), 'capacity: nothing of it runs any more; replicas 2 → 0'],
  ])('%s', (_, before, after, text) => {
    expect(told(before, after, [QUOTA])).toContain(text);
  });

  test('of a quota that no longer holds what runs', () => {
    const hard = (pods: string): Manifest => object('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods } } });

    expect(told(hard('4'), hard('1'), [deployment()])).toEqual(['capacity: quota of shop: pods 2 of 1 do not fit; hard.pods 4 → 1']);
  });

  test('counts limits for requests that are absent, defaults of the namespace, init containers and claims', () => {
    const hard = { 'requests.cpu': '1', 'limits.memory': '1Gi', 'requests.storage': '5Gi', persistentvolumeclaims: '2' };
    const quota = object('v1', 'ResourceQuota', 'quota', { spec: { hard } });
    const range = object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', default: { memory: '1Gi' } }] } });
    const pod = { initContainers: [{ name: 'first', resources: { limits: { cpu: '3' } } }], containers: [{ name: 'db' }] };
    const claims = [{ spec: { resources: { requests: { storage: '4Gi' } } } }];
    const store = (replicas: number): Manifest =>
      object('apps/v1', 'StatefulSet', 'db', { spec: { replicas, template: { spec: pod }, volumeClaimTemplates: claims } });

    expect(told(store(1), store(3), [quota, range])).toEqual([
      'capacity: quota of shop: requests.cpu 9 of 1 do not fit, limits.memory 3Gi of 1Gi do not fit, requests.storage 12Gi of 5Gi do not fit, persistentvolumeclaims 3 of 2 do not fit; replicas 1 → 3',
    ]);
  });

  test('of a new workload says what it runs and asks for', () => {
    expect(told(undefined, deployment(cpu('100m')))).toEqual(['capacity: new; 2 pods of r/shop:1; shop asks for cpu 100m']);
  });
});

describe('what pods may do', () => {
  const safe = { securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } } };

  test('is told where it becomes more', () => {
    const loose = {
      securityContext: { allowPrivilegeEscalation: true, runAsNonRoot: true, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
    };

    expect(told(deployment(safe), deployment(loose, { pod: { hostNetwork: true } }))).toContain(
      "permission: pods may share the node's Network, gain privileges (shop), use NET_ADMIN (shop)",
    );
  });

  test('is the same where the pod says for all containers what each said', () => {
    const forAll = { securityContext: { runAsNonRoot: true } };
    const forOne = { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } };

    expect(told(deployment(safe), deployment(forOne, { pod: forAll }))).not.toContainEqual(expect.stringMatching(/^permission/));
  });

  test('is no permission where it becomes less', () => {
    const stricter = { securityContext: { ...safe.securityContext, readOnlyRootFilesystem: true } };

    expect(told(deployment(safe), deployment(stricter))).toContain('configuration: pods may no longer write to its image (shop)');
  });
});
