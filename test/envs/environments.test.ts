import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dev } from '../../envs/dev';
import { Local } from '../../envs/local';
import { Prod } from '../../envs/prod';
import { Stage } from '../../envs/stage';
import { type Environment, type LaidOut, layout, type Manifest, synthesize, valueAt } from '../../lib';
import { AddOn } from '../../lib/addon/add-on';
import { isClusterScoped } from '../../lib/manifest/identity';
import { quantityAmount } from '../../lib/manifest/quantity';

/** A peer that has a label and does not have it: it closes, and says so in fields that Argo CD owns. */
const NOBODY = {
  podSelector: {
    matchExpressions: [
      { key: 'platform.kfm.example.org/nobody', operator: 'Exists' },
      { key: 'platform.kfm.example.org/nobody', operator: 'DoesNotExist' },
    ],
  },
};

const CLASSES = { local: Local, dev: Dev, stage: Stage, prod: Prod };

interface Rendered {
  readonly environment: Environment;
  readonly objects: readonly LaidOut[];
  readonly manifests: readonly Manifest[];
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly unknown[];
}

const rendered: Record<string, Rendered> = Object.fromEntries(
  Object.entries(CLASSES).map(([name, Class]) => {
    const environment = new Class();
    const { objects, files, judgement } = synthesize(environment);
    return [name, { environment, objects, manifests: objects.map(({ manifest }) => manifest), files, findings: judgement.findings }];
  }),
);

function list(value: unknown, path: string): unknown[] {
  return (valueAt(value, path) as unknown[] | undefined) ?? [];
}

const POD_SPECS = ['spec.template.spec', 'spec.jobTemplate.spec.template.spec'];

/** What runs: the objects that make pods, with the spec of their pods. */
function workloads({ manifests }: Rendered): { manifest: Manifest; pod: unknown }[] {
  return manifests.flatMap((manifest) =>
    POD_SPECS.map((path) => ({ manifest, pod: valueAt(manifest, path) })).filter(({ pod }) => pod !== undefined),
  );
}

function containersOf(pod: unknown): unknown[] {
  return [...list(pod, 'initContainers'), ...list(pod, 'containers')];
}

