import type { Programs, Ran, RunOptions } from '../ports/programs';

/** What a program of others said of an environment. */
export type Verdict =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly lines: readonly string[] }
  | { readonly status: 'skipped' | 'broken'; readonly why: string };

/** A program of others that judges what is rendered. */
export interface OutsideTool {
  /** As people call it, e.g. `kubectl kustomize`. */
  readonly name: string;
  /** What it judges, by its path in the project. */
  readonly subject: string;
  readonly program: string;
  judge(run: (args: readonly string[], options?: RunOptions) => Promise<Ran>): Promise<Verdict>;
}

/** Exit codes of shells and signals: the program never came to a verdict. */
const NO_VERDICT = 126;

const MOST_LINES = 20;

/** Asks a tool; one that is not installed is skipped, one that cannot run is broken, which is no verdict. */
export async function ask({ program, judge }: OutsideTool, programs: Programs, cwd: string): Promise<Verdict> {
  if (!programs.has(program)) return { status: 'skipped', why: 'not installed' };
  try {
    return await judge((args, options) => programs.run(program, args, { cwd, ...options }));
  } catch (error) {
    return { status: 'broken', why: (error as Error).message };
  }
}

export function verdictOf(ran: Ran): Verdict {
  if (ran.status === 0) return { status: 'passed' };
  if (ran.status >= NO_VERDICT) return broken(ran);
  return { status: 'failed', lines: linesOf(ran) };
}

export function broken(ran: Ran): Verdict {
  return { status: 'broken', why: [`ended with ${ran.status}`, ...linesOf(ran)].join('\n  ') };
}

/** What it said, from where complaints usually stand: the end of both streams. */
function linesOf({ stdout, stderr }: Ran): string[] {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.length > MOST_LINES ? [`(${lines.length - MOST_LINES} lines before)`, ...lines.slice(-MOST_LINES)] : lines;
}
