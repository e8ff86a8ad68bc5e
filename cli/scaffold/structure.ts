/** A pair of braces by the offsets of both. */
export interface Block {
  readonly open: number;
  readonly close: number;
}

/** A part of a text by its offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of a block, up to the comma. */
export interface Entry extends Span {
  readonly key: string;
}

/** Comments, regular expressions (what begins with a slash where a value begins) and strings. */
const TOKENS =
  /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|(?<=[(,=:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\r\n])*\]|[^/\\[\r\n])+\/|'(?:\\[\s\S]|[^'\\\r\n])*'|"(?:\\[\s\S]|[^"\\\r\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** The text with comments and the contents of strings blanked, at the same offsets: structure can be searched in it. */
export function skeleton(text: string): string {
  const blank = (part: string): string => part.replace(/[^\r\n]/g, ' ');
  return text.replace(TOKENS, (token) => (isComment(token) ? blank(token) : `${token[0]}${blank(token.slice(1, -1))}${token[0]}`));
}

/** The comments of a text, one after the other. */
export function commentsOf(text: string): Span[] {
  return [...text.matchAll(TOKENS)].flatMap(({ 0: token, index }) =>
    isComment(token) ? [{ start: index, end: index + token.length }] : [],
  );
}

function isComment(token: string): boolean {
  return token.startsWith('//') || token.startsWith('/*');
}

/** The text without comments, and without the lines that held nothing else. */
export function withoutComments(text: string): string {
  return text
    .replace(TOKENS, (token) => (isComment(token) ? '\0' : token))
    .replace(/^[ \t]*\0[ \t\0]*\r?\n/gm, '')
    .replace(/[ \t]*\0/g, '');
}

/** Every string of a text as another. */
export function withStrings(text: string, change: (value: string) => string): string {
  return text.replace(TOKENS, (token) => (token.startsWith("'") ? `'${change(token.slice(1, -1))}'` : token));
}

/** The block whose opening brace ends the first match of the anchor. */
export function tryBlock(text: string, anchor: RegExp): Block | undefined {
  const bare = skeleton(text);
  const match = anchor.exec(bare);
  if (match === null) return undefined;
  const open = match.index + match[0].length - 1;
  const close = closing(bare, open);
  return close === undefined ? undefined : { open, close };
}

/** Offset of the brace that closes the one at `open`. */
export function closing(bare: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < bare.length; at++) {
    const character = bare[at] as string;
    if ('{[('.includes(character)) depth++;
    if ('}])'.includes(character) && --depth === 0) return at;
  }
  return undefined;
}

/** The comma-separated parts of a block, by the key before the colon. */
export function entriesOf(text: string, { open, close }: Block): Entry[] {
  const bare = skeleton(text);
  const entries: Entry[] = [];
  let start = open + 1;
  let depth = 0;
  for (let at = start; at <= close; at++) {
    const character = bare[at] as string;
    if ('{[('.includes(character)) depth++;
    if ('}])'.includes(character)) depth--;
    if (at < close && (character !== ',' || depth > 0)) continue;
    const part = bare.slice(start, at);
    const first = start + part.length - part.trimStart().length;
    const end = start + part.trimEnd().length;
    if (first < end) entries.push({ key: keyAt(text.slice(first, end)), start: first, end });
    start = at + 1;
  }
  return entries;
}

function keyAt(entry: string): string {
  const [, single, double, identifier] = /^(?:'([^']*)'|"([^"]*)"|([\w$]+))/.exec(entry) ?? [];
  return single ?? double ?? identifier ?? '';
}

/** Offset of an entry's value; undefined where no value follows a key and a colon: a name alone, a spread, a method, a computed key. */
export function tryValueStart(text: string, { start, end }: Entry): number | undefined {
  const [upToValue] = /^(?:'[^']*'|"[^"]*"|[\w$]+)\s*:\s*/.exec(skeleton(text).slice(start, end)) ?? [];
  return upToValue === undefined ? undefined : start + upToValue.length;
}

/** The text of an entry's value; of one without a colon, its name. */
export function tryValue(text: string, block: Block, key: string): string | undefined {
  const entry = entriesOf(text, block).find((each) => each.key === key);
  return entry && text.slice(tryValueStart(text, entry) ?? entry.start, entry.end);
}
