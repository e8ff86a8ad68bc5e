import { constants, createDecipheriv, createHash, privateDecrypt } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { type RotateOptions, rotate } from '../../cli/commands/rotate';
import type { FileSystem } from '../../cli/ports/file-system';
import { rotationOf } from '../../cli/rotation/rotation';
import { external, mock, type SecretRef, sealed } from '../../lib';
import { type FaultyDisk, faultyDisk } from '../cli/faulty-disk';
import { context, PROJECT } from '../cli/run';

let folder: string;
let key: string;
let certificate: string;

/** A certificate of which the test has the key; the key is in memory only. */
beforeAll(async () => {
  const pair = await generate([{ name: 'commonName', value: 'test' }], { keySize: 2048, algorithm: 'sha256' });
  certificate = pair.cert;
  key = pair.private;
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotate-'));
  for (const name of ['dev', 'stage']) {
    cpSync(join(PROJECT, 'envs', name, 'sealed'), join(folder, 'envs', name, 'sealed'), { recursive: true });
    writeFileSync(join(folder, 'envs', name, 'sealing.pem'), certificate);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Sealed {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly encryptedData: Readonly<Record<string, string>> };
}

function filesOf(environment: string): Record<string, Sealed> {
  const sealedFolder = join(folder, 'envs', environment, 'sealed');
  return Object.fromEntries(
    readdirSync(sealedFolder)
      .sort()
      .map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(sealedFolder, name), 'utf8'))]),
  );
}

/** Keys with other ciphertext than before, e.g. `redis-credentials users.acl`. */
function changed(environment: string, before: Record<string, Sealed>): string[] {
  return Object.entries(filesOf(environment)).flatMap(([name, { spec }]) =>
    Object.entries(spec.encryptedData).flatMap(([item, text]) =>
      before[name]?.spec.encryptedData[item] === text ? [] : [`${name} ${item}`],
    ),
  );
}

/** What the controller of the cluster does. */
function opened(environment: string, name: string, item: string): string {
  const { metadata, spec } = filesOf(environment)[name] as Sealed;
  const bytes = Buffer.from(spec.encryptedData[item] as string, 'base64');
  const length = bytes.readUInt16BE(0);
  const oaepLabel = Buffer.from(`${metadata.namespace}/${metadata.name}`);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const sessionKey = privateDecrypt({ key, padding, oaepHash: 'sha256', oaepLabel }, bytes.subarray(2, 2 + length));
  const decipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(2 + length, -16)), decipher.final()]).toString();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function rotateHere(options: RotateOptions, disk: Partial<FileSystem> = {}): Promise<{ stdout: string; stderr: string }> {
  const given = context(folder);
  await rotate('secrets', options, { ...given.context, fs: { ...given.context.fs, ...disk } });
  return { stdout: given.stdout(), stderr: given.stderr() };
}

const FROM_OUTSIDE = ['alert-receiver url', 'argocd-notifications-secret slack-token', 'grafana-admin admin-user'];

