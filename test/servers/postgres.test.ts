import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dev } from '../../envs/dev';
import { Stage } from '../../envs/stage';
import { Bucket } from './bucket';
import { Authority, type Certificate } from './certificates';
import { OTHER_ADDRESS, type Pod, type Values } from './pod';
import { POSTGRES_PROGRAMS, PostgresServer } from './postgres';
import { describeWith } from './program';
import { Rendered } from './rendered';

describeWith(POSTGRES_PROGRAMS, 'the catalogue of dev', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(new Rendered(new Dev()), 'postgres');
  });
  afterAll(() => server?.stop());

  test('lets the API log in with its password, as the owner of its database', async () => {
    const outcome = await server.as('kfm_api', 'kfm', 'CREATE TABLE place (name text); INSERT INTO place VALUES (1); SELECT * FROM place;');

    expect(outcome).toEqual({ status: 0, stdout: '1\n', stderr: '' });
  });

  test.each([
    ['a wrong password', 'kfm_api', 'kfm', { PGPASSWORD: 'hunter2' }, 'password authentication failed'],
    ['no password', 'kfm_api', 'kfm', { PGPASSWORD: '' }, 'no password supplied'],
    ['the superuser over the network', 'postgres', 'postgres', {}, 'no pg_hba.conf entry'],
    ['the superuser in the database', 'postgres', 'kfm', {}, 'no pg_hba.conf entry'],
    ['the API in another database', 'kfm_api', 'postgres', {}, 'no pg_hba.conf entry'],
    ['backups in another database', 'backup', 'postgres', {}, 'no pg_hba.conf entry'],
    ['metrics in the database', 'metrics', 'kfm', {}, 'no pg_hba.conf entry'],
  ])('refuses %s', async (_, role, database, variables: Values, message) => {
    const { status, stderr } = await server.as(role, database, 'SELECT 1', variables);

    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  test('keeps passwords as scram-sha-256 and pages with checksums', async () => {
    const sql = `SHOW data_checksums; SELECT count(*) FROM pg_authid WHERE rolcanlogin AND rolpassword NOT LIKE 'SCRAM-SHA-256$%'`;

    expect(await server.asSuperuser('postgres', sql)).toBe('on\n0\n');
  });

  test('has metrics read the statistics, and nothing else', async () => {
    const read = await server.as('metrics', 'postgres', 'SELECT count(*) > 0 FROM pg_stat_activity WHERE query IS NOT NULL');
    const roles = `SELECT string_agg(granted.rolname, ',') FROM pg_auth_members JOIN pg_roles granted ON granted.oid = roleid
      JOIN pg_roles member ON member.oid = pg_auth_members.member WHERE member.rolname = 'metrics'`;

    expect(read.stdout).toBe('t\n');
    expect(await server.asSuperuser('postgres', roles)).toBe('pg_monitor\n');
    expect((await server.as('metrics', 'postgres', 'SELECT * FROM pg_authid')).stderr).toContain('permission denied');
  });

  (OTHER_ADDRESS === undefined ? test.skip : test)(
    'lets metrics in over the loopback only (skipped where there is no other address)',
    async () => {
      const elsewhere = { PGHOST: OTHER_ADDRESS as string };

      expect((await server.as('metrics', 'postgres', 'SELECT 1', elsewhere)).stderr).toContain('no pg_hba.conf entry');
      expect((await server.as('kfm_api', 'kfm', 'SELECT 1', elsewhere)).stdout).toBe('1\n');
    },
  );

  test('lets backups read every table and change none', async () => {
    await server.as('kfm_api', 'kfm', 'CREATE SCHEMA later; CREATE TABLE later.layer (name text)');

    expect(await server.as('backup', 'kfm', 'SELECT * FROM later.layer')).toMatchObject({ status: 0 });
    for (const sql of [
      "INSERT INTO later.layer VALUES ('x')",
      'DELETE FROM later.layer',
      'CREATE TABLE own (name text)',
      'DROP SCHEMA later',
    ]) {
      expect((await server.as('backup', 'kfm', sql)).stderr).toMatch(/permission denied|must be owner/);
    }
  });
});