describe.each(Object.entries(rendered))('%s', (name, each) => {
  const { environment, objects, manifests, files, findings } = each;
  const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);

  test('is green', () => {
    expect(findings).toEqual([]);
  });

  test('fits on a page', () => {
    const lines = readFileSync(join(__dirname, `../../envs/${name}/index.ts`), 'utf8')
      .trimEnd()
      .split('\n');

    expect(lines.length).toBeLessThanOrEqual(60);
  });

  test('gives every file to exactly one component, derived ones excepted', () => {
    const { units } = JSON.parse(files.get('index.json') as string) as { units: { component: string; files: string[] }[] };
    const owned = units.flatMap((unit) => unit.files);

    expect([...owned].sort()).toEqual([...files.keys()].filter((path) => path.includes('/')).sort());
    expect(units.every(({ component }) => component !== '')).toBe(true);
  });

  test('renders the same whatever order units, objects and keys come in', () => {
    const units = environment.delivery.deliver(environment.units(), environment);
    const reversed = [...units].reverse().map((unit) => ({ ...unit, manifests: [...unit.manifests].reverse().map(withReversedKeys) }));

    const lines = (laidOut: readonly LaidOut[]) => laidOut.map(({ path, text }) => [path, text]);
    expect(lines(layout(name, reversed))).toEqual(lines(layout(name, units)));
  });

  test('names nothing after the environment, and nothing after a hash', () => {
    for (const { metadata } of manifests) expect(metadata.name).not.toMatch(new RegExp(`(^|-)${name}(-|$)|-c[0-9a-f]{7}`));
  });

  test('closes every namespace, limits it, and says which pods it admits', () => {
    const namespaces = ofKind('Namespace');
    expect(namespaces.length).toBeGreaterThan(8);
    for (const { metadata } of namespaces) {
      const within = (kind: string) => ofKind(kind).filter((manifest) => manifest.metadata.namespace === metadata.name);
      const level = metadata.name === 'logging' ? 'privileged' : 'restricted';
      expect(metadata.labels).toMatchObject({
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/enforce-version': 'v1.34',
        'pod-security.kubernetes.io/warn': level,
        'pod-security.kubernetes.io/audit': level,
      });
      expect(within('ResourceQuota')).toHaveLength(1);
      expect(within('LimitRange')).toHaveLength(1);
      const policies = within('NetworkPolicy');
      expect(policies.map(({ spec }) => spec)).toContainEqual({
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [NOBODY] }],
        egress: [{ to: [NOBODY] }],
      });
      const dns = policies.find((policy) => policy.metadata.name === 'allow-dns');
      expect(list(list(dns, 'spec.egress')[0], 'ports')).toEqual([
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ]);
      expect(policies.every((policy) => list(policy, 'spec.policyTypes').length > 0)).toBe(true);
    }
  });

  test('has room in every quota of a team for all it runs, scaled up, in the middle of a rollout, with all its jobs running', () => {
    for (const namespace of Object.keys(environment.catalogue.namespaces)) {
      const quota = ofKind('ResourceQuota').find(({ metadata }) => metadata.namespace === namespace);
      const hard = valueAt(quota, 'spec.hard') as Record<string, string>;
      for (const [resource, taken] of Object.entries(demandOf(each, namespace))) {
        expect([namespace, resource, taken > 0 || resource === 'requests.storage']).toEqual([namespace, resource, true]);
        if (taken > 0)
          expect([namespace, resource, taken <= quantityAmount(hard[resource] as string)]).toEqual([namespace, resource, true]);
      }
    }
  });

  test('runs containers as Pod Security restricted asks for, pinned, limited, and probed where they stay', () => {
    expect(workloads(each).length).toBeGreaterThan(10);
    for (const { manifest, pod } of workloads(each)) {
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        serviceAccountName: expect.stringMatching(/^(?!default$)/),
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const container of containersOf(pod)) {
        expect(container).toMatchObject({
          image: expect.stringMatching(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/),
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          resources: {
            requests: { cpu: expect.any(String), memory: expect.any(String), 'ephemeral-storage': expect.any(String) },
            limits: { cpu: expect.any(String), memory: expect.any(String), 'ephemeral-storage': expect.any(String) },
          },
        });
      }
      const [main] = list(pod, 'containers');
      if (manifest.kind === 'Deployment' || manifest.kind === 'StatefulSet') {
        expect(main).toMatchObject({
          livenessProbe: expect.anything(),
          readinessProbe: expect.anything(),
          startupProbe: expect.anything(),
        });
        expect(valueAt(main, 'livenessProbe')).not.toEqual(valueAt(main, 'readinessProbe'));
      }
    }
  });

  test('has every Secret that a pod reads, with that key, from exactly one source', () => {
    const sources = [
      ...environment.secrets().map(({ namespace, name: secret, keys }) => ({ namespace, secret, keys: [...keys] })),
      ...ofKind('Certificate').map(({ metadata, spec }) => ({
        namespace: metadata.namespace,
        secret: valueAt(spec, 'secretName'),
        keys: ['tls.crt', 'tls.key', 'ca.crt'],
      })),
    ];
    for (const { manifest, pod } of workloads(each)) {
      const read = [
        ...containersOf(pod).flatMap((container) =>
          list(container, 'env').flatMap((variable) => {
            const reference = valueAt(variable, 'valueFrom.secretKeyRef') as { name: string; key: string } | undefined;
            return reference === undefined ? [] : [[reference.name, reference.key] as const];
          }),
        ),
        ...list(pod, 'volumes').flatMap((volume) => {
          const secret = valueAt(volume, 'secret.secretName');
          return secret === undefined ? [] : [[secret, undefined] as const];
        }),
      ];
      for (const [secret, key] of read) {
        const found = sources.filter((source) => source.namespace === manifest.metadata.namespace && source.secret === secret);
        expect([secret, found.length]).toEqual([secret, 1]);
        if (key !== undefined) expect(found[0]?.keys).toContain(key);
      }
    }
    expect(ofKind('Secret')).toEqual([]);
  });

  test('keeps every unit inside the ceiling of its project', () => {
    const projects = environment.catalogue.projects;
    for (const { unit, manifest } of objects) {
      const ceiling = projects[unit.project];
      const kind = { group: manifest.apiVersion.includes('/') ? (manifest.apiVersion.split('/')[0] as string) : '', kind: manifest.kind };
      const isCluster = manifest.metadata.namespace === undefined;
      const allowed = isCluster ? ceiling?.clusterKinds : ceiling?.namespacedKinds;
      const permits = allowed?.some(
        (entry) =>
          entry.group === kind.group && entry.kind === kind.kind && (entry.name ?? manifest.metadata.name) === manifest.metadata.name,
      );
      expect([unit.folder, kind, isCluster || isClusterScoped(manifest), permits]).toEqual([unit.folder, kind, isCluster, true]);
      if (!isCluster) expect(ceiling?.namespaces).toContain(manifest.metadata.namespace);
      expect(ceiling?.namespaces).toContain(unit.namespace);
    }
  });

  test('keeps every add-on inside the ceiling of the platform, at an exact version of a known chart', () => {
    const { platform } = environment.catalogue.projects;
    const addOns = environment.node.findAll().filter((construct): construct is AddOn => construct instanceof AddOn);
    expect(addOns.length).toBeGreaterThan(3);
    for (const { footprint, namespace } of addOns) {
      for (const entry of footprint.namespacedKinds) expect(platform?.namespacedKinds).toContainEqual(entry);
      for (const entry of footprint.clusterKinds) expect(platform?.clusterKinds).toContainEqual(entry);
      for (const used of [namespace, ...(footprint.namespaces ?? [])]) expect(platform?.namespaces).toContain(used);
    }
    for (const { spec } of ofKind('Application').filter((application) => valueAt(application, 'spec.source.chart') !== undefined)) {
      expect(valueAt(spec, 'source.targetRevision')).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect(platform?.charts).toContain(valueAt(spec, 'source.repoURL'));
    }
  });

  test('states each direction that a policy closes, so that what somebody opens by hand is taken back', () => {
    for (const { metadata, spec } of ofKind('NetworkPolicy')) {
      const unstated = (valueAt(spec, 'policyTypes') as string[]).filter((type) => list(spec, type.toLowerCase()).length === 0);
      expect({ policy: metadata.name, unstated }).toEqual({ policy: metadata.name, unstated: [] });
    }
  });

  test('lets only declared callers, its own backups and Prometheus reach a store', () => {
    const allowed = ofKind('NetworkPolicy').filter(
      ({ metadata, spec }) => metadata.namespace === 'platform-data' && metadata.name !== 'default-deny' && valueAt(spec, 'ingress'),
    );
    const sources = new Set(
      allowed.flatMap(({ spec }) =>
        list(spec, 'ingress').flatMap((rule) =>
          list(rule, 'from').map((peer) => {
            const labels = valueAt(peer, 'podSelector.matchLabels') as Record<string, string>;
            return `${(valueAt(peer, 'namespaceSelector.matchLabels') as Record<string, string>)['kubernetes.io/metadata.name']}/${labels['app.kubernetes.io/instance'] ?? labels['app.kubernetes.io/name']}`;
          }),
        ),
      ),
    );
    const backups = environment.cluster.backup === undefined ? [] : ['postgres', 'objects', 'audit'];

    expect([...sources].sort()).toEqual(
      [
        'kfm-api/kfm-api',
        'kfm-api/kfm-api-migration',
        'monitoring/prometheus',
        ...backups.flatMap((store) => [`platform-data/${store}-backup`, `platform-data/${store}-restore`]),
      ].sort(),
    );
  });

  test('watches everything that serves: a monitor, alerts and a dashboard', () => {
    const names = (kind: string) => ofKind(kind).map(({ metadata }) => metadata.name);
    const watched = manifests
      .filter(({ kind, metadata }) => kind === 'Service' && metadata.labels?.['platform.kfm.example.org/state'] !== undefined)
      .map(({ metadata }) => metadata.name);
    expect(watched.length).toBeGreaterThanOrEqual(11);

    expect(names('ServiceMonitor')).toEqual(expect.arrayContaining(watched));
    expect(names('PrometheusRule')).toEqual(expect.arrayContaining(watched));
    expect(names('ConfigMap')).toEqual(expect.arrayContaining(watched.map((component) => `dashboard-${component}`)));
  });
});

