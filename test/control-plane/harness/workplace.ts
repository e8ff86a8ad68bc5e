import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';

const PREFIX = 'desired-state-e2e-';

/**
 * The folder of a run, which goes with it, however it ends. In memory where there is a file system for that: on a disk, what a run writes
 * and nobody reads afterwards takes the kernel a sixth of the processors.
 */
export class Workplace {
  readonly folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), PREFIX));
  private readonly keeper: ChildProcess;
  private readonly disk = tmpdir();

  constructor() {
    this.keeper = spawn(process.execPath, [join(__dirname, 'keeper.js')], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.keeper.unref();
    this.keeper.stdin?.write(`${this.folder}\n`);
    // What proofs copy is there as well.
    process.env.TMPDIR = this.folder;
  }

  /** A copy for people to look into. Returns its folder. */
  copy(): string {
    const folder = mkdtempSync(join(this.disk, PREFIX));
    cpSync(this.folder, folder, { recursive: true, filter: (path) => !ENDLESS.test(path) });
    return folder;
  }
}

/** What etcd holds, and sockets. */
const ENDLESS = /\/etcd$|\.sock$/;
