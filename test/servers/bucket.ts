import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Values } from './pod';

/** Name of the bucket that stage's backups go to. */
const NAME = 'kfm-stage-backup';

/** A folder in place of the bucket outside the cluster: rclone's remote `bucket` is an alias of it, no S3 API. */
export class Bucket {
  private readonly root = mkdtempSync(join(tmpdir(), 'bucket-'));

  constructor() {
    chmodSync(this.root, 0o777);
  }

  get variables(): Values {
    return { RCLONE_CONFIG_BUCKET_TYPE: 'alias', RCLONE_CONFIG_BUCKET_REMOTE: this.root };
  }

  path(...names: readonly string[]): string {
    return join(this.root, NAME, ...names);
  }

  /** Names in a folder, in order. */
  list(...names: readonly string[]): string[] {
    return existsSync(this.path(...names)) ? readdirSync(this.path(...names)).sort() : [];
  }

  read(...names: readonly string[]): string {
    return readFileSync(this.path(...names), 'utf8');
  }

  /** Writes a file that anybody may remove. */
  write(text: string, ...names: readonly string[]): void {
    const path = this.path(...names);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    for (let folder = dirname(path); folder !== dirname(this.root); folder = dirname(folder)) chmodSync(folder, 0o777);
  }

  /** Lets nobody write into a folder, or everybody. */
  close(isClosed: boolean, ...names: readonly string[]): void {
    chmodSync(this.path(...names), isClosed ? 0o555 : 0o777);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
