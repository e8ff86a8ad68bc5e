import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The programs are written in Go: processors are what a run lacks, and memory it has, so garbage is collected less often up to a limit. */
const THRIFTY = { GOGC: '400', GOMEMLIMIT: '1500MiB' };

/** What a control plane runs. Nothing of it outlives the run: keeper.js ends it when this process is gone. */
export class Processes {
  private readonly keeper: ChildProcess;
  private readonly running = new Map<string, ChildProcess>();
  private readonly failed = new Map<string, Error>();

  /** @param folder where the logs go, one file a program */
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.keeper = spawn(process.execPath, [join(__dirname, 'keeper.js')], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.keeper.unref();
  }

  /** Starts a program in a process group of its own, so that Ctrl-C reaches the run and not the programs under it. */
  start(name: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
    const log = openSync(this.log(name), 'a');
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, ...THRIFTY, ...env },
    });
    child.on('error', (error) => this.failed.set(name, error));
    if (child.pid === undefined) return;
    this.keeper.stdin?.write(`${child.pid}\n`);
    this.running.set(name, child);
  }

  log(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  /** @throws with the end of its log if a program is no longer there */
  check(): void {
    for (const [name, { message }] of this.failed) throw new Error(`${name} did not start: ${message}`);
    for (const [name, { exitCode, signalCode }] of this.running) {
      if (exitCode === null && signalCode === null) continue;
      const end = readFileSync(this.log(name), 'utf8').trim().split('\n').slice(-5).join('\n');
      throw new Error(`${name} ended with ${exitCode ?? signalCode}; the end of ${this.log(name)}:\n${end}`);
    }
  }

  /** Ends one program, as a crash would. */
  async stop(name: string): Promise<void> {
    const child = this.running.get(name);
    this.running.delete(name);
    if (child?.pid === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  /** Ends all; returns when they are gone. */
  async end(): Promise<void> {
    await Promise.all([...this.running.keys()].reverse().map((name) => this.stop(name)));
    this.keeper.stdin?.end();
  }
}
