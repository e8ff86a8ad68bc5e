import { disk, type FileSystem } from '../../cli/ports/file-system';

/** The calls that change something. */
const CHANGING = ['write', 'makeDirectory', 'link', 'rename', 'remove', 'flush'] as const;

/** A disk that fails at one call, and how often it was called until then. */
export interface FaultyDisk extends FileSystem {
  readonly calls: () => number;
}

/**
 * The real disk, until the `at`-th changing call (from 1).
 * `failing`: that call fails, later ones work, as when the disk is full.
 * `killed`: that call and all later ones fail, as for a process that no longer runs: no cleaning up.
 */
export function faultyDisk(at: number, mode: 'failing' | 'killed', code = 'ENOSPC'): FaultyDisk {
  let calls = 0;
  const guarded = Object.fromEntries(
    CHANGING.map((name) => [
      name,
      (...args: unknown[]) => {
        calls++;
        if (calls === at || (mode === 'killed' && calls > at)) throw Object.assign(new Error(`${code}: ${name} of ${args[0]}`), { code });
        return (disk[name] as (...all: unknown[]) => unknown)(...args);
      },
    ]),
  );
  return { ...disk, ...guarded, calls: () => calls } as FaultyDisk;
}
