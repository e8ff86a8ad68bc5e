import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironment, makeEnvironment } from '../../cli/environments';
import { readerOf } from '../../cli/explain/reading';
import { objectKey, render } from '../../lib';
import { PROJECT, projectCopy, run } from '../cli/run';

// Each answer about a field makes its environment some hundreds of times.
jest.setTimeout(180_000);

/** The source line that an answer like `envs/dev/index.ts:31` points to. */
function sourceOf(place: string): string {
  const [file, line] = place.split(':') as [string, string];
  return readFileSync(join(PROJECT, file), 'utf8').split('\n')[Number(line) - 1] as string;
}

describe('explain', () => {
  test('names file, component, construct path and the lines of every new', () => {
    const { status, stdout } = run(['explain', 'dev', 'Deployment/kfm-api', '--json']);

    const explanation = JSON.parse(stdout) as { madeAt: { file: string; line: number; within: string }[] };
    expect(status).toBe(0);
    expect(explanation).toMatchObject({
      object: 'Deployment kfm-api/kfm-api',
      file: 'dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml',
      unit: 'workloads/kfm-api',
      component: 'kfm-api',
      construct: 'kfm-api/workloads-kfm-api/Api/Deployment/Resource',
    });
    expect(explanation.madeAt.map(({ file, line, within }) => [file, within, sourceOf(`${file}:${line}`).trim()])).toEqual([
      ['lib/workload/deployment.ts', 'Deployment', expect.stringContaining('new KubeObject<k8s.KubeDeploymentProps>(')],
      ['lib/workload/http-server.ts', 'HttpServer', expect.stringContaining('new Deployment(')],
      ['lib/workload/api.ts', 'Api', expect.stringContaining('super(component')],
      ['lib/app/kfm-api.ts', 'KfmApi', expect.stringContaining('new Api(')],
      ['envs/dev/index.ts', 'Dev', expect.stringContaining('new KfmApi(')],
    ]);
  });

  test('answers in words too, whatever the case', () => {
    const { stdout } = run(['explain', 'dev', 'statefulset/postgres']);

    expect(stdout).toMatch(
      /^StatefulSet platform-data\/postgres\n {2}file {6}dist\/dev\/stores\/postgres\/statefulset\.apps_postgres\.yaml\n/,
    );
    expect(stdout).toMatch(/made at {3}lib\/store\/store\.ts:\d+ in Store\n.*called at envs\/dev\/index\.ts:\d+ in Dev\n$/s);
  });

  test('follows what the delivery adds to the unit that it syncs', () => {
    const { stdout } = run(['explain', 'dev', 'Application/stores-postgres']);

    expect(stdout).toContain('added by the delivery (Argo CD) to sync postgres/stores-postgres');
    expect(stdout).toMatch(/made at {3}lib\/.*\.ts:\d+ in /);
  });

  test.each([
    ['Deployment/kfm-apj', 'dev has no object Deployment/kfm-apj; did you mean Deployment/kfm-api?'],
    ['NetworkPolicy/default-deny', 'networkpolicy/kfm-api/default-deny, '],
  ])('says what else %s could be', (wanted, message) => {
    const { status, stderr } = run(['explain', 'dev', wanted]);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

interface Line {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly written: string;
}

interface Field {
  readonly field: string;
  readonly value?: unknown;
  readonly overrides: readonly (Line & {
    readonly role: string;
    readonly without?: unknown;
    readonly exchanged?: { readonly by: unknown; readonly field: { readonly status: string; readonly value?: unknown } };
  })[];
  readonly base: readonly (Line & { readonly isWrittenOut: boolean })[];
  readonly kept?: unknown;
  readonly attempts: number;
}

function fieldOf(environment: string, object: string, field: string, project = PROJECT): Field {
  const { status, stdout, stderr } = run(['explain', environment, object, field, '--json'], { project });
  expect(stderr.replace(/^… made .*\n/gm, '')).toBe('');
  expect(status).toBe(0);
  return (JSON.parse(stdout) as { field: Field }).field;
}

function inWords(...args: readonly string[]): string {
  return run(['explain', ...args]).stdout;
}

/** The lines that an explanation names first, with what stands there. */
function named({ overrides, base }: Field): string[] {
  const roles = [
    ...overrides.map((one) => [one.role, one] as const),
    ...base.map((one) => [one.isWrittenOut ? 'writes' : 'hands on', one] as const),
  ];
  return roles.map(([role, { file, line, what }]) => `${role} ${file} ${what} | ${sourceOf(`${file}:${line}`).trim().slice(0, 60)}`);
}

/** Puts another value where a line says what an explanation found, as somebody would who wants the field otherwise. */
function edit(project: string, { file, line, written }: Line, by: unknown): void {
  const path = join(project, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  const spelled = (text: string): string => text.replaceAll('"', "'");
  expect(lines[line - 1]).toContain(spelled(written));
  lines[line - 1] = (lines[line - 1] as string).replace(spelled(written), spelled(JSON.stringify(by)));
  writeFileSync(path, lines.join('\n'));
}

describe('explain of a field', () => {
  const IMAGE = 'spec.template.spec.containers[kfm-api].image';

  test('names the line of the release for an image, and the one by which it comes', () => {
    expect(named(fieldOf('stage', 'Deployment/kfm-api', IMAGE))).toEqual([
      expect.stringMatching(/^gives envs\/stage\/index\.ts releases: kfm-api \| 'kfm-api': release\('/),
      expect.stringMatching(
        /^gives envs\/catalogue\.ts Catalogue: components\.kfm-api\.image \| 'kfm-api': \{ namespace: 'kfm-api', image:/,
      ),
      expect.stringMatching(/^passes on envs\/stage\/index\.ts KfmApi: release \| const api = new KfmApi\(/),
    ]);
  });

  test('names the option of a component, and shows that it is the one', () => {
    expect(inWords('stage', 'Deployment/kfm-api', 'spec.replicas')).toMatch(
      /^Deployment kfm-api\/kfm-api spec\.replicas: 2\n(?: {2}(?:file|component|construct) .*\n){3} {2}given by {4}envs\/stage\/index\.ts:\d+ KfmApi: replicas = 2\n {14}it cannot be left out; with 1, the field is 1\n$/,
    );
  });

  test('names the host of the class for a route, which is not there without it', () => {
    const { overrides } = fieldOf('stage', 'HTTPRoute/kfm-api', 'spec.hostnames[0]');

    expect(overrides).toHaveLength(1);
    expect(overrides[0]).toMatchObject({ role: 'gives', what: 'KfmApi: host', without: { status: 'no object' } });
  });

  test('names the trait that chose an amount, and the table that it was chosen from', () => {
    expect(named(fieldOf('stage', 'StatefulSet/postgres', 'spec.template.spec.containers[0].resources.requests.memory'))).toEqual([
      "decides envs/stage/index.ts super: size | size: 'medium',",
      expect.stringMatching(/^writes lib\/store\/sizes\.ts STORE_SIZES: medium\.postgres\.resources\.memory \| postgres: /),
      expect.stringMatching(/^hands on lib\/workload\/hardening\.ts requests\.memory \| requests: \{ cpu, memory/),
    ]);
  });

  test.each([
    [
      'spec.template.spec.containers[0].livenessProbe.periodSeconds',
      /^writes lib\/workload\/http-server\.ts .*livenessProbe\.periodSeconds/,
    ],
    [
      'spec.template.spec.containers[0].resources.limits.memory',
      /^writes lib\/app\/kfm-api\.ts memory \| const resources = props\.resources \?\? /,
    ],
    ['metadata.labels["app.kubernetes.io/name"]', /^hands on lib\/tenancy\/labels\.ts app\.kubernetes\.io\/name \| /],
  ])('names the line of the library where no override gives %s', (field, line) => {
    const explanation = fieldOf('stage', 'Deployment/kfm-api', field);

    expect(explanation.overrides).toEqual([]);
    expect(named(explanation)[0]).toMatch(line);
  });

  test.each([
    ['StatefulSet/postgres', 'spec.template.spec.containers[0].image', /^writes lib\/store\/postgres-server\.ts POSTGRES_IMAGE \| /],
    [
      'StatefulSet/postgres',
      'spec.template.spec.containers[0].env[PGDATA].value',
      /^writes lib\/store\/postgres-server\.ts .*PGDATA \| PGDATA: /,
    ],
    ['ServiceMonitor/kfm-api', 'spec.endpoints[0].scrapeTimeout', /^writes lib\/observability\/service-monitor\.ts .*scrapeTimeout \| /],
  ])('names constants, variables by their names, and what stands in a folder of several components: %s %s', (object, field, line) => {
    expect(named(fieldOf('stage', object, field))[0]).toMatch(line);
  });

  test('names what holds the very value and cannot be tried alone', () => {
    expect(inWords('dev', 'Deployment/kfm-api', 'metadata.namespace')).toMatch(
      / {2}perhaps {5}envs\/catalogue\.ts:\d+ Catalogue: components\.kfm-api\.namespace = "kfm-api", the same value; /,
    );
  });

  test('answers for what the delivery adds', () => {
    const path = fieldOf('stage', 'Application/stores-postgres', 'spec.source.path');
    const retries = fieldOf('stage', 'Application/stores-postgres', 'spec.syncPolicy.retry.limit');

    expect(named(path)).toEqual([
      "gives envs/stage/index.ts super: name | name: 'stage',",
      "gives envs/catalogue.ts Catalogue: repository.path | path: 'dist',",
    ]);
    expect(named(retries)).toEqual([expect.stringMatching(/^writes lib\/delivery\/argo\/sync\.ts RETRY: limit \| /)]);
  });

  test('names the default of the API server where nobody sets a field', () => {
    expect(inWords('stage', 'Deployment/kfm-api', 'spec.template.spec.dnsPolicy')).toContain(
      '  not set     by anyone; the API server\'s default is "ClusterFirst"\n',
    );
  });

  test('reads an object of every folder where it is rendered', async () => {
    const stage = makeEnvironment('stage', await loadEnvironment('stage'));
    const own = render(stage).filter(({ manifest }) => stage.tryFindObject(objectKey(manifest)) !== undefined);
    const last = new Map(own.map((object) => [object.unit.folder, object]));
    const read = [...last.values()].map(({ manifest, unit }) => readerOf(objectKey(manifest), ['kind'], unit.folder)(stage));

    expect(last.size).toBeGreaterThan(20);
    expect(read).toEqual([...last.values()].map(({ manifest: { kind } }) => ({ status: 'set', value: kind })));
  });

  test.each([
    ['spec.replica', 'Deployment kfm-api/kfm-api has no field spec.replica, and its kind knows none; did you mean spec.replicas?'],
    ['image', `has no field image, and its kind knows none; did you mean ${IMAGE}?`],
    ['spec.template.spec.containers[kfm-apj].image', 'the list holds spec.template.spec.containers[kfm-api]'],
    ['spec..replicas', 'spec..replicas: cannot be read from "..replicas" on; write KEY.KEY, [INDEX], [NAME] or ["KEY WITH DOTS"]'],
  ])('refuses %s with what was probably meant', (field, message) => {
    const { status, stdout, stderr } = run(['explain', 'stage', 'Deployment/kfm-api', field]);

    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });
});

describe('an explanation of a field that is acted upon', () => {
  let copy: ReturnType<typeof projectCopy>;
  beforeAll(() => {
    copy = projectCopy('dev', 'stage');
  });
  afterAll(() => copy.remove());

  test.each([
    ['Deployment/kfm-api', 'spec.replicas'],
    ['StatefulSet/postgres', 'spec.template.spec.containers[0].resources.limits.memory'],
    ['HTTPRoute/tiles', 'spec.hostnames[0]'],
  ])('moves %s %s to what was foretold', (object, field) => {
    const [override] = fieldOf('stage', object, field, copy.project).overrides;
    expect(override?.exchanged?.field.status).toBe('set');

    edit(copy.project, override as Line, override?.exchanged?.by);
    const after = fieldOf('stage', object, field, copy.project);

    expect(after.value).toEqual(override?.exchanged?.field.value);
    edit(copy.project, { ...(override as Line), written: JSON.stringify(override?.exchanged?.by) }, JSON.parse(override?.written ?? ''));
  });

  test('says what dist keeps since its promotion once the library has moved on', () => {
    const path = join(copy.project, 'lib/workload/deployment.ts');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('revisionHistoryLimit: 5', 'revisionHistoryLimit: 6'));

    const { stdout } = run(['explain', 'stage', 'Deployment/kfm-api', 'spec.revisionHistoryLimit'], { project: copy.project });
    writeFileSync(path, text);

    expect(stdout).toMatch(/ {2}dist {8}holds 5 since its promotion \(\d+\.\d+\.\d+\); today's class gives 6\n/);
    expect(stdout).toMatch(/ {2}written at {2}lib\/workload\/deployment\.ts:\d+ KubeObject: spec\.revisionHistoryLimit = 6\n/);
  });

  test('tells nested overrides by their innermost key', () => {
    const path = join(copy.project, 'envs/dev/index.ts');
    const text = readFileSync(path, 'utf8');
    const nested = "replicas: { min: 2, max: 4 }, resources: { cpu: '100m', cpuLimit: '500m', memory: '384Mi' }, host: 'api.";
    writeFileSync(path, text.replace("replicas: 1, host: 'api.", nested));

    const max = fieldOf('dev', 'HorizontalPodAutoscaler/kfm-api', 'spec.maxReplicas', copy.project);
    const memory = fieldOf('dev', 'Deployment/kfm-api', 'spec.template.spec.containers[kfm-api].resources.limits.memory', copy.project);

    expect(max.overrides.map(({ role, what, written }) => [role, what, written])).toEqual([['gives', 'KfmApi: replicas.max', '4']]);
    expect(memory.overrides.map(({ role, what, written }) => [role, what, written])).toEqual([
      ['gives', 'KfmApi: resources.memory', '"384Mi"'],
    ]);
    writeFileSync(path, text);
  });
});
