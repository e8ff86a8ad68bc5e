import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Outcome, run } from '../../cli/run';

export const PROGRAMS = ['docker', 'kind', 'k3d', 'terraform', 'helm', 'kubectl', 'git'] as const;

/** What makes calls fail or last. */
export interface Fault {
  /** Part of a call, as people would type it. */
  readonly call: string;
  readonly says?: string;
  readonly status?: number;
  /** Milliseconds. */
  readonly sleeps?: number;
  /** Whether it does not hear SIGINT meanwhile. */
  readonly deaf?: boolean;
  readonly once?: boolean;
}

/** What there is on the machine, as the programs see it. */
export interface World {
  clusters: Record<string, string[]>;
  /** The server of each context, or all that kubeconfig says of its cluster. */
  contexts: Record<string, string | Readonly<Record<string, string>>>;
  /** Clusters by context; the uid is that of kube-system. */
  live: Record<string, { nodes: number; objects: Record<string, unknown>; uid?: string }>;
  networks: Record<string, string>;
  applied: string[];
  faults: Fault[];
  git: string;
  /** Version of terraform. */
  terraform: string;
}

export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly pid: number;
  /** Of Terraform, by name. */
  readonly variables?: readonly string[];
  /** Of docker, that kind is told to make nodes in. */
  readonly network?: string;
}

/** A machine on which every program of others is a recording fake, and nothing else is on the PATH. */
export class Machine {
  private readonly folder = mkdtempSync(join(tmpdir(), 'machine-'));
  private readonly bin = join(this.folder, 'bin');

  constructor(private readonly project: string) {
    mkdirSync(this.bin);
    const script = join(this.folder, 'program.js');
    cpSync(join(__dirname, 'program.js'), script);
    chmodSync(script, 0o755);
    for (const name of PROGRAMS) symlinkSync(script, join(this.bin, name));
    symlinkSync(process.execPath, join(this.bin, 'node'));
    const git = which('git');
    const networks = { bridge: '172.17.0.0/16' };
    this.world = { clusters: {}, contexts: {}, live: {}, networks, applied: [], faults: [], git, terraform: '1.11.0' };
    spawnSync(git, ['init', '--quiet', '--bare', join(this.folder, 'remote')]);
  }

  get world(): World {
    return JSON.parse(readFileSync(join(this.folder, 'world.json'), 'utf8'));
  }

  set world(world: World) {
    writeFileSync(join(this.folder, 'world.json'), JSON.stringify(world));
  }

  /** Changes the world between calls. */
  change(change: (world: World) => void): void {
    const { world } = this;
    change(world);
    this.world = world;
  }

  without(...names: readonly string[]): void {
    for (const name of names) unlinkSync(join(this.bin, name));
  }

  /** Where git pushes to. */
  git(...args: string[]): string {
    return spawnSync(this.world.git, ['-C', join(this.folder, 'remote'), ...args], { encoding: 'utf8' }).stdout.trim();
  }

  cluster(args: readonly string[], env: Readonly<Record<string, string>> = {}): Outcome {
    return run(['cluster', ...args], { project: this.project, cwd: this.project, env: { ...this.environment, ...env } });
  }

  /** Starts a command, and sends it signals as soon as a call was made, each so many milliseconds after the one before. */
  async interrupted(
    args: readonly string[],
    call: string,
    env: Readonly<Record<string, string>> = {},
    signals: readonly (readonly [NodeJS.Signals, number])[] = [['SIGINT', 0]],
  ): Promise<Outcome> {
    const child = spawn(process.execPath, [join(this.project, 'cli/launcher.js'), 'cluster', ...args], {
      cwd: this.project,
      env: { ...this.environment, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const watch = setInterval(() => {
      if (!this.calls().some(({ program, args: of }) => [program, ...of].join(' ').includes(call))) return;
      clearInterval(watch);
      let after = 0;
      for (const [signal, pause] of signals) {
        after += pause;
        setTimeout(() => child.kill(signal), after);
      }
    }, 50);
    const status = await ended;
    clearInterval(watch);
    return { status, stdout, stderr };
  }

  /** Every call since the last time that this was asked to forget. */
  calls(): readonly Call[] {
    return this.lines('calls.jsonl') as Call[];
  }

  /** Values that Terraform found in its environment, call by call. */
  values(): readonly Readonly<Record<string, string>>[] {
    return this.lines('values.jsonl') as Record<string, string>[];
  }

  forget(): void {
    for (const name of ['calls.jsonl', 'values.jsonl']) rmSync(join(this.folder, name), { force: true });
  }

  /** Calls as people would type them; paths of this machine by what they are. */
  typed(): readonly string[] {
    return this.calls().map(({ program, args }) =>
      [program, ...args]
        .join(' ')
        .replaceAll(this.project, 'PROJECT')
        .replaceAll(this.folder, 'MACHINE')
        .replace(/\b[0-9a-f]{40}\b/g, 'OBJECT'),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get environment(): Record<string, string> {
    return { PATH: this.bin, FAKES: this.folder, HOME: this.folder };
  }

  private lines(name: string): unknown[] {
    const file = join(this.folder, name);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }
}

/** The real one. */
function which(name: string): string {
  const folder = (process.env.PATH ?? '').split(delimiter).find((one) => existsSync(join(one, name)));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return join(folder, name);
}
