import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environments } from '../../envs';
import { PROJECT, run, treeOf } from '../cli/run';

const NAMES = Object.keys(environments);
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Of environments without locks. */
function unlocked(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => /^(?:local|dev)\//.test(path)));
}

describe('synth', () => {
  test('renders elsewhere what is committed of environments without locks', () => {
    const out = join(scratch, 'golden');

    const { status, stderr } = run(['synth', '--out', out]);

    expect(status).toBe(0);
    expect(stderr).toMatch(/golden: \d+ files added, 0 changed, 0 removed, \d+ ms\n$/);
    expect(unlocked(treeOf(out))).toEqual(unlocked(treeOf(join(PROJECT, 'dist'))));
  });

  test('CDK8S_OUTDIR is honoured, so that cdk8s synth never reaches dist', () => {
    const out = join(scratch, 'cdk8s-out');

    expect(run(['synth', '--env', 'dev'], { env: { CDK8S_OUTDIR: out } }).status).toBe(0);

    expect(treeOf(join(out, 'dev'))).toEqual(treeOf(join(PROJECT, 'dist/dev')));
    expect(readFileSync(join(PROJECT, 'cdk8s.yaml'), 'utf8')).toContain('output: .cdk8s');
  });

  test('--json says the same to machines, the second time that there is nothing new', () => {
    const out = join(scratch, 'json');
    run(['synth', '--out', out]);

    const { stdout } = run(['synth', '--json', '--out', out]);

    expect(JSON.parse(stdout)).toEqual({
      environments: NAMES.map((name) => ({
        name,
        units: expect.any(Number),
        objects: expect.any(Number),
        red: false,
        moves: [],
      })),
      findings: [],
      published: { added: 0, changed: 0, removed: 0 },
    });
  });

  test('--out refuses a folder that holds anything of somebody else', () => {
    const out = join(scratch, 'mine');
    run(['synth', '--env', 'dev', '--out', out]);
    writeFileSync(join(out, 'notes.md'), 'mine');

    const { status, stderr } = run(['synth', '--env', 'dev', '--out', out]);

    expect(status).toBe(2);
    expect(stderr).toContain('notes.md does not begin with the line that marks generated files');
    expect(readFileSync(join(out, 'notes.md'), 'utf8')).toBe('mine');
  });

  test.each(['dist/dev', '.', ''])('--out %j is refused: it would replace what is committed', (out) => {
    const { status, stderr } = run(['synth', '--out', out]);

    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `error: --out "${out}": expected a folder outside dist; leave it out to render into dist\n`,
    });
  });

  test('knows environments by what people also call them', () => {
    const { status, stdout } = run(['synth', '--env', 'production', '--check']);

    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^prod: .*\n$/) });
  });

  test('an environment that there is none of is refused, with the one that was meant', () => {
    expect(run(['synth', '--env', 'dve'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: there is no environment "dve"; did you mean "dev"?\n',
    });
  });
});
