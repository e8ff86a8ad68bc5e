// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { filled, valuesIn } from '../../lib';

const SCRIPT = join(__dirname, '../../stacks/scripts/mock-secrets.js');

const { missingSecrets } = jest.requireActual<{
  missingSecrets(plan: object, existing: ReadonlyMap<string, Readonly<Record<string, string>>>): readonly object[];
}>(SCRIPT);

/** Of one fake for all tests: making a key takes its time. */
const CERTIFICATE = generate([{ name: 'commonName', value: 'localhost' }], {
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
} as never);

const PLAN = {
  secrets: [
    { namespace: 'api', name: 'shown', labels: { team: 'a' }, data: { password: '${store.password}', user: 'api' } },
    { namespace: 'data', name: 'expected', labels: {}, data: { password: '${store.password}', acl: 'user api #${sha256:store.password}' } },
  ],
};

interface Held {
  readonly labels: Record<string, string>;
  readonly data: Record<string, string>;
}

/** Answers as the API server does for Secrets, and holds them. */
class FakeApiServer {
  readonly held = new Map<string, Held>();
  readonly asked: string[] = [];
  forbidden: string | undefined;

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  static async start(): Promise<FakeApiServer> {
    const { private: key, cert } = await CERTIFICATE;
    const folder = mkdtempSync(join(tmpdir(), 'mock-secrets-'));
    writeFileSync(join(folder, 'token'), 'of the account');
    writeFileSync(join(folder, 'ca.crt'), cert);
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(PLAN));
    const server = createServer({ key, cert });
    const fake = new FakeApiServer(server, folder);
    server.on('request', (request, response) => {
      let text = '';
      request.on('data', (part) => (text += part));
      request.on('end', () => {
        const { status, body } = fake.answer(request.method ?? '', request.url ?? '', request.headers.authorization, text);
        response.writeHead(status).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return fake;
  }

  private answer(method: string, url: string, authorization: string | undefined, text: string): { status: number; body: unknown } {
    this.asked.push(`${method} ${url}`);
    const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/secrets(?:\/(.+))?$/.exec(url) ?? [];
    if (authorization !== 'Bearer of the account' || namespace === this.forbidden)
      return { status: 403, body: { message: `not in ${namespace}` } };
    if (method === 'GET') {
      const held = this.held.get(`${namespace}/${name}`);
      const encoded = Object.entries(held?.data ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
      return held === undefined ? { status: 404, body: {} } : { status: 200, body: { data: Object.fromEntries(encoded) } };
    }
    const { metadata, stringData } = JSON.parse(text);
    this.held.set(`${metadata.namespace}/${metadata.name}`, { labels: metadata.labels, data: stringData });
    return { status: 201, body: {} };
  }

  run(): Promise<{ status: number; stdout: string; stderr: string }> {
    const { port } = this.server.address() as AddressInfo;
    const env = {
      PATH: process.env.PATH,
      PLAN: join(this.folder, 'plan.json'),
      SERVICE_ACCOUNT: this.folder,
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(port),
    };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [SCRIPT], { env }, (_, stdout, stderr) =>
        resolve({ status: child.exitCode ?? 1, stdout, stderr }),
      );
    });
  }

  stop(): void {
    this.server.close().closeAllConnections();
  }
}

let api: FakeApiServer;
beforeEach(async () => {
  api = await FakeApiServer.start();
});
afterEach(() => api.stop());

test('makes what is missing, with one value for all that share it', async () => {
  expect(await api.run()).toMatchObject({ status: 0, stderr: '' });

  const [shown, expected] = [api.held.get('api/shown'), api.held.get('data/expected')];
  const password = shown?.data.password ?? '';
  expect(password).toMatch(/^[0-9a-f]{48}$/);
  expect(shown).toEqual({ labels: { 'app.kubernetes.io/managed-by': 'seed', team: 'a' }, data: { password, user: 'api' } });
  expect(expected?.data).toEqual({ password, acl: `user api #${createHash('sha256').update(password).digest('hex')}` });
});

test('says which keys it made and no value', async () => {
  const { stdout } = await api.run();

  expect(stdout).toBe(
    'made Secret api/shown: password, user\nmade Secret data/expected: password, acl\n2 of 2 Secrets made, the others were there\n',
  );
});

test('leaves what is there, and gives what is missing the values that are shared with it', async () => {
  await api.run();
  const before = api.held.get('api/shown');
  api.held.delete('data/expected');

  expect(await api.run()).toMatchObject({ status: 0, stdout: expect.stringContaining('1 of 2 Secrets made') });
  expect(api.held.get('api/shown')).toBe(before);
  expect(api.held.get('data/expected')?.data.password).toBe(before?.data.password);
});

test('writes nothing the second time', async () => {
  await api.run();
  api.asked.length = 0;
  await api.run();

  expect(api.asked).toEqual(['GET /api/v1/namespaces/api/secrets/shown', 'GET /api/v1/namespaces/data/secrets/expected']);
});

test('refuses a Secret that lacks a key of the plan, names all of them and what to do, and makes nothing', async () => {
  api.held.set('api/shown', { labels: {}, data: { other: 'x' } });
  const { status, stderr } = await api.run();

  expect(status).toBe(1);
  expect(stderr).toBe(
    `error: Secret api/shown is there without password, user of the plan
nothing was made; delete what is incomplete, and seed again: it is made anew, with the values that others share with it:
  kubectl --context CONTEXT --namespace api delete secret shown
  npm run cluster -- seed --env local
`,
  );
  expect([...api.held.keys()]).toEqual(['api/shown']);
});

test('lets a Secret have more keys than the plan', async () => {
  await api.run();
  const before = api.held.get('api/shown') as Held;
  api.held.set('api/shown', { ...before, data: { ...before.data, more: 'x' } });

  expect(await api.run()).toMatchObject({ status: 0 });
});

test('refuses to choose between two values of one name', async () => {
  await api.run();
  api.held.set('api/shown', { labels: {}, data: { password: 'hunter2', user: 'api' } });
  const { status, stderr } = await api.run();

  expect(status).toBe(1);
  expect(stderr).toBe(
    'error: password of api/shown and password of data/expected should be the same and are not; delete one of the Secrets, and run this again\n',
  );
});

test('says what it may not do, and makes nothing before it has seen everything', async () => {
  api.forbidden = 'data';
  const { status, stderr } = await api.run();

  expect([status, stderr]).toEqual([1, 'error: GET /api/v1/namespaces/data/secrets/expected: 403 not in data\n']);
  expect(api.held.size).toBe(0);
});

describe('a template', () => {
  const VALUE = randomBytes(8).toString('hex');
  const HASH = createHash('sha256').update(VALUE).digest('hex');

  test.each<[string, string, string[]]>([
    ['${store.password}', VALUE, ['store.password']],
    ['${sha256:store.password}', HASH, ['store.password']],
    ['a ${a.b} ${sha256:c.d-e} ${a.b}', `a ${VALUE} ${HASH} ${VALUE}`, ['a.b', 'c.d-e', 'a.b']],
    ['${shop.API_KEY.Old}', VALUE, ['shop.API_KEY.Old']],
    ['$${a}}', `$${VALUE}}`, ['a']],
    ['plain', 'plain', []],
    ['$a ${} ${sha256:} ${a b} ${a:b} ${sha512:a} ${a', '$a ${} ${sha256:} ${a b} ${a:b} ${sha512:a} ${a', []],
  ])('%s is filled alike in the cluster and in files', (template, text, names) => {
    expect(filled(template, () => VALUE)).toBe(text);
    expect(valuesIn(template)).toEqual(names);

    const known = Object.fromEntries(names.map((name, index) => [`key${index}`, `\${${name}}`]));
    const secrets = [
      { namespace: 'a', name: 'there', data: known },
      { namespace: 'a', name: 'missing', data: { key: template } },
    ];
    const existing = new Map([['a/there', Object.fromEntries(Object.keys(known).map((key) => [key, VALUE]))]]);
    expect(missingSecrets({ secrets }, existing)).toEqual([expect.objectContaining({ stringData: { key: text } })]);
  });
});
