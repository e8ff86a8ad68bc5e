import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { terminal } from '../../cli/report/terminal';
import { PROJECT, run } from '../cli/run';

const COMMANDS = ['synth', 'validate', 'explain', 'seal', 'bench'];

describe('the command line', () => {
  test.each([[], ...COMMANDS.map((command) => [command])])('knows --help: %s', (...args) => {
    const { status, stdout, stderr } = run([...args, '--help']);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: desired-state/);
    expect(stdout).toContain('Exit codes: 0 fine, 1 a difference or finding, 2 could not do it.');
  });

  test.each([
    [['sinth'], "unknown command 'sinth'"],
    [['synth', '--evn', 'dev'], "unknown option '--evn'"],
    [['synth', 'dev'], 'too many arguments'],
    [['seal', '--env', 'dev'], "required option '--namespace <namespace>' not specified"],
    [['validate', '--manifests', '.', '--env', 'dev'], 'cannot be used with option'],
  ])('%j is a usage error: exit code 2, nothing on stdout', (args, message) => {
    const { status, stdout, stderr } = run(args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('has an npm script for each command', () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

    for (const command of COMMANDS) expect(scripts[command]).toBe(`node cli/launcher.js ${command}`);
  });

  test('does not claim success when nobody reads its results', async () => {
    const child = spawn(process.execPath, [join(PROJECT, 'cli/launcher.js'), 'synth', '--check'], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.destroy();

    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(2);
  });

  test('loads no classes of cdk8s-plus, and takes cdktf from where it is installed, when a stack is made', () => {
    const { metafile } = buildSync({
      entryPoints: [join(PROJECT, 'cli/main.ts')],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      external: ['esbuild', 'cdktf', '@cdktf/*'],
      logLevel: 'silent',
    });

    expect(
      Object.keys(metafile.inputs).filter((input) => /node_modules\/(@?cdktf|cdk8s-plus|@kubernetes-models|typescript)/.test(input)),
    ).toEqual([]);
  });
});

describe('colour', () => {
  const red = (stream: object, environment: Readonly<Record<string, string>>): string =>
    terminal({ write: () => {}, ...stream }, { write: () => {} }, environment).colour.red('x');

  test.each([
    ['on a terminal', { isTTY: true }, {}, '\u001b[31mx\u001b[39m'],
    ['not in a pipe', {}, {}, 'x'],
    ['not with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, 'x'],
    ['not on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, 'x'],
  ])('%s', (_, stream, environment, expected) => {
    expect(red(stream, environment)).toBe(expected);
  });
});
