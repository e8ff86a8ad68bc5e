import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../cli/run';
import { writesBetween } from '../control-plane/harness/audit';
import { breaks, unseen } from '../control-plane/harness/breaks';
import type { Result } from '../control-plane/harness/claims';
import { joinCluster } from '../control-plane/harness/existing-cluster';
import { Processes } from '../control-plane/harness/processes';
import { table } from '../control-plane/harness/report';
import { shuffled } from '../control-plane/harness/shuffle';
import { proofs } from '../control-plane/proofs';
import { differences } from '../control-plane/proofs/accepted-differences';

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

describe('KUBECONFIG_E2E', () => {
  /** Joins by a kubectl that gives this configuration and notes how it is called. */
  async function joining(context: string, server: string): Promise<{ refusal: string; calls: string }> {
    const kubectl = join(folder, 'kubectl');
    const config = JSON.stringify({ 'current-context': context, clusters: [{ cluster: { server } }] });
    writeFileSync(kubectl, `#!/bin/sh\necho "$@" >> ${folder}/calls\ncat <<'END'\n${config}\nEND\n`, { mode: 0o755 });
    const processes = new Processes(join(folder, 'logs'));
    const programs = { path: () => kubectl, material: () => '', apiServerVersion: '', versions: {} };
    const joined = await joinCluster(programs, processes, '/kubeconfig').catch(({ message }: Error) => message);
    await processes.end();
    return { refusal: String(joined), calls: readFileSync(join(folder, 'calls'), 'utf8') };
  }

  test.each([
    ['prod-eu', 'https://127.0.0.1:6443', 'its current context is "prod-eu"; expected kind-* or k3d-*'],
    ['my-kind-cluster', 'https://127.0.0.1:6443', 'its current context is "my-kind-cluster"'],
    ['', 'https://127.0.0.1:6443', 'its current context is ""'],
    [
      'kind-x',
      'https://api.kfm.example.org:6443',
      'the server of kind-x is https://api.kfm.example.org:6443; expected one on this machine',
    ],
  ])('with the context "%s" of %s is refused, and nothing is sent to it', async (context, server, says) => {
    const { refusal, calls } = await joining(context, server);

    expect(refusal).toContain(says);
    expect(calls).toBe('config view --kubeconfig /kubeconfig --raw --minify --flatten --output json\n');
  });
});

describe('a broken run', () => {
  const [role] = breaks as [(typeof breaks)[number]];
  const result = (claim: string, outcome: Result['outcome'], proof = role.proof): Result => {
    return { environment: 'dev', proof, claim, outcome, detail: '', seconds: 1 };
  };

  test('is as it should be where the claim that the mistake breaks is refuted', () => {
    expect(unseen(role, [result(`${role.claim} …`, 'refuted'), result('another', 'proved')])).toEqual([]);
  });

  test.each([
    ['nothing is refuted', [result(`${role.claim} …`, 'proved')]],
    ['another claim is refuted', [result('another', 'refuted')]],
    ['another proof refutes it', [result(`${role.claim} …`, 'refuted', 'synced')]],
    ['the proof broke off', [result(`${role.claim} …`, 'refuted'), result('the proof runs to its end', 'refuted')]],
  ])('is not where %s', (_, results) => {
    expect(unseen(role, results)).not.toEqual([]);
  });
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
  expect(
    table({
      results: RESULTS,
      versions: { 'k8s.io/kubernetes': 'v9' },
      standIns: ['nodes: kwok'],
      outOfReach: [['images start', 'no container runs']],
      seconds: 161,
      seed: 7,
    }),
  ).toMatchInlineSnapshot(`
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

Out of reach of any run here
  images start: no container runs

Versions
  k8s.io/kubernetes v9

1 proved, 1 refuted, 1 skipped in 2 min 41 s (seed 7)
"
`);
});

test('docs/proof.md has every difference between the schemas and the server, with its reason', () => {
  const page = readFileSync(join(PROJECT, 'docs/proof.md'), 'utf8');

  for (const { good, what, ours, server, because } of differences) {
    const row = page.split('\n').find((line) => line.startsWith(`| ${ours} | ${server} | ${because} |`));
    expect(row).toContain(`${good.kind} with ${what}`);
  }
});

test('docs/proof.md and the list of proofs name the same', () => {
  const page = readFileSync(join(PROJECT, 'docs/proof.md'), 'utf8');

  const named = [...page.matchAll(/^\| `([a-z]+)` \| (?:an API server|Argo CD)/gm)].map(([, name]) => name);

  expect(named.sort()).toEqual(proofs.map(({ name }) => name).sort());
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
    const heartbeat = event({ objectRef: { resource: 'leases' } });
    writeFileSync(join(folder, 'audit.log'), `${[heartbeat, ...events].map((one) => JSON.stringify(one)).join('\n')}\n{"half`);
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

  test('are nothing to judge by where not even a heartbeat was recorded', () => {
    writeFileSync(join(folder, 'audit.log'), '');

    expect(() => writesBetween(folder, new Date(0), new Date())).toThrow('nothing of that time');
  });

  test('have what is declared of an Application', () => {
    expect(read(event({ objectRef: application, requestObject: { spec: {}, status: {} } }))).toHaveLength(1);
  });
});
