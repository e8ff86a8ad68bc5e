import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { disk } from '../../cli/ports/file-system';
import { chosenRules } from '../../cli/validation/chosen-rules';
import { REPOSITORY_SCAN, repositoryCredentials } from '../../cli/validation/repository-scan';
import { PROJECT } from './run';

/** Put together, as this file is scanned as well. */
const VALUE = ['correct', 'horse', '7'].join('-');
const AWS_KEY = `AKIA${'EXAMPLE'.repeat(2)}AB`;
const PEM = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'scan-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: string[]): void {
  execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
}

function write(files: Readonly<Record<string, string>>, below = folder): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(below, path)), { recursive: true });
    writeFileSync(join(below, path), text);
  }
}

function found(root = folder): string[] {
  return repositoryCredentials(root, disk).map(({ file, field, message }) => `${file} ${field}: ${message}`);
}

describe('in a repository', () => {
  beforeEach(() => git('init', '--quiet'));

  test.each([
    ['a private key in a comment', 'lib/a.ts', `const a = 1;\n// ${PEM}\n`, 'line 2: holds what looks like a private key'],
    ['a key of a cloud', '.env', `AWS_ACCESS_KEY_ID=${AWS_KEY}\n`, 'line 1: holds what looks like an AWS access key'],
    ['a password', 'docs/a.md', `# How\n\nexport PGPASSWORD=${VALUE}\n`, 'line 3: holds what looks like a value of PGPASSWORD'],
    [
      'a password in base64',
      'envs/dev/a.yaml',
      `a: 1\nb: ${base64(`password: ${VALUE}`)}\n`,
      'line 2: holds what looks like a value of password in base64',
    ],
    [
      'a password in dist, beside the manifests',
      'dist/README.md',
      `password: ${VALUE}`,
      'line 1: holds what looks like a value of password',
    ],
    ['a password in a test', 'test/a/fail.yaml', `password: ${VALUE}`, 'line 1: holds what looks like a value of password'],
    ['a password beside a known fake', 'a.txt', `hunter2 password=${VALUE}`, 'line 1: holds what looks like a value of password'],
    ['a password that is more than a known fake', 'a.sh', `PW=hunter2${VALUE}`, 'line 1: holds what looks like a value of PW'],
    ['a password in a name that is none of ASCII', 'ä b.txt', `password: ${VALUE}`, 'line 1: holds what looks like a value of password'],
  ])('%s is found, and never shown', (_, path, text, expected) => {
    write({ [path]: text });

    const findings = repositoryCredentials(folder, disk);

    expect(found()).toEqual([`${path} ${expected}`]);
    expect(findings).toEqual([
      expect.objectContaining({ rule: 'secrets/repository', severity: 'error', environment: '', object: '', file: path }),
    ]);
    for (const secret of [VALUE, AWS_KEY, base64(`password: ${VALUE}`)]) expect(JSON.stringify(findings)).not.toContain(secret);
  });

  test.each([
    ['a known fake', { 'a.test.ts': "password: 'hunter2'", 'b.test.ts': 'AKIAIOSFODNN7EXAMPLE' }],
    ['a manifest of dist', { 'dist/dev/a.yaml': `password: ${VALUE}` }],
    ['a case of the rules about secrets', { 'test/policy/secrets/plaintext-value/fail.yaml': `password: ${VALUE}` }],
    ['an ignored file', { '.gitignore': '.env', '.env': `password: ${VALUE}` }],
    ['a binary file', { 'a.png': `\0\npassword: ${VALUE}` }],
    ['a file whose password is a variable', { 'a.sh': 'password=$PASSWORD' }],
  ] as const)('%s is none', (_, files) => {
    write(files);

    expect(found()).toEqual([]);
  });

  test('what is committed, staged and new is judged, what is deleted is not, links are not followed', () => {
    write({ 'committed.txt': `password: ${VALUE}`, 'deleted.txt': `password: ${VALUE}`, '.env': `password: ${VALUE}` });
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'a');
    write({ 'staged.txt': `password: ${VALUE}` });
    git('add', '.');
    write({ 'new.txt': `password: ${VALUE}`, '.gitignore': '.env\n/outside' });
    rmSync(join(folder, 'deleted.txt'));
    write({ 'outside/a.txt': `password: ${VALUE}` });
    symlinkSync('outside', join(folder, 'folder-link'));
    symlinkSync('outside/a.txt', join(folder, 'link'));

    expect(repositoryCredentials(folder, disk).map(({ file }) => file)).toEqual(['.env', 'committed.txt', 'new.txt', 'staged.txt']);
  });

  test('of a project in a folder of a repository that folder is judged', () => {
    write({ 'other/a.txt': `password: ${VALUE}`, 'project/a.txt': `password: ${VALUE}` });

    expect(found(join(folder, 'project'))).toEqual(['a.txt line 1: holds what looks like a value of password']);
  });

  test('a project that the repository ignores is judged, too', () => {
    write({ '.gitignore': '/project', 'project/a.txt': `password: ${VALUE}` });

    expect(found(join(folder, 'project'))).toEqual(['a.txt line 1: holds what looks like a value of password']);
  });
});

describe('in a folder without git', () => {
  test('every file is judged but those of others, and links are not followed', () => {
    write({
      'a/b/c.txt': `password: ${VALUE}`,
      '.env': `password: ${VALUE}`,
      'node_modules/a/a.js': `password: ${VALUE}`,
      'a/node_modules/a.js': `password: ${VALUE}`,
      '.git/config': `password: ${VALUE}`,
    });
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('b/c.txt', join(folder, 'a/link'));

    expect(repositoryCredentials(folder, disk).map(({ file }) => file)).toEqual(['.env', 'a/b/c.txt']);
  });
});

test('the project itself holds none', () => {
  expect(found(PROJECT)).toEqual([]);
});

test.each([
  ['no rule', undefined, true],
  ['its id', ['secrets/repository'], true],
  ['its family', ['images', 'secrets'], true],
  ['another rule of its family', ['secrets/sealed'], false],
])('asked for %s, whether it is done is judged', (_, asked, expected) => {
  expect(chosenRules(asked).isAsked(REPOSITORY_SCAN)).toBe(expected);
});