describeWith([...POSTGRES_PROGRAMS, 'rclone'], 'the catalogue of stage', () => {
  let folder: string;
  const rows = 'SELECT string_agg(name, $$,$$ ORDER BY id) FROM place';
  let server: PostgresServer;
  let tls: Values;
  let bucket: Bucket;
  let backup: Pod;
  let restore: Pod;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'));
    const rendered = new Rendered(new Stage());
    const authority = new Authority(folder);
    server = await PostgresServer.start(rendered, 'postgres', authority);
    tls = server.client(authority.issue(rendered.find<Certificate>('Certificate', 'kfm-api-client-tls')));
    bucket = new Bucket();
    backup = await server.job('backup', bucket);
    restore = await server.job('restore', bucket);
    await server.as('kfm_api', 'kfm', "CREATE TABLE place (id serial, name text); INSERT INTO place (name) VALUES ('a'), ('b')", tls);
  });
  afterAll(async () => {
    await Promise.all([server?.stop(), backup?.stop(), restore?.stop()]);
    bucket?.remove();
    rmSync(folder, { recursive: true });
  });

  test('lets in who shows a certificate and has the password, by TLS 1.2 or later, and knows its own name', async () => {
    const sql = 'SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

    expect((await server.as('kfm_api', 'kfm', sql, tls)).stdout).toMatch(/^t\|TLSv1\.[23]\n$/);
  });

  test('refuses plaintext, callers without a certificate, and those of another authority', async () => {
    const other = new Authority(join(folder, 'other')).issue({ spec: { commonName: 'kfm-api', usages: ['client auth'] } });
    const { PGSSLCERT: _, PGSSLKEY: __, ...without } = tls;
    server.pod.mountSecret('/stranger', other);
    const stranger = { ...tls, PGSSLCERT: server.pod.path('/stranger/tls.crt'), PGSSLKEY: server.pod.path('/stranger/tls.key') };
    const refused = async (variables: Values) => (await server.as('kfm_api', 'kfm', 'SELECT 1', variables)).stderr;

    expect(await refused({ ...tls, PGSSLMODE: 'disable' })).toContain('no encryption');
    expect(await refused(without)).toContain('requires a valid client certificate');
    expect(await refused(stranger)).toMatch(/unknown ca|certificate verify failed/);
    expect(await refused({ ...tls, PGPASSWORD: 'hunter2' })).toContain('password authentication failed');
  });

  test('says so and changes nothing when there is no backup to restore', async () => {
    const { status, stderr } = await restore.run();

    expect(stderr).toContain('there is no backup of postgres in kfm-stage-backup');
    expect(status).toBe(1);
    expect((await server.as('kfm_api', 'kfm', rows, tls)).stdout).toBe('a,b\n');
  });

  test('forgets old backups after a good one only', async () => {
    bucket.write('old', 'postgres', '2020-01-01T00-00-00Z', 'database.dump');

    const failed = await backup.run({ RCLONE_MAX_TRANSFER: '1B' });

    expect(failed.stderr).toContain('max transfer limit');
    expect(failed.status).not.toBe(0);
    expect(bucket.list('postgres')).toContain('2020-01-01T00-00-00Z');
    for (const unfinished of bucket.list('postgres').slice(1)) rmSync(bucket.path('postgres', unfinished), { recursive: true });

    expect(await backup.run()).toMatchObject({ status: 0 });
    expect(bucket.list('postgres')).toEqual([expect.stringMatching(/^20[3-9]\d|202[6-9]/)]);
    expect(bucket.list('postgres', bucket.list('postgres')[0] as string)).toEqual(['database.dump', 'sums']);
  });

  test('brings back the rows that were lost, as the owner of everything', async () => {
    await server.as('kfm_api', 'kfm', 'DROP TABLE place; CREATE TABLE place (id int); INSERT INTO place VALUES (9)', tls);

    const outcome = await restore.run();

    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect((await server.as('kfm_api', 'kfm', rows, tls)).stdout).toBe('a,b\n');
    expect((await server.as('kfm_api', 'kfm', "INSERT INTO place (name) VALUES ('c') RETURNING id", tls)).stdout).toBe('3\n');
  });

  test('restores the backup that BACKUP names, not the newest', async () => {
    const [first] = bucket.list('postgres');
    bucket.write('no dump', 'postgres', '2999-01-01T00-00-00Z', 'database.dump');
    bucket.write(`${'0'.repeat(64)}  database.dump\n`, 'postgres', '2999-01-01T00-00-00Z', 'sums');

    expect(await restore.run()).toMatchObject({ status: 1 });
    expect(await restore.run({ BACKUP: first as string })).toMatchObject({ status: 0 });
    expect((await server.as('kfm_api', 'kfm', rows, tls)).stdout).toBe('a,b\n');
    rmSync(bucket.path('postgres', '2999-01-01T00-00-00Z'), { recursive: true });
  });

  test('passes over a backup that never got to its end', async () => {
    bucket.write('half a dump', 'postgres', '2999-01-01T00-00-00Z', 'database.dump');

    expect(await restore.run()).toMatchObject({ status: 0 });
    rmSync(bucket.path('postgres', '2999-01-01T00-00-00Z'), { recursive: true });
  });

  test('does not touch the database when the dump is not what was sent', async () => {
    await server.as('kfm_api', 'kfm', "INSERT INTO place (name) VALUES ('d')", tls);
    const [newest] = bucket.list('postgres').slice(-1);
    writeFileSync(bucket.path('postgres', newest as string, 'database.dump'), 'changed');

    const { status, stdout, stderr } = await restore.run();

    expect(stdout).toContain('database.dump: FAILED');
    expect(stderr).toContain('did NOT match');
    expect(status).toBe(1);
    expect((await server.as('kfm_api', 'kfm', rows, tls)).stdout).toBe('a,b,d\n');
  });
});
