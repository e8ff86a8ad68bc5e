import { noPlaceFor } from '../messages';
import { compareNames, wrapped } from './formatting';
import { type Block, entriesOf, skeleton, tryBlock } from './structure';

/** A file of TypeScript that is edited as text, so that everything else in it stays as somebody wrote it. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** @throws if nothing matches the anchor; `what` says what should have */
export function blockAt({ path, text }: Source, anchor: RegExp, what: string): Block {
  const block = tryBlock(text, anchor);
  if (block === undefined) throw noPlaceFor(path, what);
  return block;
}

export interface EntryPlace {
  /** Key of the entry that follows. @default none: it becomes the last */
  readonly before?: string | undefined;
  /** Whether a blank line stands between it and its neighbour. @default false */
  readonly apart?: boolean;
}

/** The text with one more entry of a block. @throws for a block whose entries share lines */
export function withEntry(source: Source, block: Block, lines: readonly string[], { before, apart = false }: EntryPlace = {}): string {
  const { path, text } = source;
  const entries = entriesOf(text, block);
  const outside = indentationAt(text, block.open);
  const last = entries.at(-1);
  const inside = last === undefined ? `${outside}  ` : indentationAt(text, last.start);
  const entry = lines.map((line) => `${inside}${line}\n`).join('');
  if (entries.length === 0) return inserted(text, block.open + 1, block.close, `\n${entry}${outside}`);
  if (text.slice(lineStart(text, block.close), block.close).trim() !== '') throw noPlaceFor(path, 'entries on lines of their own');

  const next = before === undefined ? -1 : entries.findIndex(({ key }) => key === before);
  const previous = next < 0 ? last : entries[next - 1];
  if (previous === undefined) {
    const start = lineEnd(text, block.open);
    return inserted(text, start, start, apart ? `${entry}\n` : entry);
  }
  const comma = skeleton(text).indexOf(',', previous.end);
  const hasComma = comma >= 0 && comma < block.close;
  const at = next < 0 ? lineStart(text, block.close) : lineEnd(text, comma);
  const added = inserted(text, at, at, apart ? `\n${entry}` : entry);
  return hasComma ? added : inserted(added, previous.end, previous.end, ',');
}

/** The text with another value for a key of a block; `undefined` takes the entry away. */
export function withValue(source: Source, anchor: RegExp, key: string, value: string | undefined): string {
  const { text } = source;
  const block = blockAt(source, anchor, `${key}: …`);
  const entry = entriesOf(text, block).find((each) => each.key === key);
  if (entry === undefined) return value === undefined ? text : withEntry(source, block, [`${key}: ${value},`]);
  if (value !== undefined) return inserted(text, entry.start, entry.end, `${key}: ${value}`);
  const comma = skeleton(text).indexOf(',', entry.end);
  const end = comma >= 0 && comma < block.close ? comma + 1 : entry.end;
  const line = { start: lineStart(text, entry.start), end: lineEnd(text, end) };
  const isAlone = text.slice(line.start, entry.start).trim() === '' && text.slice(end, line.end).trim() === '';
  return isAlone ? inserted(text, line.start, line.end, '') : inserted(text, entry.start, end, '');
}

/** The text with one more name imported from a module, in the order and on the lines that the formatter wants. */
export function withImport(source: Source, module: string, specifier: string): string {
  return withImports(source, module, (names) => [...new Set([...names, specifier])]);
}

/** The text with other names imported from a module. @throws if it imports none yet */
export function withImports({ path, text }: Source, module: string, change: (specifiers: readonly string[]) => readonly string[]): string {
  for (const { 0: statement, 1: names = '', 2: from, index } of text.matchAll(/^import \{([^}]*)\} from '([^']*)';/gm)) {
    if (from !== module) continue;
    const known = names.split(',').map((name) => name.trim());
    const sorted = change(known.filter((name) => name !== '')).toSorted((a, b) => compareNames(bareName(a), bareName(b)));
    return inserted(text, index, index + statement.length, wrapped(`import { ${sorted.join(', ')} } from '${module}';`).join('\n'));
  }
  throw noPlaceFor(path, `import { … } from '${module}'`);
}

function bareName(specifier: string): string {
  return specifier.replace(/^type /, '');
}

/** The text with one more statement among its exports, in the order of their modules. */
export function withExport({ path, text }: Source, statement: string): string {
  const moduleOf = (exporting: string): string => / from '([^']*)'/.exec(exporting)?.[1] ?? '';
  const statements = [...text.matchAll(/^export [^;]*? from '[^']*';/gm)];
  const last = statements.at(-1);
  if (last === undefined) throw noPlaceFor(path, "export { … } from '…'");
  const next = statements.find(([other]) => compareNames(moduleOf(other), moduleOf(statement)) > 0);
  const at = next?.index ?? lineEnd(text, last.index + last[0].length - 1);
  return inserted(text, at, at, `${wrapped(statement).join('\n')}\n`);
}

/** The text with something in place of a part of it, its line breaks being those of the text. */
export function inserted(text: string, from: number, to: number, lines: string): string {
  return `${text.slice(0, from)}${text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines}${text.slice(to)}`;
}

function indentationAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? '';
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
