import type { Result } from './claims';
import type { OUT_OF_REACH } from './out-of-reach';

export interface Report {
  readonly results: readonly Result[];
  readonly versions: Readonly<Record<string, string>>;
  /** What the harness did in place of what is not here. */
  readonly standIns: readonly string[];
  readonly outOfReach: typeof OUT_OF_REACH;
  /** Of the whole run. */
  readonly seconds: number;
  /** Which order Applications were created in. */
  readonly seed: number;
}

const MARKS = { proved: '✓', refuted: '✗', skipped: '–' } as const;

/** The report for people: what was proved where, what was refuted or skipped and why, what it stood on. */
export function table({ results, versions, standIns, outOfReach, seconds, seed }: Report): string {
  const environments = [...new Set(results.map(({ environment }) => environment))];
  const claims = [...new Map(results.map((result) => [`${result.proof}: ${result.claim}`, result])).entries()];
  const width = Math.max(...claims.map(([claim]) => claim.length), 0);
  const cell = (claim: string, environment: string): string => {
    const found = results.find((result) => `${result.proof}: ${result.claim}` === claim && result.environment === environment);
    return found === undefined ? '' : `${MARKS[found.outcome]} ${found.outcome === 'skipped' ? '' : `${found.seconds.toFixed(1)} s`}`;
  };
  const row = (first: string, cells: readonly string[]): string =>
    `${first.padEnd(width)}  ${cells.map((text) => text.padEnd(9)).join(' ')}`.trimEnd();
  const count = (outcome: Result['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  const details = (outcome: Result['outcome']): string[] =>
    results
      .filter((result) => result.outcome === outcome)
      .map(({ environment, proof, claim, detail }) => `${environment} ${proof}: ${claim}\n${indented(detail)}`);
  return [
    row('', environments),
    ...claims.map(([claim]) =>
      row(
        claim,
        environments.map((environment) => cell(claim, environment)),
      ),
    ),
    ...section('Refuted', details('refuted')),
    ...section('Skipped', details('skipped')),
    ...section('Supplied by the harness', standIns),
    ...section(
      'Out of reach of any run here',
      outOfReach.map(([claim, reason]) => `${claim}: ${reason}`),
    ),
    ...section(
      'Versions',
      Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    ),
    '',
    `${count('proved')} proved, ${count('refuted')} refuted, ${count('skipped')} skipped in ${Math.floor(seconds / 60)} min ${seconds % 60} s (seed ${seed})`,
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`)];
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
