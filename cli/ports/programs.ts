import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Refusal } from '../../lib';

/** What a program of others said. */
export interface Ran {
  /** Its exit code; 128 and the signal's number if a signal ended it. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  /** @default where this process is */
  readonly cwd?: string;
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of variables of this process that it does not get. @default it gets all */
  readonly without?: RegExp;
  /** Hears each line as it comes, of both streams. */
  readonly onLine?: (line: string) => void;
  /**
   * Interrupts the program and those that it started once when it is aborted, as Ctrl-C would. With it they are in a session of
   * their own: Ctrl-C on a terminal goes to everybody there, and who is interrupted twice (terraform) drops everything.
   * @default it runs to its own end
   */
  readonly signal?: AbortSignal;
  /** Milliseconds after an interruption in which it has to end; then it is ended by force. @default it takes its time */
  readonly grace?: number;
}

/** The programs of others that commands call: docker, kind, k3d, terraform, helm, kubectl. */
export interface Programs {
  has(name: string): boolean;
  /** Runs one to its end, whatever it ends with. @throws {Refusal} if it is not installed, with how to get it */
  run(name: string, args: readonly string[], options?: RunOptions): Promise<Ran>;
}

/** How to get what is not part of the project. */
const INSTALLATION: Readonly<Record<string, string>> = {
  docker: 'https://docs.docker.com/engine/install',
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  k3d: 'https://k3d.io/stable/#installation',
  terraform: 'https://developer.hashicorp.com/terraform/install',
  helm: 'https://helm.sh/docs/intro/install',
  kubectl: 'https://kubernetes.io/docs/tasks/tools',
  kubeconform: 'https://github.com/yannh/kubeconform#installation',
  conftest: 'https://www.conftest.dev/install',
  git: 'https://git-scm.com/downloads',
};

/** Where a program is to be had. */
export function installation(name: string): string {
  return INSTALLATION[name] ?? 'its makers';
}

const SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Programs that run in sessions of their own now: nobody else tells them that this process ends. */
const running = new Set<ChildProcess>();

/** Sends a signal to the programs that run in sessions of their own, and to those that they started. */
export function endPrograms(name: NodeJS.Signals): void {
  for (const child of running) signalGroup(child, name);
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The programs on the PATH of some environment variables. */
export function programsOn(environment: Readonly<Record<string, string | undefined>>): Programs {
  const has = (name: string): boolean =>
    (environment.PATH ?? '')
      .split(delimiter)
      .filter((folder) => folder !== '')
      .some((folder) => isExecutable(join(folder, name)));
  return {
    has,
    run: async (name, args, options = {}) => {
      if (!has(name)) throw new Refusal(`${name} is not installed, and this needs it; get it from ${installation(name)}`);
      return ran(name, args, { ...options, environment: { ...defined(environment, options.without), ...options.environment } });
    },
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function defined(environment: Readonly<Record<string, string | undefined>>, without?: RegExp): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([key]) => without?.test(key) !== true));
}

function ran(name: string, args: readonly string[], { input, cwd, environment, onLine, signal, grace }: RunOptions): Promise<Ran> {
  const child = spawn(name, args, { cwd, env: environment, stdio: ['pipe', 'pipe', 'pipe'], detached: signal !== undefined });
  let force: NodeJS.Timeout | undefined;
  const end = (): void => {
    signalGroup(child, 'SIGINT');
    if (grace !== undefined) force = setTimeout(() => signalGroup(child, 'SIGKILL'), grace);
  };
  if (signal !== undefined) running.add(child);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    let rest = '';
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    });
    child[stream].on('end', () => void (rest !== '' && onLine?.(rest)));
  }
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (status, by) => {
      running.delete(child);
      clearTimeout(force);
      signal?.removeEventListener('abort', end);
      resolve({ status: status ?? 128 + (SIGNALS[by ?? ''] ?? 0), ...said });
    });
  });
}
