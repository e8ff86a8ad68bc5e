import type { FieldChange } from '../manifest/changes';

const MOST_LISTED = 6;
const LONGEST_VALUE = 80;

/** `a, b and 3 more`. */
export function listed(items: Iterable<string>): string {
  const all = [...items];
  if (all.length <= MOST_LISTED) return all.join(', ');
  return `${all.slice(0, MOST_LISTED).join(', ')} and ${all.length - MOST_LISTED} more`;
}

/** Things that go together inside of a list: `a + b`. */
export function added(items: Iterable<string>): string {
  const all = [...new Set(items)];
  const rest = all.length - MOST_LISTED;
  return [...all.slice(0, MOST_LISTED), ...(rest > 0 ? [`${rest} more`] : [])].join(' + ');
}

export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A value in one short line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'none';
  const text = (typeof value === 'string' && value !== '' ? value : (JSON.stringify(value) ?? String(value))).replace(/\s+/g, ' ');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE).toWellFormed()}… (${text.length} characters)` : text;
}

/** `spec.replicas 2 → 3`, `spec.paused added: true`, `spec.paused removed, was true`. */
export function spoken({ field, before, after }: FieldChange, label = shortened(field)): string {
  if (before === undefined) return `${label} added: ${shown(after)}`;
  if (after === undefined) return `${label} removed, was ${shown(before)}`;
  return `${label} ${shown(before)} → ${shown(after)}`;
}

/** Values of a chart by their own paths. */
function shortened(field: string): string {
  return field.replace(/^(?:spec\.)?sources?(?:\[\d+\])?\.helm\.valuesObject\./, 'values.');
}

export function spokenAll(fields: readonly FieldChange[]): string {
  return listed(fields.map((field) => spoken(field)));
}

/** The fields by their paths alone, for values that say nothing in a line. */
export function named(fields: readonly FieldChange[]): string {
  return listed(fields.map(({ field }) => field));
}

/** Parts of a sentence that have something to say. */
export function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('; ');
}

/** `more: a, b` and `less: c`, of two sets. */
export function gainedAndLost(before: Iterable<string>, after: Iterable<string>): { gained: string[]; lost: string[] } {
  const old = new Set(before);
  const current = new Set(after);
  return { gained: [...current].filter((item) => !old.has(item)), lost: [...old].filter((item) => !current.has(item)) };
}
