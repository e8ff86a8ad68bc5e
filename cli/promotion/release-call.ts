import type { Release } from '../../lib';
import { wrapped } from '../scaffold/formatting';
import { inserted } from '../scaffold/source';
import { closing, commentsOf, entriesOf, type Span, skeleton, tryValueStart } from '../scaffold/structure';

/** Where the arguments of a call `release('…', '…', { hotfix: '…' })` stand. */
export interface ReleaseCall {
  readonly version: Span;
  readonly digest: Span;
  readonly options?: Span;
  /** The string of the options, where it is written out. */
  readonly hotfix?: Span;
  readonly close: number;
}

/** The call that stands there; undefined for anything else, and for one whose arguments are not written out. */
export function tryReleaseCall(text: string, { start, end }: Span): ReleaseCall | undefined {
  const bare = skeleton(text);
  const [head] = /^release\s*\(/.exec(bare.slice(start, end)) ?? [];
  if (head === undefined) return undefined;
  const open = start + head.length - 1;
  const close = closing(bare, open);
  if (close !== end - 1) return undefined;
  const [version, digest, options, ...more] = entriesOf(text, { open, close });
  if (version === undefined || digest === undefined || more.length > 0) return undefined;
  if (!isString(text, version) || !isString(text, digest)) return undefined;
  if (options === undefined) return { version, digest, close };
  if (bare[options.start] !== '{' || closing(bare, options.start) !== options.end - 1) return undefined;
  const [only, ...others] = entriesOf(text, { open: options.start, close: options.end - 1 });
  if (others.length > 0 || (only !== undefined && only.key !== 'hotfix')) return undefined;
  const value = only && tryValueStart(text, only);
  const hotfix = only && value !== undefined ? { start: value, end: only.end } : undefined;
  return { version, digest, options, close, ...(hotfix && isString(text, hotfix) && { hotfix }) };
}

/** Whether it is one string, written out: a template may hold no value. */
function isString(text: string, { start, end }: Span): boolean {
  const holdsValue = text[start] === '`' && /(?<!\\)(?:\\\\)*\$\{/.test(text.slice(start, end));
  return /^(['"`])\s*\1$/.test(skeleton(text).slice(start, end)) && !holdsValue;
}

/** The text of a new call. */
export function releaseCall({ version, digest, hotfix }: Release): string {
  return `release(${quoted(version, "'")}, ${quoted(digest, "'")}${hotfix === undefined ? '' : `, ${optionsText(hotfix, "'")}`})`;
}

interface Edit extends Span {
  readonly text: string;
}

/** The text with other strings in a call, and nothing else changed. */
export function withStringsOf(text: string, call: ReleaseCall, { version, digest, hotfix }: Release): string {
  const edits: readonly Edit[] = [
    { ...call.version, text: quoted(version, text[call.version.start]) },
    { ...call.digest, text: quoted(digest, text[call.digest.start]) },
    ...(hotfix === undefined ? withoutOptions(text, call) : [optionsOf(text, call, hotfix)]),
  ];
  return edits.toSorted((a, b) => b.start - a.start).reduce((whole, { start, end, text }) => inserted(whole, start, end, text), text);
}

function optionsOf(text: string, { version, digest, options, hotfix }: ReleaseCall, reason: string): Edit {
  if (hotfix !== undefined) return { ...hotfix, text: quoted(reason, text[hotfix.start]) };
  const written = optionsText(reason, text[version.start] === '"' ? '"' : "'");
  return options === undefined ? { start: digest.end, end: digest.end, text: `, ${written}` } : { ...options, text: written };
}

function withoutOptions(text: string, { digest, options, close }: ReleaseCall): Edit[] {
  if (options === undefined) return [];
  const bare = skeleton(text);
  const first = bare.indexOf(',', digest.end);
  const second = bare.slice(0, close).indexOf(',', options.end);
  const end = second < 0 ? options.end : second + 1;
  const [space = ''] = /\s*$/.exec(text.slice(first + 1, options.start)) ?? [];
  // What stands behind the options on a line of their own stays on it.
  const staysOnLine = space.includes('\n') && !/^[ \t]*\r?\n/.test(text.slice(end));
  const [after = ''] = (staysOnLine && /^[ \t]*/.exec(text.slice(end))) || [];
  return [
    ...(second < 0 ? [{ start: first, end: first + 1, text: '' }] : []),
    { start: options.start - (staysOnLine ? 0 : space.length), end: end + after.length, text: '' },
  ];
}

/** The line of a call as the formatter breaks it where a reason is too long for it. */
export function broken(text: string, { start, end }: Span): string {
  const entry = text.slice(start, end);
  if (entry.includes('\n') || commentsOf(entry).length > 0) return text;
  const [indentation = ''] = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', start) + 1)) ?? [];
  const lines = wrapped(`${indentation}${entry},`).join('\n');
  return inserted(text, start, end, lines.slice(indentation.length, -1));
}

/** In the formatter's quotes: the usual ones, unless the others save escapes. */
function optionsText(reason: string, quote: string): string {
  const other = quote === '"' ? "'" : '"';
  return `{ hotfix: ${quoted(reason, reason.includes(quote) && !reason.includes(other) ? other : quote)} }`;
}

function quoted(value: string, quote = "'"): string {
  const escaped = value.replace(/[\\\r\n]/g, (character) => JSON.stringify(character).slice(1, -1)).replaceAll(quote, `\\${quote}`);
  return `${quote}${quote === '`' ? escaped.replaceAll('${', '\\${') : escaped}${quote}`;
}
