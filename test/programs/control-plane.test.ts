import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../cli/run';
import { writesBetween } from '../control-plane/harness/audit';
import type { Result } from '../control-plane/harness/claims';
import { joinCluster } from '../control-plane/harness/existing-cluster';
import { Processes } from '../control-plane/harness/processes';
import { report, table } from '../control-plane/harness/report';
import { shuffled } from '../control-plane/harness/shuffle';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'e2e-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TSX = join(PROJECT, 'node_modules/.bin/tsx');

function e2e(args: readonly string[], path = process.env.PATH ?? ''): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: path, HOME: folder };
  return spawnSync(process.execPath, [TSX, join(PROJECT, 'test/control-plane/main.ts'), ...args], { env, encoding: 'utf8' });
}

/** A PATH with some programs alone. */
function only(...programs: string[]): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of programs) {
    const found = (process.env.PATH ?? '')
      .split(':')
      .map((part) => join(part, name))
      .find((path) => existsSync(path));
    if (found === undefined) writeFileSync(join(bin, name), '#!/bin/sh\n', { mode: 0o755 });
    else symlinkSync(found, join(bin, name));
  }
  return bin;
}

test('npm run e2e says by --help which proofs and mistakes there are', () => {
  const { status, stdout } = e2e(['--help']);

  expect(status).toBe(0);
  for (const name of ['accepted', 'permitted', 'synced', 'healed', 'lived', 'sealed', '"role"', '"destination"', '"field"', '"scope"'])
    expect(stdout).toContain(name);
});