/** What the pods of a namespace may take at once. */
function demandOf(each: Rendered, namespace: string): Record<string, number> {
  const demand: Record<string, number> = {
    'requests.cpu': 0,
    'limits.cpu': 0,
    'requests.memory': 0,
    'limits.memory': 0,
    pods: 0,
    'requests.storage': 0,
  };
  const add = (resource: string, amount: number) => {
    demand[resource] = (demand[resource] ?? 0) + amount;
  };
  for (const { manifest, pod } of workloads(each).filter(({ manifest: own }) => own.metadata.namespace === namespace)) {
    const pods = podsOf(each, manifest);
    add('pods', pods);
    for (const field of ['requests.cpu', 'limits.cpu', 'requests.memory', 'limits.memory']) {
      const amounts = (part: string) =>
        list(pod, part).map((container) => quantityAmount((valueAt(container, `resources.${field}`) as string | undefined) ?? '0'));
      const together = amounts('containers').reduce((sum, amount) => sum + amount, 0);
      add(field, pods * Math.max(together, ...amounts('initContainers')));
    }
    const claims = [
      ...list(manifest, 'spec.volumeClaimTemplates'),
      ...list(pod, 'volumes').map((volume) => valueAt(volume, 'ephemeral.volumeClaimTemplate')),
    ];
    for (const claim of claims) {
      const size = valueAt(claim, 'spec.resources.requests.storage') as string | undefined;
      if (size !== undefined) add('requests.storage', quantityAmount(size));
    }
  }
  return demand;
}