describe('rotate secrets', () => {
  test('seals both sides of each shared value, as docs/secrets.md has them', async () => {
    await rotateHere({ env: 'dev' });

    const dev = (name: string, item: string): string => opened('dev', name, item);
    const api = (item: string): string => dev('kfm-api-credentials', item);
    expect(api('postgres-password')).toBe(dev('postgres-credentials', 'kfm-api-password'));
    expect(api('audit-password')).toBe(dev('audit-credentials', 'kfm-api-password'));
    expect(api('graph-password')).toBe(dev('graph-credentials', 'kfm-api-password'));
    expect(api('search-key')).toBe(dev('search-credentials', 'master-key'));
    const acl = dev('redis-credentials', 'users.acl');
    expect(acl).toContain(`user kfm_api on #${sha256(api('redis-password'))} `);
    expect(acl).toContain(`user metrics on #${sha256(dev('redis-credentials', 'metrics-password'))} `);
    const objects = (item: string): string => dev('objects-credentials', item);
    expect(JSON.parse(objects('users.json')).accessAccounts).toEqual({
      'kfm-api': { access: api('objects-access-key'), secret: api('objects-secret-key'), role: 'userplus' },
      backup: { access: objects('backup-access-key'), secret: objects('backup-secret-key'), role: 'admin' },
    });
  });

  test('makes every value anew, each another one, and leaves all that comes from outside', async () => {
    const before = filesOf('dev');

    await rotateHere({ env: 'dev' });

    const all = Object.entries(before).flatMap(([name, { spec }]) => Object.keys(spec.encryptedData).map((item) => `${name} ${item}`));
    expect(changed('dev', before).sort()).toEqual(all.filter((item) => !FROM_OUTSIDE.includes(item)).sort());
    const own = all.filter((item) => /^(?:postgres|audit|graph)-credentials /.test(item));
    const values = own.map((item) => opened('dev', ...(item.split(' ') as [string, string])));
    expect(new Set(values).size).toBe(13);
    for (const value of values) expect(value).toMatch(/^[0-9a-f]{48}$/);
  });

  test('keeps everything else of the files, and shows no value', async () => {
    const strip = (files: Record<string, Sealed>): object =>
      Object.values(files).map((file) => ({ ...file, spec: { ...file.spec, encryptedData: Object.keys(file.spec.encryptedData) } }));
    const before = filesOf('dev');

    const { stdout, stderr } = await rotateHere({ env: 'dev' });

    expect(strip(filesOf('dev'))).toEqual(strip(before));
    const random = ['postgres-credentials backup-password', 'search-credentials master-key', 'grafana-admin admin-password'];
    for (const item of random) expect(`${stdout}${stderr}`).not.toContain(opened('dev', ...(item.split(' ') as [string, string])));
    expect(readdirSync(join(folder, 'envs/dev')).sort()).toEqual(['sealed', 'sealing.pem']);
  });

  test('takes along, of one Secret, what shares a value with it, and nothing else', async () => {
    const before = filesOf('dev');

    const { stdout } = await rotateHere({ env: 'dev', only: ['redis-credentials'] });

    const keys = ['kfm-api-credentials redis-password', 'redis-credentials metrics-password', 'redis-credentials users.acl'];
    expect(changed('dev', before).sort()).toEqual(keys);
    expect(stdout.trimEnd().split('\n').sort()).toEqual([
      'envs/dev/sealed/kfm-api-credentials.json: sealed redis-password',
      'envs/dev/sealed/redis-credentials.json: sealed metrics-password, users.acl',
    ]);
  });

  test('lists for stage what people change by hand, where, and what follows', async () => {
    const { stdout, stderr } = await rotateHere({ env: 'staging' });

    expect(
      stdout
        .split('\n')
        .filter((line) => line.startsWith('by hand'))
        .map((line) => line.split(':')[1]?.trim())
        .sort(),
    ).toEqual([
      'argocd, credential of the repository',
      'argocd/argocd-notifications-secret slack-token',
      'cert-manager/nameserver tsig-secret',
      'monitoring/alert-receiver url',
      'platform-data/backup-bucket access-key and platform-data/backup-bucket secret-key',
    ]);
    expect(stdout).toContain('seed --env stage --context CONTEXT --remote HOST --repository-username FILE --repository-password FILE');
    expect(stderr).toContain('next: npm run synth -- --env stage');
    expect(stderr).toContain('--to stage --config-only');
    expect(stderr).toContain('ALTER ROLE for postgres, kfm_api, audit_owner, backup and metrics');
  });

  test('writes nothing in a dry run', async () => {
    const before = filesOf('dev');

    const { stdout, stderr } = await rotateHere({ env: 'dev', dryRun: true });

    expect(changed('dev', before)).toEqual([]);
    expect(stdout).toContain('envs/dev/sealed/search-credentials.json: would seal master-key');
    expect(stderr).toBe('nothing was written; 8 files would be\n');
  });

  test('writes all files or none, whichever call to the disk fails', async () => {
    const before = filesOf('dev');
    const rotateOn = (disk: FaultyDisk): Promise<unknown> => rotateHere({ env: 'dev' }, disk);
    const whole = faultyDisk(Number.POSITIVE_INFINITY, 'failing');
    await rotateOn(whole);
    const after = filesOf('dev');

    for (let at = 1; at <= whole.calls(); at++) {
      await expect(rotateOn(faultyDisk(at, 'failing'))).rejects.toThrow('ENOSPC');

      expect(changed('dev', after)).toEqual([]);
      expect(readdirSync(join(folder, 'envs/dev/sealed'))).toHaveLength(Object.keys(before).length);
    }
    expect(whole.calls()).toBeGreaterThan(20);
  });

  test.each([
    ['a Secret that is not there', { env: 'dev', only: ['redis-credential'] }, 'did you mean redis-credentials?'],
    ['one that comes from outside', { env: 'stage', only: ['nameserver'] }, 'a new TSIG key at the name server of the domain'],
  ])('refuses %s, and says what to do', async (_, options, message) => {
    await expect(rotateHere(options)).rejects.toThrow(message);
  });

  test('says of mock secrets how to make them anew in their own cluster, and makes the Job go with them', async () => {
    const refused = await rotateHere({ env: 'local', only: ['search-credentials'] }).catch((error: Error) => error.message);

    expect(refused).toMatchInlineSnapshot(`
"local has mock secrets, whose values are made in its cluster and are in no file; delete them there with the Job that made them, and seeding makes both anew:
  kubectl --context kind-local-254carbon --namespace platform-data delete secret search-credentials
  kubectl --context kind-local-254carbon --namespace kfm-api delete secret kfm-api-credentials
  kubectl --context kind-local-254carbon --namespace seed delete job/mock-secrets --ignore-not-found
  npm run cluster -- seed --env local"
`);
  });

  test('names the cluster of the settings', async () => {
    mkdirSync(join(folder, 'envs/local'));
    writeFileSync(join(folder, 'envs/local/settings.env'), 'CLUSTER_PROVIDER=k3d\nCLUSTER_NAME=mine\n');
    const { message } = (await rotateHere({ env: 'local' }).catch((error: Error) => error)) as Error;

    const deletions = message.split('\n').filter((line) => line.includes('kubectl'));
    expect(deletions.length).toBeGreaterThan(2);
    for (const line of deletions) expect(line).toContain('kubectl --context k3d-mine --namespace ');
  });

  test.each([
    ['is gone', (path: string) => rmSync(path), 'search-credentials.json: is not there'],
    ['is no JSON', (path: string) => writeFileSync(path, '{'), 'search-credentials.json: cannot be read'],
    [
      'is that of another Secret',
      (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replaceAll('platform-data', 'kfm-web')),
      'is sealed for kfm-web/search-credentials',
    ],
  ])('refuses a file that %s, and leaves the others', async (_, spoil, message) => {
    const before = filesOf('dev');
    spoil(join(folder, 'envs/dev/sealed/search-credentials.json'));

    await expect(rotateHere({ env: 'dev' })).rejects.toThrow(message);

    writeFileSync(join(folder, 'envs/dev/sealed/search-credentials.json'), JSON.stringify(before['search-credentials']));
    expect(changed('dev', before)).toEqual([]);
  });

  test('refuses a certificate that is none', async () => {
    writeFileSync(join(folder, 'envs/dev/sealing.pem'), 'no certificate');

    await expect(rotateHere({ env: 'dev' })).rejects.toThrow('is no certificate to seal with');
  });

  test('rotates nothing but secrets', async () => {
    await expect(rotate('certificates', { env: 'dev' }, context(folder).context)).rejects.toThrow('expected "secrets"');
  });
});

