import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ValidateOptions, validate } from '../../cli/commands/validate';
import { context, PROJECT } from '../cli/run';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-rule-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function validated(options: ValidateOptions, change: () => void = () => {}): Promise<{ status: number; stdout: string }> {
  for (const path of ['dist/dev', 'dist/prod', 'envs/releases', 'envs/prod/lock'])
    cpSync(join(PROJECT, path), join(folder, path), { recursive: true });
  change();
  const { context: given, stdout } = context(folder);
  return { status: await validate(options, given), stdout: stdout() };
}

describe('validate with a choice of rules', () => {
  test('says how many rules it ran', async () => {
    const { status, stdout } = await validated({ env: ['dev'], rule: ['names/labels', 'images'] });

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^0 errors and 0 warnings in \d+ objects, [2-9] rules\n$/),
    });
  });

  test('is red as well where dist is not what was judged', async () => {
    const path = join('dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml');

    const { status, stdout } = await validated({ env: ['dev'], rule: ['names'] }, () => {
      const file = join(folder, path);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/image: .*/, 'image: nginx:latest'));
    });

    expect(status).toBe(1);
    expect(stdout).toContain('layout/dist-is-synth');
  });

  test('is red as well where nothing was judged for want of a lock', async () => {
    const { status, stdout } = await validated({ env: ['prod'], rule: ['images'] }, () =>
      rmSync(join(folder, 'envs/prod/lock/redis.json')),
    );

    expect(status).toBe(1);
    expect(stdout).toContain('layout/lock');
  });

  // Bad input 83.
  test.each<[string, ValidateOptions, string]>([
    [
      'a rule that there is not',
      { rule: ['images/digst'] },
      '--rule images/digst: there is no such rule or family; did you mean images/digest?',
    ],
    ['a family that judges no manifests of others', { rule: ['deletion'], manifests: '.' }, '--rule deletion: says nothing of manifests'],
    ['a folder for a file', { sarif: '.' }, '--sarif .: is a folder, expected a file to write'],
    ['a version without manifests', { kubernetes: '1.28' }, '--kubernetes 1.28: goes with --manifests'],
    ['a day that there is not', { env: ['dev'], today: '2027-02-30' }, '--today "2027-02-30": expected a day like 2027-01-31'],
  ])('refuses %s', async (_, options, message) => {
    await expect(validated(options)).rejects.toThrow(message);
  });

  // Bad input 76.
  test('is red for a folder without objects, whatever rule is asked', async () => {
    mkdirSync(join(folder, 'empty'));

    const { status, stdout } = await validated({ manifests: join(folder, 'empty'), rule: ['images'] });

    expect(status).toBe(1);
    expect(stdout).toContain('schema/not-empty');
  });
});
