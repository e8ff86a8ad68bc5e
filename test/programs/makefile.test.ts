import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../cli/run';

/** What source 004 calls by `make`. */
const TARGETS = [
  'help',
  'dev-setup',
  'dev-teardown',
  'cluster-up',
  'cluster-down',
  'k8s-apply-base',
  'k8s-apply-platform',
  'verify',
  'drift-check',
  'validate',
  'backup-run',
];

const make = spawnSync('make', ['--version']).status === 0 ? test : test.skip;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'make-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], environment: Record<string, string> = {}): { status: number | null; stdout: string } {
  const env = { PATH: `${folder}:${process.env.PATH}`, ...environment };
  const { status, stdout, stderr } = spawnSync('make', args, { cwd: PROJECT, env, encoding: 'utf8' });
  return { status, stdout: `${stdout}${stderr}` };
}

/** An npm that writes down what it was called with, and ends as it is told. */
function recordingNpm(status = 0): void {
  const script = `#!/bin/sh\necho "$* CLUSTER_PROVIDER=$CLUSTER_PROVIDER" >> '${join(folder, 'calls')}'\nexit ${status}\n`;
  writeFileSync(join(folder, 'npm'), script, { mode: 0o755 });
}

function calls(): string[] {
  return readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
}

const scripts = (JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;

describe('the Makefile', () => {
  make('lists its targets, those of source 004 and no other, each with a sentence (skipped without make)', () => {
    const { status, stdout } = run([]);

    expect(status).toBe(0);
    expect(run(['help']).stdout).toBe(stdout);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual([...TARGETS].sort());
    for (const line of lines) expect(line).toMatch(/^[a-z0-9-]+ +[A-Z].{10,}[^.]$/);
    expect(lines.length).toBe(readFileSync(join(PROJECT, 'Makefile'), 'utf8').match(/^[a-z0-9-]+:/gm)?.length);
  });

  make('calls scripts that there are, for one environment (skipped without make)', () => {
    const { status, stdout } = run(['-n', 'ENV=dev', ...TARGETS.filter((target) => target !== 'help')]);

    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'npm run --silent cluster -- up --env dev',
      'npm run --silent cluster -- verify --env dev --wait 900',
      'npm run --silent cluster -- down --env dev --yes',
      'npm run --silent cluster -- up --env dev',
      'npm run --silent cluster -- down --env dev',
      'npm run --silent cluster -- apply-base --env dev',
      'npm run --silent cluster -- apply-platform --env dev',
      'npm run --silent cluster -- verify --env dev',
      'npm run --silent drift -- --env dev',
      'npm run --silent validate -- --env dev --tools',
      'npm run --silent backup -- all --env dev',
    ]);
    for (const [, script] of stdout.matchAll(/npm run --silent (\S+)/g)) expect(scripts).toHaveProperty([script as string]);
  });

  make('means local unless it is told otherwise (skipped without make)', () => {
    expect(run(['-n', 'verify']).stdout).toBe('npm run --silent cluster -- verify --env local\n');
    expect(run(['-n', 'verify', 'ENV=stage']).stdout).toBe('npm run --silent cluster -- verify --env stage\n');
  });

  make("does not take the shell's start-up file for an environment (skipped without make)", () => {
    expect(run(['-n', 'verify'], { ENV: '/home/somebody/.shrc' }).stdout).toBe('npm run --silent cluster -- verify --env local\n');
    expect(run(['-n', 'ENV=dev', 'verify'], { ENV: 'stage' }).stdout).toBe('npm run --silent cluster -- verify --env dev\n');
  });

  make.each<[string, string[], Record<string, string>]>([
    ['behind it', ['cluster-up', 'CLUSTER_PROVIDER=k3d'], {}],
    ['before it', ['cluster-up'], { CLUSTER_PROVIDER: 'k3d' }],
  ])('hands a setting that stands %s to the command (skipped without make)', (_, args, environment) => {
    recordingNpm();

    expect(run(args, environment).status).toBe(0);

    expect(calls()).toEqual(['run --silent cluster -- up --env local CLUSTER_PROVIDER=k3d']);
  });

  make('fails when a command does, and does not go on (skipped without make)', () => {
    recordingNpm(1);

    expect(run(['dev-setup']).status).toBe(2);

    expect(calls()).toHaveLength(1);
  });
});