/** Most pods of a workload: of a Deployment one more while it rolls, of an autoscaled one its maximum. */
function podsOf({ manifests }: Rendered, manifest: Manifest): number {
  if (manifest.kind !== 'Deployment') return Number(valueAt(manifest, 'spec.replicas') ?? 1);
  const autoscaler = manifests.find(
    ({ kind, metadata, spec }) =>
      kind === 'HorizontalPodAutoscaler' &&
      metadata.namespace === manifest.metadata.namespace &&
      valueAt(spec, 'scaleTargetRef.name') === manifest.metadata.name,
  );
  return Number(valueAt(autoscaler, 'spec.maxReplicas') ?? valueAt(manifest, 'spec.replicas')) + 1;
}

function withReversedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withReversedKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, withReversedKeys(child)]),
  ) as T;
}

describe('the environments differ as the sources say', () => {
  const traits = (name: keyof typeof CLASSES) => rendered[name]?.environment.traits;

  test('in what depends on them, and whose data they hold', () => {
    expect(
      Object.keys(CLASSES).map((name) => [name, traits(name as keyof typeof CLASSES)?.purpose, traits(name as keyof typeof CLASSES)?.data]),
    ).toEqual([
      ['local', 'development', 'synthetic'],
      ['dev', 'development', 'synthetic'],
      ['stage', 'rehearsal', 'redacted'],
      ['prod', 'production', 'sensitive'],
    ]);
  });

  test('in where changes come from: dev, then stage, then prod, each held until it is promoted', () => {
    expect(['dev', 'stage', 'prod'].map((name) => traits(name as 'dev')?.follows)).toEqual([undefined, 'dev', 'stage']);
    expect(['dev', 'stage', 'prod'].map((name) => traits(name as 'dev')?.locked)).toEqual([false, true, true]);
  });

  test('in cadence: prod waits for a request, the others apply at once', () => {
    const automated = Object.entries(rendered).map(([name, { manifests }]) => [
      name,
      manifests.filter(({ kind }) => kind === 'Application').some(({ spec }) => valueAt(spec, 'syncPolicy.automated') !== undefined),
    ]);

    expect(automated).toEqual([
      ['local', true],
      ['dev', true],
      ['stage', true],
      ['prod', false],
    ]);
  });

  test('in capacity: no quota of stage is above the one of prod', () => {
    const quotas = (name: string) =>
      Object.fromEntries(
        (rendered[name] as Rendered).manifests
          .filter(({ kind }) => kind === 'ResourceQuota')
          .map(({ metadata, spec }): [string, Record<string, string>] => [
            metadata.namespace ?? '',
            valueAt(spec, 'hard') as Record<string, string>,
          ]),
      );
    const prod = quotas('prod');

    for (const [namespace, hard] of Object.entries(quotas('stage'))) {
      for (const [resource, amount] of Object.entries(hard)) {
        expect(quantityAmount(amount)).toBeLessThanOrEqual(quantityAmount(prod[namespace]?.[resource] as string));
      }
    }
  });

  test('not in what runs and what is watched: stage has every component, policy, alert and role of prod', () => {
    const shape = (name: string) =>
      (rendered[name] as Rendered).objects
        .map(({ path }) => path)
        // What scales by itself is prod's, what load is put on stage's (compare tells both).
        .filter((path) => !/horizontalpodautoscaler|[-_]rehearsal/.test(path))
        .sort();

    expect(shape('stage')).toEqual(shape('prod'));
  });

  test('not in what a project permits: the same in dev, stage and prod, so that Argo CD is asked about one of them', () => {
    const permitted = (name: string) =>
      Object.fromEntries(
        (rendered[name] as Rendered).manifests.flatMap(({ kind, metadata, spec }) =>
          kind === 'AppProject' ? [[metadata.name, spec]] : [],
        ),
      );

    expect(Object.keys(permitted('prod'))).toContain('data');
    expect(permitted('dev')).toEqual(permitted('prod'));
    expect(permitted('stage')).toEqual(permitted('prod'));
  });
});