describe('what is made at random', () => {
  const sealedAs = (namespace: string, name: string, ...keys: string[]): SecretRef =>
    sealed({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { namespace, name },
      spec: { template: { metadata: { namespace, name } }, encryptedData: Object.fromEntries(keys.map((item) => [item, 'AAAA'])) },
    });

  test('is no key that nobody knows the origin of', () => {
    const secrets = [sealedAs('kfm-api', 'payments', 'token'), sealedAs('platform-data', 'search-credentials', 'master-key')];

    const { sealed: rotated, byHand } = rotationOf('dev', secrets, undefined);

    expect([...rotated.keys()].map(({ name }) => name)).toEqual(['search-credentials']);
    expect(byHand).toEqual([expect.stringMatching(/^by hand: kfm-api\/payments token: whoever gave it/)]);
  });

  test.each([
    [
      'a secret store',
      external({ namespace: 'kfm-api', name: 'kfm-api-credentials', keys: ['search-key'], store: 'vault', path: 'kfm/api' }),
    ],
    ['the cluster', mock('kfm-api', 'kfm-api-credentials', 'search-key')],
  ])('is no value whose other side is in %s', (_, other) => {
    const { sealed: rotated, byHand } = rotationOf(
      'dev',
      [sealedAs('platform-data', 'search-credentials', 'master-key'), other],
      undefined,
    );

    expect(rotated.size).toBe(0);
    expect(byHand).toHaveLength(1);
    expect(byHand[0]).toContain('kfm-api/kfm-api-credentials search-key');
  });
});
