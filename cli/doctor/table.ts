import { count } from '../report/findings';
import type { Terminal } from '../report/terminal';
import { type Result, type Status, spokenAbout } from './finding';
import type { Step } from './path';

const WIDTH = 8;

/** Problems first, then what could not be told, then a line for each check by its family. */
export function printResults(results: readonly Result[], terminal: Terminal): void {
  const { result, colour } = terminal;
  for (const [status, title] of [
    ['problem', 'PROBLEMS'],
    ['unknown', 'COULD NOT TELL'],
    ['skipped', 'NOT ASKED'],
  ] as const) {
    const own = results.filter((one) => one.status === status);
    if (own.length === 0) continue;
    result(colour.bold(`${title} ${own.length}`));
    for (const group of together(own)) printGroup(group, terminal);
  }
  const checks = new Map<string, Result[]>();
  for (const one of results) checks.set(one.check, [...(checks.get(one.check) ?? []), one]);
  const families = new Map<string, string[]>();
  for (const id of checks.keys()) families.set(familyOf(id), [...(families.get(familyOf(id)) ?? []), id]);
  const width = Math.max(0, ...[...checks.keys()].map((id) => id.length)) + 3;
  for (const [family, ids] of families) {
    result(colour.bold(family.toUpperCase()));
    for (const [index, id] of ids.entries()) {
      const own = checks.get(id) as Result[];
      const status = worst(own);
      const step = family === 'bootstrap' ? `${String(index + 1).padStart(2)} ` : '';
      const said =
        status === 'ok'
          ? (own[0]?.found ?? '')
          : own.every(({ about }) => about === undefined)
            ? (own[0]?.title ?? '')
            : count(own.length, 'finding');
      result(`  ${marked(status, terminal)} ${(step + id).padEnd(width)}  ${said}`);
    }
  }
  result(summary(results, checks.size));
}

/** The way of a request, one step a line, and where it breaks first. */
export function printPath(name: string, steps: readonly Step[], terminal: Terminal): void {
  const { result, colour } = terminal;
  const width = Math.max(...steps.map((step) => step.name.length));
  const told = new Set<string>();
  for (const [index, { name: step, status, through, results }] of steps.entries()) {
    result(`${String(index + 1).padStart(2)} ${marked(status, terminal)} ${step.padEnd(width)}  ${through}`);
    // Why a cluster could not be asked is said at the first step that needs it.
    for (const group of together(results)) {
      const [{ about, found }] = group;
      if (about === undefined && told.has(found)) continue;
      told.add(found);
      printGroup(group, terminal);
    }
  }
  const first = steps.findIndex(({ status }) => status === 'problem');
  const unsure = steps.findIndex(({ status }) => status === 'unknown');
  if (first >= 0) result(colour.red(`the way to ${name} breaks at ${first + 1} ${steps[first]?.name}`));
  if (unsure >= 0) result(colour.yellow(`at ${unsure + 1} ${steps[unsure]?.name} it could not be told`));
  if (first >= 0 || unsure >= 0) return;
  const skipped = steps.filter(({ status }) => status === 'skipped').length;
  const asked = skipped === 0 ? '' : `; ${skipped} of ${count(steps.length, 'step')} were not asked`;
  result(`nothing was found to be wrong on the way to ${name}${asked}`);
}

/** Results that say the same of many objects, or of many checks, are told once. */
function together(results: readonly Result[]): (readonly [Result, ...Result[]])[] {
  const groups = new Map<string, [Result, ...Result[]]>();
  for (const one of results) {
    const key = one.about === undefined ? `${one.found}\n${one.next}` : `${one.check}\n${one.found}\n${one.expected}\n${one.about.kind}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

const SHOWN = 4;

function printGroup(group: readonly [Result, ...Result[]], { result, colour }: Terminal): void {
  const [first] = group;
  const objects = group.flatMap(({ about }) => (about === undefined ? [] : [spokenAbout(about)]));
  const more = objects.length > SHOWN ? ` and ${objects.length - SHOWN} more` : '';
  const checks = [...new Set(group.map(({ check }) => check))];
  const who =
    objects.length === 0 ? `${checks.length > 1 ? count(checks.length, 'check') : ''}` : `${objects.slice(0, SHOWN).join(', ')}${more}`;
  result(
    `  ${mark(first.status, colour)(checks.length > SHOWN ? `${checks.slice(0, SHOWN).join(', ')} …` : checks.join(', '))}  ${who}`.trimEnd(),
  );
  result(`      found     ${indented(first.found)}`);
  if (first.about !== undefined) result(`      expected  ${indented(first.expected)}`);
  result(colour.dim(`      next      ${indented(first.next)}`));
}

function indented(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat(16)}`);
}

function mark(status: Status, colour: Terminal['colour']): (text: string) => string {
  return status === 'problem' ? colour.red : status === 'ok' ? colour.green : colour.yellow;
}

function marked(status: Status, { colour }: Terminal): string {
  const sign = { ok: '✓', problem: '✗', unknown: '?', skipped: '–' }[status];
  return mark(status, colour)(`${sign} ${status.padEnd(WIDTH - 1)}`);
}

function worst(results: readonly Result[]): Status {
  return (['problem', 'unknown', 'skipped'] as const).find((status) => results.some((one) => one.status === status)) ?? 'ok';
}

function familyOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

function summary(results: readonly Result[], checks: number): string {
  const of = (status: Status): number => results.filter((one) => one.status === status).length;
  return `${count(of('problem'), 'problem')}, ${of('unknown')} could not be told, ${of('skipped')} not asked, in ${count(checks, 'check')}`;
}
