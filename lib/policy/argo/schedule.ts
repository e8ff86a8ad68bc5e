/** A field of a schedule: what it counts, from where to where, and the names that stand for numbers. */
interface Field {
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The fields that Argo CD reads (robfig/cron, without descriptors such as `@daily`). */
const FIELDS: readonly Field[] = [
  { what: 'minute', from: 0, to: 59 },
  { what: 'hour', from: 0, to: 23 },
  { what: 'day of the month', from: 1, to: 31 },
  { what: 'month', from: 1, to: 12, names: MONTHS },
  { what: 'day of the week', from: 0, to: 6, names: DAYS },
];

/** Why Argo CD would refuse the schedule of a sync window; undefined if it takes it. */
export function scheduleProblem(schedule: string): string | undefined {
  const texts = schedule.split(/\s+/).filter((text) => text !== '');
  if (texts.length !== FIELDS.length) return `"${schedule}" has ${texts.length} fields; a schedule has ${FIELDS.length}`;
  for (const [index, field] of FIELDS.entries()) {
    const text = texts[index] as string;
    if (!text.split(',').every((item) => isItem(item, field))) {
      return `"${schedule}" has the ${field.what} "${text}"; expected ${field.from} to ${field.to}`;
    }
  }
  return undefined;
}

/** One of a list: `*`, `5`, `mon-fri`, each of them in steps as in `5/15`. */
function isItem(item: string, field: Field): boolean {
  const [, range = '', step] = /^([^/]+)(?:\/(\d{1,9}))?$/.exec(item) ?? [];
  if (range === '' || (step !== undefined && Number(step) === 0)) return false;
  if (range === '*' || range === '?') return true;
  const [first = '', last = first, ...more] = range.split('-');
  const [from, to] = [numberOf(first, field), numberOf(last, field)];
  return more.length === 0 && field.from <= from && from <= to && to <= field.to;
}

/** The number that a text stands for; NaN, which is in no range, for what is none. */
function numberOf(text: string, { from, names = [] }: Field): number {
  const index = names.indexOf(text.toLowerCase());
  if (index >= 0) return index + from;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** The seconds of a duration as Go writes it, `1h30m`; undefined for what is none. */
export function durationSeconds(duration: string): number | undefined {
  const [, sign, amounts = ''] = /^([+-]?)((?:\d{1,15}(?:\.\d{0,15})?(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(duration) ?? [];
  if (sign === undefined) return undefined;
  const parts = amounts.matchAll(/([\d.]+)([^\d.]+)/g);
  const seconds = [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit as string] as number), 0);
  return sign === '-' ? 0 - seconds : seconds;
}
