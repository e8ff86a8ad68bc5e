import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, run, treeOf } from '../cli/run';

let scratch: string;
/** What the classes render here. */
let golden: Record<string, string>;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'determinism-'));
  run(['synth', '--out', join(scratch, 'golden')]);
  golden = treeOf(join(scratch, 'golden'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('renders the same bytes in another time zone and a Turkish locale, without a home folder, and with cdk8s told not to sort', () => {
  const out = join(scratch, 'another-machine');
  const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', HOME: '/nonexistent', CDK8S_DISABLE_SORT: '1' };

  expect(run(['synth', '--out', out], { env }).status).toBe(0);

  expect(treeOf(out)).toEqual(golden);
});

test('renders the same bytes from another folder, under another umask and at another date', () => {
  const out = join(scratch, 'elsewhere');
  const clock =
    'const D=Date;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(0)}static now(){return 0}};Math.random=()=>0.5;';
  const preload = join(scratch, 'clock.js');
  writeFileSync(preload, clock);

  const { status } = spawnSync(
    'sh',
    ['-c', `umask 077; exec "${process.execPath}" --require "${preload}" "${PROJECT}/cli/launcher.js" synth --out "${out}"`],
    {
      cwd: '/',
    },
  );

  expect(status).toBe(0);
  expect(treeOf(out)).toEqual(golden);
});
