import { spawnSync } from 'node:child_process';

/** A program to time as a whole, from its start to its end. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Undoes what an earlier run left, before the clock starts. */
  readonly before?: () => void;
}

export interface Measurement {
  readonly milliseconds: number;
  /** It was stopped after that time: it takes longer, and is not run again. */
  readonly isCut: boolean;
  /** Peak of resident memory, for programs that print it. */
  readonly megabytes?: number;
}

/** Nobody waits longer for a peer that has lost. */
const MOST_MILLISECONDS = 120_000;

/** Runs the programs in turn, so that whatever else the machine does meets all of them; the median of each. */
export function measure(programs: readonly Program[], runs: number): Measurement[] {
  const measurements: Measurement[][] = programs.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, program] of programs.entries()) {
      const own = measurements[index] as Measurement[];
      if (!own.some(({ isCut }) => isCut)) own.push(once(program));
    }
  }
  return measurements.map(median);
}

/** @throws Error with what the program said when it failed */
function once({ command, args, before }: Program): Measurement {
  before?.();
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30, timeout: MOST_MILLISECONDS });
  const milliseconds = performance.now() - started;
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') return { milliseconds, isCut: true };
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}: ${stdout.slice(-500)}${stderr.slice(-500)}`);
  const kilobytes = /^(\d+)\n$/.exec(stdout)?.[1];
  return { milliseconds, isCut: false, ...(kilobytes !== undefined && { megabytes: Number(kilobytes) / 1000 }) };
}

function median(measurements: readonly Measurement[]): Measurement {
  const sorted = [...measurements].sort((a, b) => a.milliseconds - b.milliseconds);
  return sorted[Math.floor(sorted.length / 2)] as Measurement;
}
