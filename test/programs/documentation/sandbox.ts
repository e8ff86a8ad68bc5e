import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Outcome, PROJECT } from '../../cli/run';
import { IDENTITY } from '../repository';
import { CLUSTER_COMMANDS, FAKES, LONG_SCRIPTS, QUESTIONS, REAL } from './programs';

/** A call of a program, as it was made. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
}

/** Nobody is asked for a message. */
const GIT = { ...IDENTITY, GIT_EDITOR: 'true' };

/** Writes down what it was called with, a line a call, at once; words are parted by a character that no command has. */
const FAKE = `#!/bin/sh
words=$(printf '\\037%s' "$@" | tr '\\n' ' ')
printf '%s%s\\n' PROGRAM "$words" >> "$CALLS"
case " $* " in *" port-forward "*) sleep 2 ;; esac
`;

/** Does what npm does with a script of package.json; what needs a cluster or minutes is written down alone. Ends with 0 if that is how it had to end. */
const NPM = `#!${process.execPath}
const { spawnSync } = require('node:child_process');
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const { ends, cluster, long, reads } = JSON.parse(readFileSync(process.env.EXPECTED, 'utf8'));
appendFileSync(process.env.CALLS, ['npm', ...args].join('\\u001f') + '\\n');
const words = args.filter((word) => word !== '--silent' && word !== '-s');
if (words[0] === 'ci' || words[0] === 'test') process.exit(0);
if (words[0] !== 'run') throw new Error('npm ' + args.join(' ') + ': this is no script');
const [, name, ...rest] = words;
if (scripts[name] === undefined) throw new Error('package.json has no script ' + name);
if (rest.length > 0 && rest[0] !== '--') throw new Error('options of ' + name + ' have to stand behind --');
const options = rest.slice(1);
if (long.includes(name) || options.includes('--tools')) process.exit(0);
const [node, launcher, command] = scripts[name].split(' ');
if (node !== 'node' || launcher !== 'cli/launcher.js') throw new Error(name + ' is in no list of what is run, and what is not');
if (cluster.includes(command) && !options.includes('--help')) process.exit(0);
const state = () => spawnSync('git', ['status', '--porcelain=v2', '--branch'], { encoding: 'utf8' }).stdout;
const question = reads.includes(command) && process.env.ANEW === undefined ? JSON.stringify([command, ...options, state()]) : undefined;
if (question !== undefined && existsSync(process.env.ANSWERED) && readFileSync(process.env.ANSWERED, 'utf8').split('\\n').includes(question)) process.exit(0);
const { status } = spawnSync(process.execPath, ['cli/launcher.js', command, ...options], { stdio: 'inherit' });
const expected = ends[[command, ...options].join(' ')] ?? 0;
if (status !== expected) process.stderr.write(['ended with', status, 'and not with', expected, '\\n'].join(' '));
else if (question !== undefined) appendFileSync(process.env.ANSWERED, question + '\\n');
process.exit(status === expected ? 0 : status || 3);
`;

/** A clone of the project as it is now, in which commands run with nothing on the PATH but what `programs.ts` lists. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), 'documentation-'));
  readonly hasHistory: boolean;
  private readonly bin = join(this.root, 'bin');
  private readonly folder = join(this.root, 'clone');

  constructor(ends: Readonly<Record<string, number>>) {
    for (const path of [this.bin, join(this.root, 'tmp')]) mkdirSync(path);
    writeFileSync(
      join(this.root, 'expected.json'),
      JSON.stringify({ ends, cluster: CLUSTER_COMMANDS, long: LONG_SCRIPTS, reads: QUESTIONS }),
    );
    for (const name of REAL) {
      const found = (process.env.PATH ?? '').split(':').find((path) => existsSync(join(path, name)));
      if (found !== undefined) symlinkSync(join(found, name), join(this.bin, name));
      else this.program(name, FAKE.replace('PROGRAM', name));
    }
    for (const name of FAKES) this.program(name, FAKE.replace('PROGRAM', name));
    this.program('npm', NPM);
    symlinkSync(process.execPath, join(this.bin, 'node'));
    this.hasHistory = this.clone();
  }

  private program(name: string, text: string): void {
    writeFileSync(join(this.bin, name), text);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** Whether there is a history to clone. */
  private clone(): boolean {
    const git = (cwd: string, ...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync('git', args, {
        cwd,
        env: { ...process.env, ...GIT },
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
      return stdout;
    };
    const isRepository = existsSync(join(PROJECT, '.git'));
    const files = isRepository
      ? git(PROJECT, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0')
      : readdirSync(PROJECT);
    if (isRepository) git(this.root, 'clone', '--quiet', '--no-checkout', PROJECT, this.folder);
    else git(this.root, 'init', '--quiet', '--initial-branch', 'main', this.folder);
    for (const file of new Set(files)) {
      if (file === '' || file === 'node_modules' || !existsSync(join(PROJECT, file))) continue;
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      cpSync(join(PROJECT, file), join(this.folder, file), { recursive: true });
    }
    mkdirSync(join(this.folder, 'node_modules'));
    for (const name of readdirSync(join(PROJECT, 'node_modules')))
      if (name !== '.cache') symlinkSync(join(PROJECT, 'node_modules', name), join(this.folder, 'node_modules', name));
    git(this.folder, 'config', 'core.trustctime', 'false');
    if (isRepository) git(this.folder, 'update-ref', 'refs/heads/main', git(this.folder, 'rev-parse', 'HEAD').trim());
    git(this.folder, 'symbolic-ref', 'HEAD', 'refs/heads/main');
    git(this.folder, '-c', 'core.bigFileThreshold=1', 'add', '--all');
    git(this.folder, 'commit', '--quiet', '--allow-empty', '--message', 'As it is');
    git(this.folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    return isRepository && git(PROJECT, 'rev-parse', '--is-shallow-repository').trim() === 'false';
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Runs a script as a shell would that stops at the first failure, and says what it called. What was asked before of the same files is asked again `anew` only. */
  run(script: string, { anew = false } = {}): Outcome & { readonly calls: readonly Call[] } {
    const log = join(this.root, 'calls.txt');
    rmSync(log, { force: true });
    const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -eu -o pipefail\n${script}\nwait`], {
      cwd: this.folder,
      env: {
        PATH: this.bin,
        HOME: this.root,
        TMPDIR: join(this.root, 'tmp'),
        CALLS: log,
        ANSWERED: join(this.root, 'answered.txt'),
        ...(anew && { ANEW: 'yes' }),
        EXPECTED: join(this.root, 'expected.json'),
        ...GIT,
      },
      encoding: 'utf8',
      timeout: 120_000,
      maxBuffer: 2 ** 28,
    });
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
    const calls = lines
      .filter((line) => line !== '')
      .map((line) => {
        const [program = '', ...args] = line.split('\u001f');
        return { program, args };
      });
    return { status, stdout, stderr, calls };
  }

  git(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: this.folder, env: { ...process.env, ...GIT }, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Back to a commit, whatever was written and committed since. */
  reset(commit: string): void {
    const [id = '', ...rest] = this.git('status', '--porcelain=v2', '--branch').split('\n');
    if (id === `# branch.oid ${commit}` && rest.every((line) => line.startsWith('# '))) return;
    this.git('checkout', '--quiet', '--force', '-B', 'main', commit);
    this.git('clean', '--quiet', '-fd');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