test.each([
  [['--proof', 'nothing'], 'there is no proof "nothing"; there are accepted'],
  [['--env', 'nowhere'], 'nowhere'],
  [['--seed', 'x'], '"x" is no number; expected digits'],
])('%j is refused in one line, before anything is started', (args, says) => {
  const { status, stdout, stderr } = e2e(args);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test.each([
  [['git'], 'redis-server is not on the PATH. It is Redis'],
  [['git', 'redis-server'], 'go is not on the PATH. It is Go'],
])('with %j alone it says what is missing and how to get it', (programs, says) => {
  const { status, stderr } = e2e([], only(...programs));

  expect(status).toBe(2);
  expect(stderr).toContain(says);
});

test('what a run started ends with it, also when it is killed', async () => {
  const script = join(folder, 'start.ts');
  const processes = join(PROJECT, 'test/control-plane/harness/processes');
  writeFileSync(
    script,
    `import { Processes } from ${JSON.stringify(processes)};
     const started = new Processes(${JSON.stringify(folder)});
     started.start('sleep', 'sh', ['-c', 'echo $$ > ${folder}/pid; exec sleep 1000']);
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [
    '--require',
    join(PROJECT, 'node_modules/tsx/dist/preflight.cjs'),
    '--import',
    `file://${join(PROJECT, 'node_modules/tsx/dist/loader.mjs')}`,
    script,
  ]);
  const pid = await eventually(() =>
    existsSync(join(folder, 'pid')) ? spawnSync('cat', [join(folder, 'pid')], { encoding: 'utf8' }).stdout.trim() : '',
  );
  expect(isRunning(pid)).toBe(true);

  child.kill('SIGKILL');
  await once(child, 'exit');

  await eventually(() => (isRunning(pid) ? '' : 'gone'));
});

test.each(['prod-eu', 'gke_kfm_prod', 'my-kind-cluster', ''])('KUBECONFIG_E2E with the context %j is refused', async (context) => {
  const kubectl = join(folder, 'kubectl');
  writeFileSync(kubectl, `#!/bin/sh\ncase "$1" in proxy) exec sleep 60;; *) echo '${context}';; esac\n`, { mode: 0o755 });
  const processes = new Processes(join(folder, 'logs'));
  const programs = { path: () => kubectl, material: () => '', versions: {} };

  const joined = joinCluster(programs, processes, '/kubeconfig');

  await expect(joined).rejects.toThrow(`its current context is "${context}"; expected kind-* or k3d-*`);
  await processes.end();
});

function isRunning(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

/** The first text that is not empty. */
async function eventually(look: () => string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const seen = look();
    if (seen !== '') return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come within 10 s');
}

const RESULTS: readonly Result[] = [
  { environment: 'dev', proof: 'synced', claim: 'all are Synced', outcome: 'proved', detail: '43 Applications', seconds: 34.21 },
  {
    environment: 'prod',
    proof: 'synced',
    claim: 'all are Synced',
    outcome: 'refuted',
    detail: 'root is OutOfSync\nfor a reason',
    seconds: 120,
  },
  { environment: 'prod', proof: 'sealed', claim: 'all open', outcome: 'skipped', detail: 'no mount namespace', seconds: 0 },
];

test('the report is a table of claims and environments, with what was refuted, skipped, supplied and used', () => {
  expect(table({ ...report(RESULTS, { 'k8s.io/kubernetes': 'v9' }, 161, 7), standIns: ['nodes: kwok'] })).toMatchInlineSnapshot(`
"                        dev       prod
synced: all are Synced  ✓ 34.2 s  ✗ 120.0 s
sealed: all open                  –

Refuted
  prod synced: all are Synced
    root is OutOfSync
    for a reason

Skipped
  prod sealed: all open
    no mount namespace

Supplied by the harness
  nodes: kwok

Versions
  k8s.io/kubernetes v9

1 proved, 1 refuted, 1 skipped in 2 min 41 s (seed 7)
"
`);
});

test('the order of a seed is always the same, and has every item once', () => {
  const items = Array.from({ length: 50 }, (_, index) => index);

  const order = shuffled(items, 1);

  expect(shuffled(items, 1)).toEqual(order);
  expect(shuffled(items, 2)).not.toEqual(order);
  expect(order).not.toEqual(items);
  expect([...order].sort((a, b) => a - b)).toEqual(items);
});

describe('writes in the audit log', () => {
  const event = (change: object): object => ({
    verb: 'patch',
    requestURI: '/apis/apps/v1/namespaces/web/deployments/ui?fieldManager=x',
    user: { username: 'admin' },
    userAgent: 'kubectl/v1 (linux)',
    objectRef: { resource: 'deployments', apiGroup: 'apps', namespace: 'web', name: 'ui' },
    responseStatus: { code: 200 },
    stageTimestamp: '2026-01-01T00:00:10Z',
    ...change,
  });
  const application = { resource: 'applications', apiGroup: 'argoproj.io', namespace: 'argocd', name: 'ui' };
  const read = (...events: object[]): string[] => {
    writeFileSync(join(folder, 'audit.log'), `${events.map((one) => JSON.stringify(one)).join('\n')}\n{"half`);
    return writesBetween(folder, new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T00:01:00Z')).map(
      ({ object, verb, by }) => `${verb} ${object} by ${by}`,
    );
  };

  test('are told by object, verb and writer', () => {
    expect(read(event({}))).toEqual(['patch deployments.apps web/ui by admin (kubectl/v1)']);
  });

  test.each([
    ['outside the time', { stageTimestamp: '2026-01-01T00:02:00Z' }],
    ['trial runs', { requestURI: '/apis/apps/v1/namespaces/web/deployments/ui?dryRun=All' }],
    ['refused requests', { responseStatus: { code: 409 } }],
    ['status', { objectRef: { resource: 'deployments', subresource: 'status' } }],
    ['heartbeats', { objectRef: { resource: 'leases' } }],
    ['the status of an Application', { objectRef: application, requestObject: { status: {} } }],
  ])('leave out %s', (_, change) => {
    expect(read(event(change))).toEqual([]);
  });

  test('have what is declared of an Application', () => {
    expect(read(event({ objectRef: application, requestObject: { spec: {}, status: {} } }))).toHaveLength(1);
  });
});
