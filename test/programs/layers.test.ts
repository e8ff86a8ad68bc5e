import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const path of ['cli', 'envs', 'lib', 'stacks', 'tsconfig.json', '.dependency-cruiser.js', 'package.json'])
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('the layers hold, and each kind of breach is reported', () => {
  const breaches: [string, string, string][] = [
    ['lib/manifest/unit.ts', "import type { Finding } from '../policy/finding';\nexport type F = Finding;", 'lib-manifest'],
    ['lib/tenancy/labels.ts', "import { readFileSync } from 'node:fs';\nexport const r = readFileSync;", 'lib-touches-no-machine'],
    ['lib/store/postgres.ts', "import { KfmApi } from '../app/kfm-api';\nexport const k = KfmApi;", 'lib-store'],
    ['envs/clusters.ts', "import { emitYaml } from '../lib/manifest/yaml-emitter';\nexport const e = emitYaml;", 'one-door'],
    ['cli/environments.ts', "import { Dev } from '../envs/dev';\nexport const d = Dev;", 'cli-knows-no-single-environment'],
  ];
  for (const [file, code] of breaches) writeFileSync(join(copy, file), `${readFileSync(join(copy, file), 'utf8')}\n${code}\n`);

  const { stdout, status } = spawnSync(
    join(ROOT, 'node_modules/.bin/depcruise'),
    ['--config', '.dependency-cruiser.js', 'lib', 'envs', 'cli'],
    {
      cwd: copy,
      encoding: 'utf8',
    },
  );

  expect(status).toBeGreaterThan(0);
  expect(stdout).toContain('error no-circles: lib/app/kfm-api.ts');
  for (const [file, , rule] of breaches) expect(stdout).toMatch(new RegExp(`error ${rule}: .*${file}`));
});
