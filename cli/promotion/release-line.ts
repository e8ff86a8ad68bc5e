import { nearest, type Release } from '../../lib';
import { noReleaseLine, notAReleaseCall, notAReleaseEntry, releaseLineThere, twoReleaseLines } from '../messages';
import { keyOf, wrapped } from '../scaffold/formatting';
import { blockAt, inserted, type Source, withEntry } from '../scaffold/source';
import { type Block, commentsOf, type Entry, entriesOf, type Span, tryValueStart } from '../scaffold/structure';
import { broken, releaseCall, tryReleaseCall, withStringsOf } from './release-call';

/** The line of one component among the releases of an environment. */
export interface ReleaseLine {
  readonly component: string;
  /** What is written after the colon: `release('2.3.1', 'sha256:…')`. */
  readonly value: string;
  /** Why it is not to be promoted, from a comment `held: KFM-412` at the line. */
  readonly held?: string;
}

/** All lines of a file, in its order. @throws a file without releases, and releases that cannot be read off it */
export function releaseLines(source: Source): ReleaseLine[] {
  return placesOf(source).map((place) => lineAt(source, place));
}

/** The line of a component. @throws a name that no line has */
export function lineOf(source: Source, component: string): ReleaseLine {
  return lineAt(source, placeOf(source, component));
}

function lineAt({ text }: Source, { component, start, end, comments }: Place): ReleaseLine {
  const [held] = comments.flatMap((comment) => /\bheld:[ \t]*(.*?)[ \t]*(?:\*\/)?$/im.exec(comment)?.[1] ?? []);
  const value = text.slice(start, end);
  return held === undefined ? { component, value } : { component, value, held: held || 'no reason is given' };
}

/** The text with another release in the line of a component: its strings change, and nothing around them. */
export function withRelease(source: Source, component: string, wanted: Release): string {
  const { path, text } = source;
  const place = placeOf(source, component);
  const call = tryReleaseCall(text, place);
  if (call === undefined) throw notAReleaseCall(path, component, excerpt(text, place));
  const after = withStringsOf(text, call, wanted);
  return wanted.hotfix === undefined ? after : broken(after, placeOf({ path, text: after }, component).line);
}

/** The text with something else after the colon of a component. */
export function withReleaseValue(source: Source, component: string, value: string): string {
  const { start, end } = placeOf(source, component);
  return inserted(source.text, start, end, value.replaceAll('\r\n', '\n'));
}

/** The text with a line for a component that had none: the last one, and apart from its neighbour, so that promotions of both merge. */
export function withNewRelease(source: Source, component: string, release: Release): string {
  if (placesOf(source).some((place) => place.component === component)) throw releaseLineThere(source.path, component);
  const lines = wrapped(`  ${keyOf(component)}: ${releaseCall(release)},`);
  return withEntry(source, blockOf(source), unindented(lines), { apart: true });
}

function unindented(lines: readonly string[]): string[] {
  return lines.map((line) => line.slice(2));
}

/** Where the value of a component stands, and what is remarked about it. */
interface Place extends Span {
  readonly component: string;
  /** From the key to the end of the value. */
  readonly line: Span;
  readonly comments: readonly string[];
}

function blockOf(source: Source): Block {
  return blockAt(source, /\bexport\s+const\s+releases\b(?:\s*:[^={;]+)?\s*=\s*\{/, 'export const releases = { … }');
}

function placeOf(source: Source, component: string): Place {
  const places = placesOf(source);
  const found = places.find((place) => place.component === component);
  if (found !== undefined) return found;
  const known = places.map((place) => place.component);
  throw noReleaseLine(source.path, component, nearest(component, known), known);
}

function placesOf(source: Source): Place[] {
  const { path, text } = source;
  const block = blockOf(source);
  const entries = entriesOf(text, block);
  const comments = commentsOf(text)
    .filter(({ start }) => start > block.open && start < block.close)
    .map((comment) => ({ owner: ownerOf(comment, entries, text), text: text.slice(comment.start, comment.end) }));
  return entries.map((line, index) => {
    const start = tryValueStart(text, line);
    if (start === undefined) throw notAReleaseEntry(path, excerpt(text, line));
    if (entries.findIndex(({ key }) => key === line.key) < index) throw twoReleaseLines(path, line.key);
    const own = comments.filter(({ owner }) => owner === line);
    return { component: line.key, line, start, end: line.end, comments: own.map((comment) => comment.text) };
  });
}

const BLANK_LINE = /\n[ \t]*\r?\n/;

/**
 * The line that a comment is about: the one that it stands in or behind, otherwise the next one; but the one above if only
 * that is near. No comment gets lost, since it may hold a release back.
 */
function ownerOf({ start, end }: Span, lines: readonly Entry[], text: string): Entry | undefined {
  const previous = lines.findLast((line) => line.start <= start);
  const next = lines.find((line) => line.start >= end);
  if (previous === undefined || next === undefined) return previous ?? next;
  const above = text.slice(previous.end, start);
  const isBehind = !above.includes('\n');
  const isNearer = !BLANK_LINE.test(above) && BLANK_LINE.test(text.slice(end, next.start));
  return isBehind || isNearer ? previous : next;
}

function excerpt(text: string, { start, end }: Span): string {
  const found = text.slice(start, end).replace(/\s+/g, ' ');
  return found.length > 60 ? `${found.slice(0, 57)}...` : found;
}
