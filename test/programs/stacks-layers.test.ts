import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const SOURCES = ['lib', 'envs', 'stacks', 'cli'];

const BREACHES: readonly [file: string, code: string, rule: string][] = [
  ['stacks/labels.ts', "import { readSettings } from '../cli/settings';\nexport const s = readSettings;", 'stacks-below-cli'],
  ['stacks/images.ts', "import { sha256 } from '../lib/manifest/digest';\nexport const s = sha256;", 'one-door'],
  ['stacks/pod.ts', "import { readFileSync } from 'node:fs';\nexport const r = readFileSync;", 'stacks-touch-no-machine'],
  ['stacks/text.ts', "import { labels } from '@cdktf/provider-kubernetes/lib/index';\nexport const l = labels;", 'provider-by-deep-path'],
  ['cli/settings.ts', "import { stackPath } from '../stacks';\nexport const p = stackPath;", 'stacks-on-demand'],
  ['cli/paths.ts', "export const l = () => import('../stacks/local');", 'one-door-of-stacks'],
  ['cli/command.ts', "import { App } from 'cdktf';\nexport const a = App;", 'cdktf-in-stacks'],
  ['envs/quotas.ts', "import { stackPath } from '../stacks';\nexport const p = stackPath;", 'envs-below-cli'],
];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const path of [...SOURCES, 'tsconfig.json', '.dependency-cruiser.js', 'package.json'])
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('each way around the door of the stacks is reported', () => {
  // At the top, where imports stand: below, the cruiser does not find its way through every type.
  for (const [file, code] of BREACHES) writeFileSync(join(copy, file), `${code}\n${readFileSync(join(copy, file), 'utf8')}`);

  const { stdout, status } = spawnSync(join(ROOT, 'node_modules/.bin/depcruise'), ['--config', '.dependency-cruiser.js', ...SOURCES], {
    cwd: copy,
    encoding: 'utf8',
  });

  expect(status).toBeGreaterThan(0);
  for (const [file, , rule] of BREACHES) expect(stdout).toMatch(new RegExp(`error ${rule}: .*${file}`));
});
