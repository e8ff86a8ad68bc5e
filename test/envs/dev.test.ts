import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dev } from '../../envs/dev';
import { type LaidOut, layout, type Manifest, synthesize, valueAt } from '../../lib';
import { quantityAmount } from '../../lib/manifest/quantity';

const dev = new Dev();
const { objects, files, judgement } = synthesize(dev);
const manifests = objects.map(({ manifest }) => manifest);

function ofKind(kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

function list(value: unknown, path: string): unknown[] {
  return (valueAt(value, path) as unknown[] | undefined) ?? [];
}

const workloads = manifests.filter((manifest) => valueAt(manifest, 'spec.template.spec') !== undefined);
const containers = workloads.flatMap((workload) =>
  list(workload, 'spec.template.spec.containers').map((container) => ({ workload, container })),
);

describe('dev', () => {
  test('is green', () => {
    expect(judgement.findings).toEqual([]);
  });

  test('holds these objects', () => {
    const lines = objects.map(({ path }) => path);

    expect(lines).toMatchSnapshot();
  });

  test('fits on a page', () => {
    const source = readFileSync(join(__dirname, '../../envs/dev/index.ts'), 'utf8');

    expect(source.split('\n').length).toBeLessThanOrEqual(60);
  });

  test('gives every file to exactly one component, derived ones excepted', () => {
    const { units } = JSON.parse(files.get('index.json') as string) as { units: { component: string; files: string[] }[] };
    const owned = units.flatMap((unit) => unit.files);

    expect([...owned].sort()).toEqual([...files.keys()].filter((path) => path.includes('/')).sort());
    expect(units.every(({ component }) => component !== '')).toBe(true);
  });

  test('renders the same whatever order units, objects and keys come in', () => {
    const units = dev.delivery.deliver(dev.units(), dev);
    const reversed = [...units].reverse().map((unit) => ({ ...unit, manifests: [...unit.manifests].reverse().map(withReversedKeys) }));

    const lines = (laidOut: readonly LaidOut[]) => laidOut.map(({ path, text }) => [path, text]);
    expect(lines(layout('dev', reversed))).toEqual(lines(layout('dev', units)));
  });

  test('names nothing after the environment, and nothing after a hash', () => {
    for (const { metadata } of manifests) expect(metadata.name).not.toMatch(/dev|-c[0-9a-f]{7}/);
  });
});

function withReversedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withReversedKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, withReversedKeys(child)]),
  ) as T;
}

describe('every namespace of dev', () => {
  const namespaces = ofKind('Namespace');
  const inNamespace = (kind: string, { metadata }: Manifest) =>
    ofKind(kind).filter((manifest) => manifest.metadata.namespace === metadata.name);

  test.each(namespaces.map((namespace): [string, Manifest] => [namespace.metadata.name, namespace]))(
    '%s is restricted, limited and closed',
    (_, namespace) => {
      expect(namespace.metadata.labels).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'v1.34',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
      });
      expect(inNamespace('ResourceQuota', namespace)).toHaveLength(1);
      expect(inNamespace('LimitRange', namespace)).toHaveLength(1);

      const policies = inNamespace('NetworkPolicy', namespace);
      expect(policies.map(({ spec }) => spec)).toContainEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
      const dns = policies.find(({ metadata }) => metadata.name === 'allow-dns');
      expect(list(list(dns, 'spec.egress')[0], 'ports')).toEqual([
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ]);
      expect(policies.every((policy) => list(policy, 'spec.policyTypes').length > 0)).toBe(true);
    },
  );

  test.each([
    ['requests.cpu', 'requests', 'cpu'],
    ['limits.cpu', 'limits', 'cpu'],
    ['requests.memory', 'requests', 'memory'],
    ['limits.memory', 'limits', 'memory'],
  ])('has room for twice the %s of what dev runs in it, as a rollout needs', (hard, part, resource) => {
    for (const quota of ofKind('ResourceQuota')) {
      const running = containers.filter(({ workload }) => workload.metadata.namespace === quota.metadata.namespace);
      const taken = running.map(({ workload, container }) => {
        const amount = quantityAmount(valueAt(container, `resources.${part}.${resource}`) as string);
        return amount * Number(valueAt(workload, 'spec.replicas'));
      });
      const sum = taken.reduce((total, amount) => total + amount, 0);

      expect(sum).toBeGreaterThan(0);
      expect(2 * sum).toBeLessThanOrEqual(quantityAmount((valueAt(quota, 'spec.hard') as Record<string, string>)[hard] as string));
    }
  });
});

describe('every container of dev', () => {
  test.each(containers.map((each): [string, (typeof containers)[number]] => [each.workload.metadata.name, each]))(
    'in %s is what Pod Security restricted asks for, pinned, limited and probed',
    (_, { workload, container }) => {
      expect(valueAt(workload, 'spec.template.spec')).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(container).toMatchObject({
        image: expect.stringMatching(/^[\w./-]+:\d+\.\d+[\w.]*@sha256:[0-9a-f]{64}$/),
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        resources: {
          requests: { cpu: expect.any(String), memory: expect.any(String), 'ephemeral-storage': expect.any(String) },
          limits: { cpu: expect.any(String), memory: expect.any(String), 'ephemeral-storage': expect.any(String) },
        },
        livenessProbe: expect.anything(),
        readinessProbe: expect.anything(),
        startupProbe: expect.anything(),
      });
      expect(valueAt(container, 'livenessProbe')).not.toEqual(valueAt(container, 'readinessProbe'));
    },
  );
});

describe('the membrane of dev', () => {
  test('lets only the governed API reach Postgres, the gateway and the interface the API, the gateway the interface', () => {
    const edges = ofKind('NetworkPolicy').flatMap((policy) =>
      list(policy, 'spec.ingress').flatMap((rule) =>
        list(rule, 'from').map((peer) => [
          `${(valueAt(peer, 'namespaceSelector.matchLabels') as Record<string, string>)['kubernetes.io/metadata.name']}`,
          `${(valueAt(peer, 'podSelector.matchLabels') as Record<string, string>)['app.kubernetes.io/name']}`,
          `${policy.metadata.namespace}/${(valueAt(policy, 'spec.podSelector.matchLabels') as Record<string, string>)['app.kubernetes.io/name']}`,
          `${list(rule, 'ports').map((port) => valueAt(port, 'port'))}`,
        ]),
      ),
    );

    expect(edges.map(([namespace, pods, to, port]) => `${namespace}/${pods} -> ${to}:${port}`).sort()).toEqual([
      'edge/edge -> kfm-api/kfm-api:8080',
      'edge/edge -> kfm-web/kfm-ui:8080',
      'kfm-api/kfm-api -> platform-data/postgres:5432',
      'kfm-web/kfm-ui -> kfm-api/kfm-api:8080',
    ]);
  });

  test('holds no Secret in clear, and seals what pods read before they start', () => {
    expect(ofKind('Secret')).toEqual([]);
    expect(ofKind('SealedSecret').map(({ metadata }) => [metadata.name, metadata.annotations?.['argocd.argoproj.io/sync-wave']])).toEqual([
      ['postgres-credentials', '-1'],
      ['kfm-api-postgres', '-1'],
    ]);
  });
});
