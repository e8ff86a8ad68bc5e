import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Stack } from '../../lib';

/** A line of source in which something was made. */
export interface SourceLine {
  /** Relative to the project, `/` as separator. */
  readonly file: string;
  readonly line: number;
  /** The class whose constructor holds the line. */
  readonly within: string;
}

/** `    at new KfmApi (/path/file.js:12:34)`. */
const CONSTRUCTOR_FRAME = /^\s+at new (\S+) \((.+):(\d+):(\d+)\)$/;

/** Classes between a manifest and constructs' registry: every object passes through them. */
const PLUMBING = /^lib\/construct\/|^\.\.|node_modules\//;

/** The lines of the project in whose constructors a construct was made, innermost first. Bundled positions are traced back to their source. */
export function sourceLines(stack: Stack, root: string): SourceLine[] {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.split('\n').flatMap((frame) => {
    const [, within, file, line, column] = CONSTRUCTOR_FRAME.exec(frame) ?? [];
    if (within === undefined || file === undefined) return [];
    if (!maps.has(file)) maps.set(file, sourceMap(file));
    const at = original(maps.get(file), file, Number(line), Number(column), root);
    return PLUMBING.test(at.file) ? [] : [{ ...at, within }];
  });
}

function sourceMap(file: string): SourceMap | undefined {
  const map = `${file}.map`;
  return existsSync(map) ? new SourceMap(JSON.parse(readFileSync(map, 'utf8'))) : undefined;
}

function original(map: SourceMap | undefined, file: string, line: number, column: number, root: string): { file: string; line: number } {
  const origin = map?.findEntry(line - 1, column - 1);
  if (origin === undefined || !('originalSource' in origin)) return { file: tidy(relative(root, file)), line };
  const source = isAbsolute(origin.originalSource) ? origin.originalSource : join(file, '..', origin.originalSource);
  return { file: tidy(relative(root, source)), line: origin.originalLine + 1 };
}

function tidy(path: string): string {
  return path.split(sep).join('/');
}
