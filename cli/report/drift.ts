import type { Drift, DriftReport, Ignored, OpenIncident } from '../drift/report';
import { count } from './findings';
import type { Terminal } from './terminal';

/** What differs, by the Application that would put it right; what could not be told last, so that nobody overlooks it. */
export function printDrift(report: DriftReport, { result, colour }: Terminal): void {
  const { environment, context, drift, ignored, unknown, checked, stack, incidents } = report;
  for (const incident of incidents) result(incident.isExpired ? colour.red(incidentLine(incident)) : colour.yellow(incidentLine(incident)));
  if (incidents.length > 0) result('');
  for (const [application, differences] of grouped(drift)) {
    result(colour.bold(application));
    for (const difference of differences) result(`  ${spokenDrift(difference)}`);
    result('');
  }
  if (stack?.state === 'differs') {
    result(colour.bold('Terraform stack'));
    for (const { address, actions } of stack.changes) result(`  ${'changed'.padEnd(8)} ${address}: ${actions.join(' and ')}`);
    result('');
  }
  for (const [reason, times] of reasons(ignored)) result(colour.dim(`  ${String(times).padStart(4)} ignored: ${reason}`));
  const isUntold = stack?.state === 'unknown' || stack?.state === 'unapplied';
  if (unknown.length > 0 || isUntold) result(colour.bold(colour.red('could not be told')));
  for (const { what, reason } of unknown) result(`  ${what}: ${reason}`);
  if (isUntold) result(`  Terraform stack: ${stack.reason}`);
  result(`${count(drift.length, 'difference')} between dist/${environment} and ${context} in ${count(checked, 'object')} compared`);
}

function incidentLine({ id, who, why, until, isExpired, paused }: OpenIncident): string {
  const pausing = paused.length === 0 ? 'nothing is paused' : `paused: ${paused.join(', ')}`;
  return `${id} is open ${isExpired ? 'and over since' : 'until'} ${until}: ${who}, ${why}; ${pausing}`;
}

const LONGEST = 100;

/** `changed  Deployment kfm-api/kfm-api spec.replicas: 5, wanted 2 (kubectl-edit)`. */
export function spokenDrift({ class: kind, spoken, field, live, wanted, by }: Drift): string {
  const head = `${kind.padEnd(8)} ${spoken}`;
  const writer = by === undefined ? '' : ` (${by})`;
  if (field === '') return `${head}${writer}`;
  const values = kind === 'added' ? value(live) : `${value(live)}, wanted ${value(wanted)}`;
  return `${head} ${field}: ${values}${writer}`;
}

function value(of: unknown): string {
  if (of === undefined) return 'none';
  const text = JSON.stringify(of);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const STRANGERS = 'not in dist';
const NOBODYS = 'of no Application';

/** Differences by Application, in the order of names; what `dist` does not have comes last. */
function grouped(drift: readonly Drift[]): [string, Drift[]][] {
  const groups = new Map<string, Drift[]>();
  for (const one of drift) {
    const name = one.application || (one.file === '' ? STRANGERS : NOBODYS);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const last = (name: string): number => (name === STRANGERS ? 1 : 0);
  return [...groups].sort(([a], [b]) => last(a) - last(b) || (a < b ? -1 : 1));
}

function reasons(ignored: readonly Ignored[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { reason } of ignored) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1));
}
