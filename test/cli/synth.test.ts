import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environments } from '../../envs';
import { PROJECT, run, treeOf } from './run';

const DIST = join(PROJECT, 'dist');
const NAMES = Object.keys(environments);
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let tree: Record<string, string> | undefined;

function unlocked(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => /^(?:local|dev)\//.test(path)));
}

/** What is committed, read once. */
function committed(): Record<string, string> {
  tree ??= treeOf(DIST);
  return tree;
}

describe('synth', () => {
  test('renders what is committed of environments without locks, and says what it rendered', () => {
    const out = join(scratch, 'golden');

    const { status, stdout, stderr } = run(['synth', '--out', out]);

    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${NAMES.map((name) => `${name}: \\d+ units, \\d+ objects, \\d+ rules\n`).join('')}$`));
    expect(stderr).toMatch(/golden: \d+ files added, 0 changed, 0 removed, \d+ ms\n$/);
    expect(unlocked(treeOf(out))).toEqual(unlocked(committed()));
  });

  test('--check says that dist is what would be rendered', () => {
    expect(run(['synth', '--check'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^${NAMES.map((name) => `${name}: .*\n`).join('')}`)),
    });
  });
});
