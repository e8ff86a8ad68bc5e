import type { Finding, Judgement } from '../../lib';
import type { Terminal } from './terminal';

/** Findings for people: one paragraph each, where it is first, what to do last. */
export function printFindings(findings: readonly Finding[], { result, colour }: Terminal): void {
  for (const { rule, severity, object, file, field, message, fix, environment } of findings) {
    const where = [file || object || environment, field].filter(Boolean).join(' ');
    const mark = severity === 'error' ? colour.red('error') : colour.yellow('warning');
    result(`${mark} ${colour.bold(where || 'everything')}: ${message}\n      ${colour.dim(`${rule}; ${fix}`)}`);
  }
}

/** `3 errors and 1 warning in 48 objects, 14 rules`. */
export function summary(judgements: readonly Judgement[]): string {
  const findings = judgements.flatMap((judgement) => judgement.findings);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const objects = judgements.reduce((sum, { checked }) => sum + checked.objects, 0);
  const rules = Math.max(0, ...judgements.map(({ checked }) => checked.rules));
  const waived = judgements.reduce((sum, judgement) => sum + (judgement.waived ?? 0), 0);
  const found = `${count(errors, 'error')} and ${count(findings.length - errors, 'warning')} in ${count(objects, 'object')}, ${count(rules, 'rule')}`;
  return waived === 0 ? found : `${found}; ${waived} waived`;
}

export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
