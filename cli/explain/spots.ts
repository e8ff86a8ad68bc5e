import { SourceMap } from 'node:module';
import type { transform } from 'esbuild';
import { type LiteralEntry, literalEntries } from './literals';

/** A `key: value` of an object literal, or a constant, in a source file: what can be left out, or exchanged, to see what depends on it. */
export interface Spot {
  readonly id: number;
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
  /** `['KfmApi', 'placement', 'pool']`: whose literal it is, and the keys. */
  readonly address: readonly string[];
  /** Undefined for a computed key. */
  readonly key?: string;
  /** What is written for the value. */
  readonly written: string;
  /** The spot that this one is written in. */
  readonly parent?: number;
  /** Whether it is a constant of its file, and no key of a literal. */
  readonly isConstant?: true;
}

/** Name of the function that every spot calls with its number, key and value. */
export const TAP = '__spot';

/** A source file as JavaScript in which each spot that is wanted asks `TAP` for its key and value. */
export interface Tapped {
  readonly text: string;
  readonly spots: readonly Spot[];
}

/** @throws what esbuild says of a file that it cannot read */
export async function tapped(
  { path, file, text }: { readonly path: string; readonly file: string; readonly text: string },
  firstId: number,
  wants: (entry: LiteralEntry) => boolean,
  translate: typeof transform,
): Promise<Tapped> {
  const { code, map } = await translate(text, { loader: 'ts', target: 'node20', sourcemap: true, sourcesContent: false, sourcefile: path });
  const wanted = literalEntries(code).filter(wants);
  if (wanted.length === 0) return { text: code, spots: [] };
  const ids = new Map(wanted.map((entry, index) => [entry, firstId + index]));
  const lineAt = linesOf(code, map);
  const spots = wanted.map((entry): Spot => {
    const parent = nearestAmong(entry.parent, ids);
    const { address, key, written, isConstant } = entry;
    const id = ids.get(entry) as number;
    return {
      id,
      file,
      line: lineAt(entry.start),
      address,
      written,
      ...(isConstant && { isConstant }),
      ...(key !== undefined && { key }),
      ...(parent !== undefined && { parent }),
    };
  });
  const candidate = rewritten(code, ids);
  try {
    await translate(candidate, { loader: 'js', target: 'node20' });
  } catch {
    // Something else than a literal was taken for one: the file stays as it is, and nothing is told about it.
    return { text: code, spots: [] };
  }
  return { text: candidate, spots };
}

function nearestAmong(entry: LiteralEntry | undefined, ids: ReadonlyMap<LiteralEntry, number>): number | undefined {
  for (let at = entry; at !== undefined; at = at.parent) if (ids.has(at)) return ids.get(at);
  return undefined;
}

function rewritten(code: string, ids: ReadonlyMap<LiteralEntry, number>): string {
  const edits = [...ids].flatMap(([{ start, end, valueStart, keyExpression, isConstant }, id]) => {
    const call = `${TAP}(${id}, ${keyExpression}, () => (`;
    return isConstant
      ? [
          { at: valueStart, until: valueStart, text: call },
          { at: end, until: end, text: `))[${keyExpression}]` },
        ]
      : [
          { at: start, until: valueStart, text: `...${call}` },
          { at: end, until: end, text: '))' },
        ];
  });
  let result = '';
  let done = 0;
  for (const { at, until, text } of edits.sort((a, b) => a.at - b.at || a.until - b.until)) {
    result += code.slice(done, at) + text;
    done = until;
  }
  return result + code.slice(done);
}

/** The line of the source that an offset of the translation comes from. */
function linesOf(code: string, map: string): (offset: number) => number {
  const source = new SourceMap(JSON.parse(map));
  const starts = [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    const origin = source.findEntry(line, offset - (starts[line] as number));
    return 'originalLine' in origin ? origin.originalLine + 1 : line + 1;
  };
}
