import type { Check } from '../verify/check';
import { count } from './findings';
import type { Terminal } from './terminal';

/** A line a check; below one that is not fine, what to do next. */
export function printChecks(checks: readonly Check[], { result, colour }: Terminal): void {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  for (const { name, state, detail, next } of checks) {
    const mark = state === 'ok' ? colour.green('ok     ') : state === 'failed' ? colour.red('failed ') : colour.yellow('unknown');
    result(`${mark} ${name.padEnd(width)}  ${detail.replaceAll('\n', `\n${' '.repeat(width + 10)}`)}`);
    if (next !== '') result(colour.dim(`${' '.repeat(width + 10)}${next}`));
  }
  const of = (state: Check['state']): number => checks.filter((check) => check.state === state).length;
  result(`${of('failed')} failed and ${of('unknown')} unknown in ${count(checks.length, 'check')}`);
}
