import { posix } from 'node:path';
import type { Document } from './document';
import { listedTwice, unlistedPage } from './messages';

/** A part of the reading order, as a heading of the table of contents names it. */
export interface Part {
  readonly title: string;
  readonly pages: readonly Document[];
}

export const CONTENTS = 'docs/README.md';

/**
 * All pages in the order to read them: the README, the table of contents, then what that links to, part by part. Where it links to the
 * README of a folder, the pages that one links to follow, then the others of the folder by name.
 * @throws a page that is linked to nowhere, or twice
 */
export function readingOrder(documents: ReadonlyMap<string, Document>): readonly Part[] {
  const placed = new Set<string>();
  const place = (path: string, parts: Document[]): void => {
    const page = documents.get(path);
    if (page === undefined) return;
    if (placed.has(path)) throw listedTwice(path);
    placed.add(path);
    parts.push(page);
    const folder = posix.dirname(path);
    if (posix.basename(path) !== 'README.md' || !folder.startsWith('docs/')) return;
    const linked = targetsOf(page).filter((target) => posix.dirname(target) === folder);
    const others = [...documents.keys()].filter((other) => other.startsWith(`${folder}/`)).sort();
    for (const next of new Set([...linked, ...others])) if (!placed.has(next)) place(next, parts);
  };

  const start: Document[] = [];
  for (const path of ['README.md', CONTENTS]) {
    const page = documents.get(path);
    if (page !== undefined) {
      placed.add(path);
      start.push(page);
    }
  }
  const parts: Part[] = [{ title: 'Start', pages: start }];
  for (const { title, targets } of contentsOf(documents.get(CONTENTS))) {
    const pages: Document[] = [];
    for (const target of targets) place(target, pages);
    if (pages.length > 0) parts.push({ title, pages });
  }
  const forgotten = [...documents.keys()].find((path) => !placed.has(path));
  if (forgotten !== undefined) throw unlistedPage(forgotten);
  return parts;
}

/** Headings of the second level with the pages that the items of lists below them begin with. */
function contentsOf(page: Document | undefined): { title: string; targets: string[] }[] {
  const parts: { title: string; targets: string[] }[] = [];
  for (const token of page?.tokens ?? []) {
    if (token.type === 'heading' && token.depth === 2) parts.push({ title: String(token.text), targets: [] });
    const hrefs =
      token.type === 'list' ? [...String(token.raw).matchAll(/^- \[[^\]]*\]\(([^)#\s]+)\)/gm)].map(([, href]) => href as string) : [];
    parts.at(-1)?.targets.push(...hrefs.map((href) => posix.join('docs', href)));
  }
  return parts;
}

function targetsOf({ path, links }: Document): string[] {
  return links.map((href) => posix.join(posix.dirname(path), href.replace(/#.*/, '')));
}
