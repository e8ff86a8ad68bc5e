import type { FileSystem } from './ports/file-system';
import type { Terminal } from './report/terminal';

/** 0 fine, 1 a difference or finding, 2 could not do it. */
export type ExitCode = 0 | 1 | 2;

/** What a command is given besides its options. */
export interface CommandContext {
  /** Folder of the project. */
  readonly root: string;
  readonly fs: FileSystem;
  readonly terminal: Terminal;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
