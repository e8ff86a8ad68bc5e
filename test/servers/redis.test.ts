import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dev } from '../../envs/dev';
import { Stage } from '../../envs/stage';
import { Authority, type Certificate } from './certificates';
import { OTHER_ADDRESS } from './pod';
import { describeWith } from './program';
import { REDIS_PROGRAMS, RedisServer } from './redis';
import { Rendered } from './rendered';

describeWith(REDIS_PROGRAMS, 'Redis of dev', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start(new Rendered(new Dev()));
  });
  afterAll(() => server?.pod.stop());

  test('serves the API, from other machines too', async () => {
    expect((await server.as('kfm_api', ['SET', 'key', 'value'])).stdout).toBe('OK\n');
    expect((await server.as('kfm_api', ['GET', 'key'], [], OTHER_ADDRESS)).stdout).toBe('value\n');
  });

  test('refuses the default user, wrong passwords and strangers', async () => {
    expect((await server.as('default', ['GET', 'key'])).stdout).toContain('NOAUTH');
    expect((await server.as('default', ['AUTH', 'default', ''])).stdout).toContain('WRONGPASS');
    expect((await server.as('stranger', ['GET', 'key'])).stdout + (await server.as('stranger', ['PING'])).stderr).toMatch(
      /NOAUTH|WRONGPASS|AUTH failed/,
    );
  });

  test.each([['CONFIG', 'GET', '*'], ['FLUSHALL'], ['KEYS', '*'], ['ACL', 'LIST'], ['SHUTDOWN', 'NOSAVE']])(
    'refuses the API to administer it: %s',
    async (...command) => {
      expect((await server.as('kfm_api', command)).stdout).toContain('NOPERM');
    },
  );

  test('lets metrics read numbers and no data', async () => {
    expect((await server.as('metrics', ['INFO', 'memory'])).stdout).toContain('used_memory');
    expect((await server.as('metrics', ['GET', 'key'])).stdout).toContain('NOPERM');
  });

  test('forgets what was not used for long when it holds three quarters of its memory', async () => {
    const { stdout } = await server.as('metrics', ['CONFIG', 'GET', 'maxmemory*']);

    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['maxmemory', String((128 * 2 ** 20 * 3) / 4), 'maxmemory-policy', 'allkeys-lru']),
    );
  });

  test('reports to nobody but its probe once it is told that the password is another', async () => {
    const probe = `test "$(REDISCLI_AUTH=wrong redis-cli -s /run/redis/redis.sock --user metrics ping)" = PONG`;

    expect((await server.pod.exec('redis', ['sh', '-c', probe])).status).toBe(1);
  });
});

describeWith(REDIS_PROGRAMS, 'Redis of stage', () => {
  let folder: string;
  let server: RedisServer;
  let trust: string[];
  let certificate: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'));
    const rendered = new Rendered(new Stage());
    const authority = new Authority(folder);
    server = await RedisServer.start(rendered, authority);
    server.pod.mountSecret('/client', authority.issue(rendered.find<Certificate>('Certificate', 'kfm-api-client-tls')));
    trust = ['--tls', '--sni', 'redis.platform-data.svc.cluster.local', '--cacert', server.pod.path('/client/ca.crt')];
    certificate = ['--cert', server.pod.path('/client/tls.crt'), '--key', server.pod.path('/client/tls.key')];
  });
  afterAll(async () => {
    await server?.pod.stop();
    rmSync(folder, { recursive: true });
  });

  test('serves who shows a certificate and has the password', async () => {
    expect((await server.as('kfm_api', ['SET', 'key', 'value'], [...trust, ...certificate])).stdout).toBe('OK\n');
    expect((await server.as('default', ['GET', 'key'], [...trust, ...certificate])).stdout).toContain('NOAUTH');
  });

  test('refuses plaintext, and callers without a certificate or with one of another authority', async () => {
    const other = new Authority(join(folder, 'other')).issue({ spec: { commonName: 'kfm-api', usages: ['client auth'] } });
    server.pod.mountSecret('/stranger', other);
    const stranger = ['--cert', server.pod.path('/stranger/tls.crt'), '--key', server.pod.path('/stranger/tls.key')];

    for (const options of [[], trust, [...trust, ...stranger]]) {
      const { stdout, stderr } = await server.as('kfm_api', ['GET', 'key'], options);
      expect(stdout).not.toContain('value');
      expect(`${stdout}${stderr}`).toMatch(/error|closed|certificate required|unknown ca|reset/i);
    }
  });

  test('keeps what it was told in a log on disk', async () => {
    expect((await server.as('metrics', ['INFO', 'persistence'], [...trust, ...certificate])).stdout).toContain('aof_enabled:1');
  });
});
