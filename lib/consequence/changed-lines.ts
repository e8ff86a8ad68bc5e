import type { FieldChange } from '../manifest/changes';
import { isSecretLike, looksSecret } from './secrecy';
import { counted } from './wording';

const MOST_TOLD = 2;
const LONGEST_LINE = 40;

/** The first changed lines of a text under a key: `shared_buffers = 128MB → 256MB`. What looks like a secret is hidden. */
export function changedLines(key: string, { before, after }: FieldChange): string {
  if (typeof before !== 'string' || typeof after !== 'string') return '';
  if (looksSecret(key, `${before}\n${after}`)) return '(hidden)';
  const told = pairs(linesOf(before), linesOf(after)).map(spokenPair);
  const rest = told.length - MOST_TOLD;
  const text = told.slice(0, MOST_TOLD).join(', ') || 'order or layout';
  return `(${text}${rest > 0 ? ` and ${counted(rest, 'more line')}` : ''})`;
}

interface Line {
  readonly text: string;
  /** `shared_buffers = `; empty for a line of another form. */
  readonly setting: string;
}

interface Pair {
  readonly was?: Line;
  readonly is?: Line;
}

function linesOf(text: string): Line[] {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').map((line) => ({ text: line, setting: SETTING.exec(line)?.[0] ?? '' }));
}

/** A name, and what parts it from its value. */
const SETTING = /^(?:- )?["']?[\w./-]+["']?(?:\s*=\s*|:\s+|\s+)(?=\S)/;

/** Lines that only one side has; those of one setting belong together, and so do two that are alone. */
function pairs(before: readonly Line[], after: readonly Line[]): Pair[] {
  const without = (lines: readonly Line[], others: readonly Line[]): Line[] => {
    const known = new Set(others.map(({ text }) => text));
    return lines.filter(({ text }) => !known.has(text));
  };
  const gone = without(before, after);
  const come = without(after, before);
  if (gone.length === 1 && come.length === 1) return [{ was: gone[0] as Line, is: come[0] as Line }];
  const paired = gone.map((was): Pair => {
    const index = come.findIndex(({ setting }) => setting !== '' && setting === was.setting);
    return index < 0 ? { was } : { was, is: come.splice(index, 1)[0] as Line };
  });
  return [...paired, ...come.map((is) => ({ is }))];
}

function spokenPair({ was, is }: Pair): string {
  if ([was, is].some((line) => line !== undefined && isSecretLike(line.text))) return `${(is ?? was)?.setting ?? ''}hidden`;
  if (was === undefined) return `with ${short(is?.text)}`;
  if (is === undefined) return `without ${short(was.text)}`;
  const common = was.setting === is.setting ? was.setting : '';
  return `${common}${short(was.text.slice(common.length))} → ${short(is.text.slice(common.length))}`;
}

function short(text = ''): string {
  if (text.length > LONGEST_LINE) return `${text.slice(0, LONGEST_LINE).toWellFormed().trimEnd()}…`;
  return text.replace(/[,;]$/, '');
}
