import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk } from '../../cli/ports/file-system';
import { repositoryCredentials } from '../../cli/validation/repository-scan';

/** Put together, as this file is scanned as well. */
const VALUE = ['correct', 'horse', '7'].join('-');

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'stack-')));
  execFileSync('git', ['-C', folder, 'init', '--quiet'], { stdio: 'pipe' });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function found(path: string, text: string): string[] {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  return repositoryCredentials(folder, disk).map(({ file, field, message }) => `${file} ${field}: ${message}`);
}

/** The configuration that cdktf writes, with the data of a Secret. */
function configuration(data: object): string {
  return JSON.stringify({ resource: { kubernetes_secret_v1: { credential: { data } } } }, null, 2);
}

// Bad input 68, in the JSON of cdktf and in what makes it.
test.each<[string, string, string, string]>([
  ['a value in the data of a Secret', 'stacks/local/cdk.tf.json', configuration({ password: VALUE }), 'line 6'],
  ['one in base64', 'stacks/local/cdk.tf.json', configuration({ password: Buffer.from(VALUE).toString('base64') }), 'line 6'],
  ['one in the source of a stack', 'stacks/modules/security.ts', `const data = {\n  password: '${VALUE}',\n};\n`, 'line 2'],
])('%s is found', (_, path, text, line) => {
  expect(found(path, text)).toEqual([`${path} ${line}: holds what looks like a value of password`]);
});

test('a variable in its place is none', () => {
  const reference = ['$', '{var.repository_password}'].join('');

  expect(found('stacks/local/cdk.tf.json', configuration({ password: reference }))).toEqual([]);
});
