import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createEncryptedServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { type SmokeOptions, smoke } from '../../cli/commands/smoke';
import { Refusal } from '../../lib';
import { context, type Outcome, PROJECT } from '../cli/run';

const CONTEXT = 'kind-local-254carbon';
const SERVER = 'https://127.0.0.1:6443';
const HOST = 'local.kfm.example.org';

let folder: string;
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  mkdirSync(join(folder, 'bin'));
  const script = `#!/bin/sh\nexec '${process.execPath}' '${join(__dirname, 'fakes/forwarding-kubectl.js')}' "$@"\n`;
  writeFileSync(join(folder, 'bin/kubectl'), script, { mode: 0o755 });
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** An HTTP server that answers every path. */
const web = (answer: RequestListener = (_, response) => response.end('fine')): Promise<number> => listening(createServer(answer));
const silent = (): Promise<number> => listening(createTcpServer((socket) => void socket.on('error', () => {})));

async function nobody(): Promise<number> {
  const server = createTcpServer();
  const port = await listening(server);
  await new Promise((resolve) => servers.splice(servers.indexOf(server), 1)[0]?.close(resolve));
  return port;
}

interface Scenario {
  /** By `namespace/name:port`. */
  readonly services?: Readonly<Record<string, object>>;
  /** By `namespace/name`. */
  readonly workloads?: Readonly<Record<string, object>>;
}

const UI = 'kfm-web/kfm-ui';

function play({ services = {}, workloads = { [UI]: {} } }: Scenario): void {
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify({ context: CONTEXT, server: SERVER, services, workloads }));
}

const variables = (): Record<string, string> => ({ PATH: `${join(folder, 'bin')}:${process.env.PATH}`, FAKE_FOLDER: folder });

async function asked(options: SmokeOptions = {}, scenario: Scenario = {}): Promise<Outcome & { readonly rows: string[] }> {
  play(scenario);
  const given = context(PROJECT, variables());
  const of = (status: number, stderr: string) => ({ status, stdout: given.stdout(), stderr, rows: rowsOf(given.stdout()) });
  try {
    const status = await smoke('local', { component: ['kfm-ui'], timeout: '1', ...options }, given.context);
    return of(status, given.stderr());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return of(2, `${given.stderr()}${error.message}`);
  }
}

/** Rows without what takes its time, columns by one bar. */
function rowsOf(table: string): string[] {
  return table
    .split('\n')
    .slice(1, -2)
    .map((row) => row.replace(/ +\d+ ms/, '').replace(/ {2,}/g, ' | '));
}

