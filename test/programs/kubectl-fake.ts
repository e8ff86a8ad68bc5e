import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emitYaml, type Manifest } from '../../lib';

/** What a call of kubectl ends with; plain text is what it prints. */
export type Answer = string | { readonly stdout?: string; readonly stderr?: string; readonly status?: number };

/** What the made up cluster says. */
export interface Answers {
  /** What `api-resources` prints. */
  readonly resources?: Answer;
  /** By what `get` is asked for: the name of the resource, or the path after --raw. */
  readonly get?: Readonly<Record<string, Answer>>;
  /** Objects as the dry run makes them, by `Kind/namespace/name`; others stay as they were sent. */
  readonly wanted?: Readonly<Record<string, object>>;
  /** Complaints about objects that the server refuses, by `Kind/namespace/name`. */
  readonly refused?: Readonly<Record<string, string>>;
  /** By the first word of other commands; a list has an answer for each call, and the last one stays. */
  readonly commands?: Readonly<Record<string, Answer | readonly Answer[]>>;
}

const PROGRAM = `
const { appendFileSync, readFileSync } = require('node:fs');
const answers = JSON.parse(readFileSync(__dirname + '/../answers.json', 'utf8'));
const args = process.argv.slice(2).filter((arg, index, all) => !arg.startsWith('--request-timeout') && arg !== '--context' && all[index - 1] !== '--context');
appendFileSync(__dirname + '/../calls.txt', args.join(' ') + '\\n');
function end(answer) {
  const { stdout = '', stderr = '', status = 0 } = typeof answer === 'string' ? { stdout: answer } : answer;
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}
function inTurn(answer) {
  if (!Array.isArray(answer)) return answer;
  const calls = readFileSync(__dirname + '/../calls.txt', 'utf8').split('\\n').filter((call) => call.startsWith(command + ' ')).length;
  return answer[Math.min(calls, answer.length) - 1];
}
const [command, what, path] = args;
if (command === 'config') end(JSON.stringify(answers.config));
else if (command === 'api-resources') end(answers.resources);
else if (command === 'get') end(answers.get[what === '--raw' ? path : what] ?? { stderr: 'error: nothing is made up for ' + what, status: 1 });
else if (command === 'apply') {
  const { items } = JSON.parse(readFileSync(0, 'utf8'));
  const key = ({ kind, metadata }) => [kind, metadata.namespace ?? '', metadata.name].join('/');
  const complaints = items.flatMap((item) => answers.refused[key(item)] ?? []);
  if (complaints.length > 0) end({ stderr: complaints.join('\\n') + '\\n', status: 1 });
  else end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: items.map((item) => answers.wanted[key(item)] ?? item) }));
} else end(inTurn(answers.commands[command]) ?? { stderr: 'error: nothing is made up for ' + command, status: 1 });
`;

const SERVER = 'https://127.0.0.1:6443';
export const CONTEXT = 'kind-local-254carbon';

/** A project with a dist of its own, and a kubectl on PATH that says what it was told to and records what it was asked. */
export class FakeCluster {
  readonly root = mkdtempSync(join(tmpdir(), 'fake-cluster-'));

  constructor(answers: Answers = {}, server = SERVER) {
    mkdirSync(join(this.root, 'bin'));
    const config = {
      contexts: [{ name: CONTEXT, context: { cluster: 'it' } }],
      clusters: [{ name: 'it', cluster: { server } }],
    };
    const whole = { config, resources: '', get: {}, wanted: {}, refused: {}, commands: {}, ...answers };
    writeFileSync(join(this.root, 'answers.json'), JSON.stringify(whole));
    this.program('kubectl', PROGRAM);
  }

  /** Puts a program on PATH. */
  program(name: string, text: string): void {
    const file = join(this.root, 'bin', name);
    writeFileSync(file, `#!${process.execPath}\n${text}`);
    chmodSync(file, 0o755);
  }

  get variables(): Record<string, string> {
    return { PATH: join(this.root, 'bin'), KUBECONFIG: join(this.root, 'kubeconfig') };
  }

  /** Writes objects into `dist/local`. */
  dist(...manifests: readonly Manifest[]): this {
    const folder = join(this.root, 'dist/local/things');
    mkdirSync(folder, { recursive: true });
    for (const manifest of manifests) {
      const group = manifest.apiVersion.includes('/') ? `.${manifest.apiVersion.split('/')[0]}` : '';
      writeFileSync(join(folder, `${manifest.kind.toLowerCase()}${group}_${manifest.metadata.name}.yaml`), emitYaml(manifest));
    }
    return this;
  }

  /** Every call, without what all of them have. */
  calls(): string[] {
    const file = join(this.root, 'calls.txt');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** An answer of `get`; of what kind an object is matters only where it says so. */
export function list(...items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: items.map((item) => ({ apiVersion: 'v1', kind: 'Thing', ...item })) });
}
