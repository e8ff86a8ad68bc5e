import { columnLines } from '../report/columns';
import { printLines } from '../report/lines';
import type { Terminal } from '../report/terminal';
import type { Measurements, Verdict } from './measurements';

/** A row for each objective, then what was measured at each rate. */
export function printRehearsal(component: string, measurements: Measurements, verdicts: readonly Verdict[], terminal: Terminal): void {
  const { colour, result } = terminal;
  const { sent, planned, milliseconds, url, paths, steps, objectives } = measurements;
  result(`${component}: ${sent} of ${planned} requests to ${url} (${paths.join(', ')})`);
  const rows = verdicts.map(({ name, promised, measured, margin, budgetUsed, isMet }) => [
    name,
    percent(promised),
    percent(measured),
    margin === null ? '' : `${margin < 0 ? '' : '+'}${percent(margin)}`,
    percent(budgetUsed),
    isMet ? colour.green('met') : colour.red('missed'),
  ]);
  printLines(columnLines(['objective', 'promised', 'measured', 'margin', 'budget used', ''], rows), terminal);
  const names = objectives.map(({ name }) => name);
  const stepRows = steps.map(({ rate, seconds, measured }) => [
    `${rate}/s`,
    `${seconds} s`,
    ...names.map((name) => percent(measured[name] ?? null)),
  ]);
  printLines(columnLines(['rate', 'for', ...names], stepRows), terminal);
  const { median, p95, p99, most } = milliseconds;
  const spoken = Object.entries({ median, '95 %': p95, '99 %': p99, most }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value.toFixed(1)} ms`],
  );
  if (spoken.length > 0) result(`answers: ${spoken.join(', ')}`);
}

/** Of shares, with as many digits as tell an objective of 99.9 % from what misses it. */
function percent(share: number | null): string {
  return share === null ? 'nothing' : `${Number((share * 100).toFixed(3))} %`;
}
