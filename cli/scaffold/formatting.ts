import { closing, entriesOf, skeleton } from './structure';

const WIDTH = 140;

/** A line, or the lines that the formatter breaks it into: one for each entry of its outermost braces, or of its call. */
export function wrapped(line: string): string[] {
  if (line.length <= WIDTH) return [line];
  const bare = skeleton(line);
  const open = bare.indexOf(bare.includes('{') ? '{' : '(');
  const close = open < 0 ? undefined : closing(bare, open);
  const entries = close === undefined ? [] : entriesOf(line, { open, close });
  if (close === undefined || entries.length === 0) return [line];
  const indentation = /^ */.exec(line)?.[0] ?? '';
  const parts = entries.flatMap(({ start, end }) => wrapped(`${indentation}  ${line.slice(start, end)},`));
  return [line.slice(0, open + 1), ...parts, `${indentation}${line.slice(close)}`];
}

/** The formatter's order of names: by letter, a capital before its small one, and a shorter number before a longer one. */
export function compareNames(a: string, b: string): number {
  const others = b.match(/\d+|\D/g) ?? [];
  const chunks = a.match(/\d+|\D/g) ?? [];
  for (const [index, chunk] of chunks.entries()) {
    const other = others[index];
    if (other === undefined) return 1;
    if (chunk === other) continue;
    if (/\d/.test(chunk) && /\d/.test(other) && chunk.length !== other.length) return chunk.length - other.length;
    const [small, otherSmall] = [chunk.toLowerCase(), other.toLowerCase()];
    if (small !== otherSmall) return small < otherSmall ? -1 : 1;
    return chunk < other ? -1 : 1;
  }
  return chunks.length - others.length;
}

const IDENTIFIER = /^[a-z]\w*$/;

/** A name as a key: quoted where it must be. */
export function keyOf(name: string): string {
  return IDENTIFIER.test(name) ? name : `'${name}'`;
}

/** A property of an object by its name. */
export function memberOf(object: string, name: string): string {
  return IDENTIFIER.test(name) ? `${object}.${name}` : `${object}['${name}']`;
}

/** `kfm-ui` → `KfmUi`. */
export function classNameOf(name: string): string {
  return name
    .split('-')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('');
}
