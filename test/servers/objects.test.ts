import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dev } from '../../envs/dev';
import { Stage } from '../../envs/stage';
import { Bucket } from './bucket';
import { Authority } from './certificates';
import { OBJECTS_PROGRAMS, ObjectsServer } from './objects';
import { answer, type Pod } from './pod';
import { describeWith } from './program';
import { Rendered } from './rendered';

describeWith(OBJECTS_PROGRAMS, 'objects of dev', () => {
  let server: ObjectsServer;
  beforeAll(async () => {
    server = await ObjectsServer.start(new Rendered(new Dev()));
    await server.as('kfm-api', ['mkdir', 's3:maps']);
    await server.as('kfm-api', ['rcat', 's3:maps/one/a.json'], {}, '{}');
  });
  afterAll(() => server?.pod.stop());

  test('says by HTTP that it is ready, and nothing else to nobody', async () => {
    expect(await answer(`${server.url}/healthz`)).toBe(200);
    expect(await answer(`${server.url}/`)).toBe(403);
    expect(await answer(`${server.url}/maps/one/a.json`)).toBe(403);
  });

  test('keeps buckets and objects of the API', async () => {
    expect((await server.as('kfm-api', ['lsf', '--recursive', '--files-only', 's3:'])).stdout).toBe('maps/one/a.json\n');
    expect((await server.as('kfm-api', ['cat', 's3:maps/one/a.json'])).stdout).toBe('{}');
  });

  test('refuses strangers and wrong keys', async () => {
    const wrong = { RCLONE_CONFIG_S3_SECRET_ACCESS_KEY: 'hunter2' };

    expect((await server.as('stranger', ['cat', 's3:maps/one/a.json'])).stderr).toMatch(/InvalidAccessKeyId|Forbidden/);
    expect((await server.as('kfm-api', ['cat', 's3:maps/one/a.json'], wrong)).stderr).toMatch(/SignatureDoesNotMatch|Forbidden/);
  });

  test('has the accounts of the sealed file, and lets no administrator make another', async () => {
    const { pod } = server;
    const keys = ['--access', 'backup', '--secret', pod.secret('objects-credentials', 'backup-secret-key')];
    const admin = ['versitygw', 'admin', ...keys, '--endpoint-url', server.url];

    const made = await pod.exec('objects', [...admin, 'create-user', '--access', 'eve', '--secret', 'eve', '--role', 'admin']);
    const listed = await pod.exec('objects', [...admin, 'list-users']);

    expect(made.status).not.toBe(0);
    expect(listed.stdout).toMatch(/^backup +admin/m);
    expect(listed.stdout).toMatch(/^kfm-api +userplus/m);
    expect(listed.stdout).not.toContain('eve');
  });
});

describeWith(OBJECTS_PROGRAMS, 'objects of stage', () => {
  let folder: string;
  let server: ObjectsServer;
  let bucket: Bucket;
  let backup: Pod;
  let restore: Pod;

  const put = (path: string, text: string) => server.as('kfm-api', ['rcat', `s3:${path}`], {}, text);
  const contents = async (): Promise<Record<string, string>> => {
    const { stdout } = await server.as('kfm-api', ['lsf', '--recursive', '--files-only', '--format', 'ph', '--hash', 'MD5', 's3:']);
    return Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(';')),
    );
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'));
    server = await ObjectsServer.start(new Rendered(new Stage()), new Authority(folder));
    bucket = new Bucket();
    [backup, restore] = await Promise.all([server.job('backup', bucket), server.job('restore', bucket)]);
    await put('maps/one/a.json', 'a');
    await put('maps/b ä.json', 'b');
    await put('tiles/0/0.pbf', 'tile');
  });
  afterAll(async () => {
    await Promise.all([server?.pod.stop(), backup?.stop(), restore?.stop()]);
    bucket?.remove();
    rmSync(folder, { recursive: true });
  });

  test('speaks TLS only, with the certificate of the authority', async () => {
    expect(await answer(`${server.url}/healthz`)).toBe(200);
    expect(await answer(`${server.url}/healthz`.replace('https', 'http'))).not.toBe(200);
    expect((await server.as('kfm-api', ['lsf', 's3:'], { RCLONE_CA_CERT: '/etc/ssl/certs/ca-certificates.crt' })).stderr).toContain(
      'certificate',
    );
  });

  test('says so and changes nothing when there is no backup to restore', async () => {
    const { status, stderr } = await restore.run();

    expect(stderr).toContain('there is no backup of objects in kfm-stage-backup');
    expect(status).toBe(1);
    expect(Object.keys(await contents())).toHaveLength(3);
  });

  test('mirrors every bucket, and keeps what was replaced or removed since for as many days as it is told', async () => {
    expect(await backup.run()).toMatchObject({ status: 0 });
    expect(bucket.read('objects', 'current', 'maps', 'one', 'a.json')).toBe('a');
    expect(bucket.list('objects')).toEqual(['current']);

    bucket.write('old', 'objects', 'replaced', '2020-01-01T00-00-00Z', 'maps', 'x');
    await put('maps/one/a.json', 'changed');
    await server.as('kfm-api', ['deletefile', 's3:tiles/0/0.pbf']);

    expect(await backup.run()).toMatchObject({ status: 0 });
    expect(bucket.read('objects', 'current', 'maps', 'one', 'a.json')).toBe('changed');
    expect(existsSync(bucket.path('objects', 'current', 'tiles', '0', '0.pbf'))).toBe(false);
    const [replaced, ...others] = bucket.list('objects', 'replaced') as [string];
    expect(others).toEqual([]);
    expect(bucket.read('objects', 'replaced', replaced, 'maps', 'one', 'a.json')).toBe('a');
    expect(bucket.read('objects', 'replaced', replaced, 'tiles', '0', '0.pbf')).toBe('tile');
  });

  test('forgets nothing after a backup that failed', async () => {
    bucket.write('old', 'objects', 'replaced', '2020-01-01T00-00-00Z', 'maps', 'x');
    await put('maps/late.json', 'late');
    bucket.close(true, 'objects', 'current', 'maps');

    expect((await backup.run()).status).not.toBe(0);
    expect(bucket.list('objects', 'replaced')).toContain('2020-01-01T00-00-00Z');

    bucket.close(false, 'objects', 'current', 'maps');
    expect(await backup.run()).toMatchObject({ status: 0 });
    expect(bucket.list('objects', 'replaced')).not.toContain('2020-01-01T00-00-00Z');
  });

  test('brings all buckets back after a loss, to the API too', async () => {
    const before = await contents();
    for (const name of ['maps', 'tiles']) await server.as('kfm-api', ['purge', `s3:${name}`]);
    expect(await contents()).toEqual({});

    // The next backup comes before anybody has noticed.
    expect(await backup.run()).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing was mirrored') });
    expect(await restore.run()).toMatchObject({ status: 0 });

    expect(await contents()).toEqual(before);
    expect((await server.as('kfm-api', ['cat', 's3:maps/one/a.json'])).stdout).toBe('changed');
    expect((await put('maps/one/new.json', 'new')).status).toBe(0);
  });
});
