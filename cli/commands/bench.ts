import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measurement, measure } from '../bench/program';
import { type Row, rows, type Workshop } from '../bench/rows';
import type { CommandContext, ExitCode } from '../command';
import { badRuns } from '../messages';
import type { Terminal } from '../report/terminal';

export interface BenchOptions {
  readonly runs: string;
  readonly only?: readonly string[];
  readonly json?: boolean;
}

interface Result {
  readonly row: string;
  readonly peer: string;
  readonly peerMilliseconds: number;
  /** The peer was stopped after that time, so that the ratio is at most what is printed. */
  readonly peerIsCut: boolean;
  readonly ourMilliseconds: number;
  readonly ratio: number;
  readonly limit: number;
  readonly holds: boolean;
  readonly ourMegabytes?: number;
  readonly kinderRatio?: number;
}

/** Prints ratios against peers, each pair measured in turn on this machine; exits 1 if a limit does not hold. */
export async function bench(options: BenchOptions, { root, terminal }: CommandContext): Promise<ExitCode> {
  const runs = Number(options.runs);
  if (!Number.isInteger(runs) || runs < 1) throw badRuns(options.runs);
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'desired-state-bench-'));
  try {
    const plan = rows(prepare(root, scratch));
    for (const reason of plan.skipped) terminal.say(`skipped: ${reason}`);
    const chosen = plan.rows.filter(({ name }) => options.only?.some((text) => name.includes(text)) ?? true);
    const results = chosen.map((row) => compare(row, runs, terminal));
    if (options.json) terminal.result(JSON.stringify({ runs, results, skipped: plan.skipped }, null, 2));
    else terminal.result(table(results));
    return results.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function prepare(root: string, scratch: string): Workshop {
  const stock = join(root, 'node_modules/.cache/desired-state-bench/stock.js');
  (require('esbuild') as typeof import('esbuild')).buildSync({
    entryPoints: [join(root, 'cli/bench/stock.ts')],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: stock,
    logLevel: 'error',
  });
  const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
  return { root, scratch, stock, hasKubectl };
}

function compare(row: Row, runs: number, terminal: Terminal): Result {
  terminal.say(`${row.name} ...`);
  const programs = [row.peer, row.ours, ...(row.kinder ? [row.kinder] : [])];
  const [peer, ours, kinder] = measure(programs, runs) as [Measurement, Measurement, Measurement?];
  const ratio = ours.milliseconds / peer.milliseconds;
  const fits = row.memory === undefined || (ours.megabytes ?? 0) <= row.memory;
  return {
    row: row.name,
    peer: row.peerName,
    peerMilliseconds: Math.round(peer.milliseconds),
    peerIsCut: peer.isCut,
    ourMilliseconds: Math.round(ours.milliseconds),
    ratio,
    limit: row.limit,
    holds: ratio <= row.limit && fits,
    ...(ours.megabytes !== undefined && { ourMegabytes: Math.round(ours.megabytes) }),
    ...(kinder && { kinderRatio: ours.milliseconds / kinder.milliseconds }),
  };
}

function table(results: readonly Result[]): string {
  const lines = results.map(({ row, peer, peerMilliseconds, peerIsCut, ourMilliseconds, ratio, limit, holds, ourMegabytes, kinderRatio }) =>
    [
      row,
      peer,
      `${peerIsCut ? 'stopped after ' : ''}${peerMilliseconds} ms`,
      `${ourMilliseconds} ms${ourMegabytes === undefined ? '' : `, ${ourMegabytes} MB`}`,
      `${ratio.toFixed(3)} x`,
      `${limit.toFixed(3)} x`,
      holds ? 'holds' : 'MISSED',
      kinderRatio === undefined ? '' : `${kinderRatio.toFixed(3)} x`,
    ].join(' | '),
  );
  const head = 'work | peer | peer | ours | ratio | at most | | peer with 120 objects a chart';
  return [head, head.replace(/[^|]+/g, '--'), ...lines].map((line) => `| ${line} |`).join('\n');
}
