import { skeleton } from '../scaffold/structure';

/** One `key: value` of an object literal, or a constant that holds one value, by its offsets in a text of JavaScript. */
export interface LiteralEntry {
  readonly start: number;
  readonly end: number;
  /** Where the value begins; of a name alone, where the name does. */
  readonly valueStart: number;
  /** The key as an expression: `"size"`, or what stands between the brackets of a computed one. */
  readonly keyExpression: string;
  /** Undefined for a computed key. */
  readonly key?: string;
  /** What is written for the value. */
  readonly written: string;
  /** Whose literal it is, and the keys down to it: `['KfmApi', 'placement', 'pool']`. */
  readonly address: readonly string[];
  /** The entry that this one is written in. */
  readonly parent?: LiteralEntry;
  /** `const NAME = value;` at the top of a file. */
  readonly isConstant?: true;
}

interface Bracket {
  readonly open: number;
  close: number;
  readonly parent?: Bracket;
  readonly children: Bracket[];
}

/** The entries of all object literals of a text of JavaScript, outer ones first, then constants. Destructuring, blocks, methods and spreads are none. */
export function literalEntries(text: string): LiteralEntry[] {
  const bare = skeleton(text);
  const entries: LiteralEntry[] = [];
  const visit = (bracket: Bracket, within: LiteralEntry | undefined): void => {
    if (!isLiteral(bare, bracket)) {
      for (const child of bracket.children) visit(child, within);
      return;
    }
    const owner = within === undefined ? [ownerOf(bare, bracket)] : within.address;
    for (const part of partsOf(bare, bracket)) {
      const entry = entryOf(text, bare, part, owner, within);
      if (entry !== undefined) entries.push(entry);
      for (const child of bracket.children) if (child.open >= part.start && child.close < part.end) visit(child, entry ?? within);
    }
  };
  for (const bracket of bracketsOf(bare)) visit(bracket, undefined);
  return [...entries, ...constantsOf(text, bare)];
}

const CONSTANT = /^(?:export )?const (\w+) = (?="|-?\d|true;|false;)(.*);$/gm;

/** Constants that hold a text, a number or a truth. */
function* constantsOf(text: string, bare: string): Iterable<LiteralEntry> {
  for (const { 0: whole, 1: name = '', 2: written = '', index } of text.matchAll(CONSTANT)) {
    // What stands in a text is none.
    if (!/^(?:export|const)/.test(bare.slice(index))) continue;
    const end = index + whole.length - 1;
    const valueStart = end - written.length;
    yield { start: index, end, valueStart, keyExpression: JSON.stringify(name), key: name, written, address: [name], isConstant: true };
  }
}

function bracketsOf(bare: string): Bracket[] {
  const roots: Bracket[] = [];
  let current: Bracket | undefined;
  for (const { 0: character, index } of bare.matchAll(/[{}[\]()]/g)) {
    if ('{[('.includes(character)) {
      const bracket: Bracket = { open: index, close: bare.length, children: [], ...(current && { parent: current }) };
      (current?.children ?? roots).push(bracket);
      current = bracket;
    } else if (current !== undefined) {
      current.close = index;
      current = current.parent;
    }
  }
  return roots;
}

/** Braces stand for a literal where a value begins, and unless something is taken apart there. */
function isLiteral(bare: string, bracket: Bracket): boolean {
  if (bare[bracket.open] !== '{') return false;
  const before = bare.slice(0, bracket.open).trimEnd();
  const beginsValue = /(?:[(,:[?&|!]|(?<!=)=|\breturn)$/.test(before);
  return beginsValue && !isTakenApart(bare, bracket);
}

function isTakenApart(bare: string, bracket: Bracket): boolean {
  for (let at: Bracket | undefined = bracket; at !== undefined; at = at.parent) {
    const after = bare.slice(at.close + 1, at.close + 40).trimStart();
    const before = bare.slice(Math.max(0, at.open - 40), at.open).trimEnd();
    if (bare[at.open] === '(') return /^(?:=>|\{)/.test(after);
    if (/\b(?:const|let|var)$/.test(before) || /^=(?![=>])/.test(after)) return true;
    if (bare[at.open] === '{' && at !== bracket && /(?:\)|=>|\b(?:else|try|finally|do)|\bstatic)$/.test(before)) return false;
  }
  return false;
}

/** What stands between the commas of a literal. */
function partsOf(bare: string, { open, close, children }: Bracket): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let start = open + 1;
  const add = (end: number): void => {
    const part = bare.slice(start, end);
    if (part.trim() !== '') parts.push({ start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length });
    start = end + 1;
  };
  let next = 0;
  for (let at = open + 1; at < close; at++) {
    const child = children[next];
    if (child !== undefined && at === child.open) {
      at = child.close;
      next++;
    } else if (bare[at] === ',') add(at);
  }
  add(close);
  return parts;
}

function entryOf(
  text: string,
  bare: string,
  { start, end }: { readonly start: number; readonly end: number },
  owner: readonly string[],
  parent: LiteralEntry | undefined,
): LiteralEntry | undefined {
  const part = bare.slice(start, end);
  const [upToValue, computed] = /^(?:'[^']*'|"[^"]*"|[\w$]+|\[([^\]]+)\])\s*:\s*/.exec(part) ?? [];
  if (upToValue === undefined && !/^[A-Za-z_$][\w$]*$/.test(part)) return undefined;
  const valueStart = start + (upToValue?.length ?? 0);
  const spelled = upToValue === undefined ? part : text.slice(start, valueStart).replace(/\s*:\s*$/, '');
  const key = computed === undefined ? spelled.replace(/^(['"])(.*)\1$/, '$2') : undefined;
  const keyExpression = key === undefined ? spelled.slice(1, -1) : JSON.stringify(key);
  const address = [...owner, key ?? spelled];
  return {
    start,
    end,
    valueStart,
    keyExpression,
    ...(key !== undefined && { key }),
    written: text.slice(valueStart, end),
    address,
    ...(parent && { parent }),
  };
}

/** What is called with a literal, or the name that it gets. */
function ownerOf(bare: string, bracket: Bracket): string {
  for (let at: Bracket | undefined = bracket; at !== undefined; at = at.parent) {
    const before = bare.slice(Math.max(0, at.open - 200), at.open).trimEnd();
    const [, called] = (bare[at.open] === '(' && /([\w$]+)$/.exec(before)) || [];
    const [, named] = /\b(?:const|let|var)\s+([\w$]+)\s*=$/.exec(before) ?? [];
    const name = named ?? called;
    if (name !== undefined) return name;
  }
  return '';
}