const pids = (): number[] => {
  const file = join(folder, 'pids.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const alive = (): number[] => pids().filter(isAlive);

describe('smoke inside a cluster', () => {
  test('asks the workload, and the Service by a port of its own, and leaves no process behind', async () => {
    const { status, rows, stdout, stderr } = await asked({}, { services: { [`${UI}:80`]: { port: await web() } } });

    expect(rows).toEqual([
      'kfm-ui | is available | all replicas available, no restarts | 1 of 1 available | met',
      'kfm-ui | is ready | status 200 of /readyz | status 200 | met',
      'kfm-ui | answers | status 200 of /healthz | status 200 | met',
    ]);
    expect(stdout).toMatch(/\n0 failed and 0 not asked of 3 checks\n$/);
    expect(stderr).toBe(`smoke of local on ${CONTEXT}, ${SERVER}\n`);
    expect(status).toBe(0);
    expect(pids()).toHaveLength(1);
    expect(alive()).toEqual([]);
  });

  test('asks stores for connections, whatever they speak, and workers for their metrics port', async () => {
    const services = { 'platform-data/redis:6379': { port: await silent() }, 'kfm-pipelines/indexer:9090': { port: await web() } };
    const workloads = { 'platform-data/redis': {}, 'kfm-pipelines/indexer': {} };
    const { status, rows } = await asked({ component: ['redis', 'indexer'] }, { services, workloads });

    expect(rows).toEqual([
      'redis | is available | all replicas available, no restarts | 1 of 1 available | met',
      'redis | takes connections | a connection to port 6379 | connected | met',
      'indexer | is available | all replicas available, no restarts | 1 of 1 available | met',
      'indexer | is ready | status 200 of /readyz | status 200 | met',
    ]);
    expect(status).toBe(0);
  });

  const broken = (status: number) => web((_, response) => void response.writeHead(status).end('no'));

  test.each<[string, () => Promise<object | undefined>, number, string]>([
    ['a wrong status fails', async () => ({ port: await broken(503) }), 1, 'status 503 | failed'],
    [
      'a redirect is no answer',
      async () => ({ port: await web((_, answer) => void answer.writeHead(301, { location: 'https://x' }).end()) }),
      1,
      'status 301 to https://x | failed',
    ],
    [
      'a pod that refuses fails',
      async () => ({ port: await nobody() }),
      1,
      'kubectl port-forward: the pod refuses connections to that port | failed',
    ],
    ['a Service that is not there fails', async () => undefined, 1, /not found \| failed/.source],
    [
      'who may not forward could not ask',
      async () => ({ says: 'Error from server (Forbidden): pods "x" is forbidden' }),
      2,
      /is forbidden \| could not ask/.source,
    ],
    [
      'a server that is not reached could not be asked',
      async () => ({ says: 'Unable to connect to the server: EOF' }),
      2,
      /Unable to connect.* \| could not ask/.source,
    ],
    [
      'a forwarding that dies could not ask',
      async () => ({ port: await web(() => {}), diesWithin: 100 }),
      2,
      /lost connection to pod \| could not ask/.source,
    ],
  ])('%s', async (_, service, code, found) => {
    const to = await service();
    const { status, rows } = await asked({}, { services: to === undefined ? {} : { [`${UI}:80`]: to } });

    expect(rows[1]).toMatch(new RegExp(`^kfm-ui \\| is ready \\| status 200 of /readyz \\| .*${found}$`));
    expect(status).toBe(code);
    expect(alive()).toEqual([]);
  });

  test('an answer that does not come within five seconds fails', async () => {
    const { status, rows } = await asked({}, { services: { [`${UI}:80`]: { port: await silent() } } });

    expect(rows[1]).toMatch(/ no answer within 5 s \| failed$/);
    expect(status).toBe(1);
    expect(alive()).toEqual([]);
  });

  test('a store that closes connections at once does not take them', async () => {
    const closing = await listening(createTcpServer((socket) => void socket.end()));
    const { status, rows } = await asked(
      { component: ['redis'] },
      { services: { 'platform-data/redis:6379': { port: closing } }, workloads: { 'platform-data/redis': {} } },
    );

    expect(rows[1]).toMatch(/ closed at once \| failed$/);
    expect(status).toBe(1);
  });

  test.each<[string, object, number, string]>([
    ['too few replicas fail', { replicas: 3, available: 1 }, 1, '1 of 3 available | failed'],
    ['a change that is not rolled out fails', { observed: 0 }, 1, '1 of 1 available, the last change is not rolled out | failed'],
    ['nothing is not all', { replicas: 0 }, 1, 'scaled to 0, so nothing runs | failed'],
    ['pods that were started again fail', { restarts: 2 }, 1, '1 of 1 available, 2 restarts | failed'],
    [
      'one that may not be read could not be asked',
      { says: 'Error from server (Forbidden): no' },
      2,
      'Error from server (Forbidden): no | could not ask',
    ],
  ])('of a workload %s', async (_, workload, code, found) => {
    const { status, rows } = await asked({}, { services: { [`${UI}:80`]: { port: await web() } }, workloads: { [UI]: workload } });

    expect(rows[0]).toBe(`kfm-ui | is available | all replicas available, no restarts | ${found}`);
    expect(status).toBe(code);
  });

  test('what could not be asked counts for more than what failed', async () => {
    const services = { [`${UI}:80`]: { says: 'Unable to connect to the server: EOF' } };
    const { status } = await asked({}, { services, workloads: { [UI]: { restarts: 1 } } });

    expect(status).toBe(2);
  });

  test('asks again while pods start', async () => {
    let calls = 0;
    const starting = await web((_, response) => void response.writeHead(++calls < 4 ? 503 : 200).end());
    const { status, stderr } = await asked({ timeout: '20' }, { services: { [`${UI}:80`]: { port: starting } } });

    expect(status).toBe(0);
    expect(stderr).toContain('waiting for kfm-ui\n');
    expect(pids().length).toBeGreaterThan(1);
    expect(alive()).toEqual([]);
  });

  test('a kubectl that does not hear is ended all the same', async () => {
    const { status } = await asked({}, { services: { [`${UI}:80`]: { port: await web(), isDeaf: true } } });

    expect(status).toBe(0);
    expect(pids()).toHaveLength(1);
    expect(alive()).toEqual([]);
  });

  test('a kubectl that does not hear takes no other with it', async () => {
    const slow = await web((_, response) => void setTimeout(() => response.end('fine'), 3_000));
    const services = { [`${UI}:80`]: { port: await web(), isDeaf: true }, 'kfm-web/tiles:80': { port: slow } };
    const { status, rows } = await asked({ component: ['kfm-ui', 'tiles'] }, { services, workloads: { [UI]: {}, 'kfm-web/tiles': {} } });

    expect(rows.filter((row) => !row.endsWith(' | met'))).toEqual([]);
    expect(pids()).toHaveLength(2);
    expect(status).toBe(0);
    expect(alive()).toEqual([]);
  }, 20_000);

  test('Ctrl-C ends it with 2 and leaves no process', async () => {
    play({ services: { [`${UI}:80`]: { port: await web(() => {}) } }, workloads: { [UI]: {} } });
    const child = spawn(process.execPath, [join(PROJECT, 'cli/launcher.js'), 'smoke', 'local', '--component', 'kfm-ui'], {
      cwd: PROJECT,
      env: variables(),
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (alive().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const killed = performance.now();
    child.kill('SIGINT');

    expect(await ended).toBe(2);
    expect(performance.now() - killed).toBeLessThan(4_000);
    expect(stderr).toMatch(/error: interrupted/);
    expect(pids()).not.toEqual([]);
    expect(alive()).toEqual([]);
  });

  test('tells machines the same', async () => {
    const { stdout } = await asked({ json: true }, { services: { [`${UI}:80`]: { port: await web() } }, workloads: {} });

    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'local',
      context: CONTEXT,
      checks: [
        { component: 'kfm-ui', check: 'is available', state: 'failed', found: expect.stringContaining('(NotFound)') },
        { check: 'is ready', expected: 'status 200 of /readyz', found: 'status 200', state: 'met' },
        { check: 'answers', state: 'met' },
      ],
    });
  });
});

describe('smoke from outside', () => {
  const certified = async (...names: string[]) => {
    const extensions = [{ name: 'subjectAltName' as const, altNames: names.map((value) => ({ type: 2 as const, value })) }];
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'it' }], { keySize: 2048, extensions });
    writeFileSync(join(folder, 'ca.pem'), cert);
    return { key, cert };
  };
  const ca = () => join(folder, 'ca.pem');

  test('asks each host by its name, with the certificate of the authority that is given, and no cluster', async () => {
    const heard: string[] = [];
    const pair = await certified(HOST, `*.${HOST}`);
    const port = await listening(
      createEncryptedServer({ ...pair }, (request, response) => {
        heard.push(`${request.headers.host} ${request.url}`);
        response.end();
      }),
    );
    const { status, rows, stderr } = await asked({
      component: ['kfm-ui', 'tiles', 'redis'],
      outside: true,
      edge: `https://127.0.0.1:${port}`,
      ca: ca(),
    });

    expect(rows).toEqual([
      'kfm-ui | answers | status 200 of /healthz | status 200 | met',
      'tiles | answers | status 200 of /healthz | status 200 | met',
    ]);
    expect(heard.sort()).toEqual([`${HOST} /healthz`, `tiles.${HOST} /healthz`]);
    expect(stderr).toBe(`smoke of local from outside, by https://127.0.0.1:${port}\n`);
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'calls.txt'))).toBe(false);
  });

  test.each<[string, string[], boolean, RegExp]>([
    ['of nobody that is trusted', [HOST], false, /self-signed certificate.* \| failed$/],
    ['of another host', ['other.example.org'], true, /Host: local\.kfm\.example\.org\. is not in the cert's altnames.* \| failed$/],
  ])('a certificate %s fails', async (_, names, isGiven, found) => {
    const port = await listening(createEncryptedServer(await certified(...names), (__, response) => response.end()));
    const edge = `https://127.0.0.1:${port}`;
    const { status, rows } = await asked({ outside: true, edge, ...(isGiven && { ca: ca() }) });

    expect(rows[0]).toMatch(found);
    expect(status).toBe(1);
  });

  test('a host that refuses fails, and one that nobody knows could not be asked', async () => {
    const refused = await asked({ outside: true, edge: `http://127.0.0.1:${await nobody()}` });
    const unknown = await asked({ outside: true, edge: 'http://nobody.invalid' });

    expect([refused.status, unknown.status]).toEqual([1, 2]);
    expect(refused.rows[0]).toMatch(/ECONNREFUSED.* \| failed$/);
    expect(unknown.rows[0]).toMatch(/(ENOTFOUND|EAI_AGAIN).* \| could not ask$/);
  });
});

describe('smoke refuses', () => {
  test.each<[SmokeOptions, string]>([
    [{ component: ['kfm-iu'] }, '--component kfm-iu: local has no such component or store; did you mean kfm-ui?'],
    [{ timeout: '0' }, '--timeout 0: expected whole seconds from 1 to 3600, e.g. 60'],
    [{ ca: 'x.pem' }, '--ca: goes with --outside, since inside no certificate is asked for'],
    [
      { outside: true, edge: 'localhost' },
      '--edge localhost: expected a URL without a path, e.g. https://127.0.0.1:443, that is asked in place of each host',
    ],
    [
      { outside: true, component: ['redis'] },
      'local: nothing that was chosen declares a smoke check from outside; leave --component out, or ask the other way',
    ],
  ])('%j', async (options, message) => {
    expect(await asked(options)).toMatchObject({ status: 2, stdout: '', stderr: message });
  });

  test('a certificate that cannot be read', async () => {
    writeFileSync(join(folder, 'no.pem'), 'nothing');

    expect((await asked({ outside: true, ca: join(folder, 'no.pem') })).stderr).toMatch(
      /^--ca .*no\.pem: cannot be read as certificates \(.+\); expected a file of PEM$/,
    );
  });
});
