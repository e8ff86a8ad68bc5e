import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { sealed } from '../../lib';
import { PROJECT, run } from '../cli/run';

let folder: string;
let key: string;

/** A project whose dev has a certificate of which the test has the key; the key lives in a temporary folder only. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seal-'));
  for (const path of ['cli', 'envs', 'lib', 'stacks', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(PROJECT, path), join(folder, path), { recursive: true });
  mkdirSync(join(folder, 'tmp'));
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const pair = await generate([{ name: 'commonName', value: 'test' }], { keySize: 2048, algorithm: 'sha256' });
  writeFileSync(join(folder, 'envs/dev/sealing.pem'), pair.cert);
  key = pair.private;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the controller does: the format of sealed-secrets, read from its documentation and not from our code. */
function unseal(ciphertext: string, label: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const length = bytes.readUInt16BE(0);
  const sessionKey = privateDecrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from(label) },
    bytes.subarray(2, 2 + length),
  );
  const decipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(2 + length, -16)), decipher.final()]).toString();
}

const FILE = 'envs/dev/sealed/demo.json';
const TARGET = ['--env', 'dev', '--namespace', 'kfm-api', '--name', 'demo'];

function seal(args: readonly string[], input: string | Buffer = '') {
  return run(['seal', ...args], { project: folder, cwd: folder, input });
}

function encrypted(): Record<string, string> {
  return (JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as { spec: { encryptedData: Record<string, string> } }).spec.encryptedData;
}

describe('seal', () => {
  test('encrypts values from stdin and files so that only this name in this namespace opens them', () => {
    writeFileSync(join(folder, 'tmp/value'), 'from a file\n');

    const { status, stdout } = seal([...TARGET, '--from-stdin', 'token', '--from-file', 'other.txt=tmp/value'], 'from stdin');

    expect({ status, stdout }).toEqual({ status: 0, stdout: `${FILE}: sealed other.txt, token\n` });
    expect(unseal(encrypted().token as string, 'kfm-api/demo')).toBe('from stdin');
    expect(unseal(encrypted()['other.txt'] as string, 'kfm-api/demo')).toBe('from a file\n');
    expect(() => unseal(encrypted().token as string, 'kfm-web/demo')).toThrow();
    expect(() => unseal(encrypted().token as string, 'kfm-api/other')).toThrow();
  });

  test('writes the JSON of kubeseal, which an environment takes, and no plaintext', () => {
    const text = readFileSync(join(folder, FILE), 'utf8');

    expect(sealed(JSON.parse(text))).toMatchObject({ name: 'demo', namespace: 'kfm-api', keys: ['other.txt', 'token'] });
    expect(text).not.toContain('from stdin');
    expect(text).not.toContain(Buffer.from('from stdin').toString('base64'));
  });

  test('keeps everything else of a file, such as the template that kubeseal wrote', () => {
    const file = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    file.spec.template.type = 'Opaque';
    file.metadata.labels = { team: 'services' };
    writeFileSync(join(folder, FILE), JSON.stringify(file));

    seal([...TARGET, '--from-stdin', 'third'], 'more');

    const after = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    expect(after).toMatchObject({ metadata: { labels: { team: 'services' } }, spec: { template: { type: 'Opaque' } } });
    expect(Object.keys(after.spec.encryptedData).sort()).toEqual(['other.txt', 'third', 'token']);
  });

  test.each([
    ['namespace-wide', 'kfm-api', 'kfm-api/wide'],
    ['cluster-wide', '', 'kfm-api'],
  ])('binds ciphertext of scope %s to no more than that, and says so in both places', (scope, label, narrower) => {
    const name = `wide-${scope}`;
    seal(['--env', 'dev', '--namespace', 'kfm-api', '--name', name, '--scope', scope, '--from-stdin', 'token'], 'wide');

    const file = JSON.parse(readFileSync(join(folder, `envs/dev/sealed/${name}.json`), 'utf8'));
    expect(unseal(file.spec.encryptedData.token, label)).toBe('wide');
    expect(() => unseal(file.spec.encryptedData.token, narrower)).toThrow();
    expect(sealed(file)).toMatchObject({ scope, name, namespace: 'kfm-api' });
  });

  test('refuses to mix scopes in one file', () => {
    const { status, stderr } = seal([...TARGET, '--scope', 'cluster-wide', '--from-stdin', 'token'], 'other');

    expect(status).toBe(2);
    expect(stderr).toContain('is sealed for the scope strict');
  });

  test('works while files that the environments import are still missing', () => {
    rmSync(join(folder, 'envs/dev/sealed/redis-credentials.json'));

    expect(seal([...TARGET, '--from-stdin', 'token'], 'again').status).toBe(0);
  });

  test('points out a line break at the end of a password', () => {
    expect(seal([...TARGET, '--from-stdin', 'token'], 'password\n').stderr).toContain('the value of "token" ends in a line break');
  });

  test('re-seals the keys that are given and keeps the others', () => {
    const before = encrypted();

    seal([...TARGET, '--from-stdin', 'token'], 'rotated');

    expect(encrypted()['other.txt']).toBe(before['other.txt']);
    expect(unseal(encrypted().token as string, 'kfm-api/demo')).toBe('rotated');
  });

  test.each([
    ['no value', [...TARGET], 'there is no value to seal'],
    ['an empty value', [...TARGET, '--from-stdin', 'token'], 'the value of "token" is empty'],
    ['a missing file', [...TARGET, '--from-file', 'token=./tmp/nowhere'], 'the value of "token" cannot be read'],
    ['a key that is none', [...TARGET, '--from-file', 'to ken=tmp/value'], '"to ken" is no key of a Secret'],
    ['a file without a key', [...TARGET, '--from-file', 'tmp/value'], 'is no key of a Secret'],
    ['a bad namespace', ['--env', 'dev', '--namespace', 'Kfm', '--name', 'demo', '--from-file', 'a=tmp/value'], '"Kfm" is no valid name'],
    [
      'another namespace than the file has',
      ['--env', 'dev', '--namespace', 'kfm-web', '--name', 'demo', '--from-file', 'a=tmp/value'],
      'is sealed for kfm-api/demo',
    ],
    [
      'an unknown environment',
      ['--env', 'no-such-place', '--namespace', 'x', '--name', 'y', '--from-file', 'a=tmp/value'],
      'there is no environment "no-such-place"',
    ],
  ])('refuses %s and writes nothing', (_, args, message) => {
    const before = readFileSync(join(folder, FILE), 'utf8');

    const { status, stdout, stderr } = seal(args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe(before);
    expect(existsSync(join(folder, 'envs/dev/sealed/y.json'))).toBe(false);
  });

  test('has no option that takes a value on the command line', () => {
    expect(run(['seal', '--help']).stdout).not.toMatch(/--from-literal|--value/);
  });
});
