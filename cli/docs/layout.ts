import { posix } from 'node:path';
import type { Document, Heading } from './document';
import { escapeHtml } from './html';
import type { Part } from './reading-order';

/** Path of a page in the site. */
export function htmlPath(path: string): string {
  return path.replace(/(?:^|(?<=\/))README\.md$/, 'index.html').replace(/\.md$/, '.html');
}

/** Path of the page that shows a file or a folder of the project. */
export function sourcePath(path: string, isFolder: boolean): string {
  return isFolder ? `source/${path}/index.html` : `source/${path}.html`;
}

/** From one path of the site to another. */
export function relativeUrl(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}

export interface Layout {
  /** Path in the site. */
  readonly at: string;
  readonly title: string;
  readonly body: string;
  /** @default none is listed */
  readonly headings?: readonly Heading[];
  /** @default none: a page beside the reading order */
  readonly document?: Document;
}

/** A whole page: the reading order at its side, what it holds, and the pages before and after it. */
export function pageHtml({ at, title, body, headings = [], document }: Layout, parts: readonly Part[]): string {
  const order = parts.flatMap(({ pages }) => pages);
  const place = document === undefined ? -1 : order.indexOf(document);
  const root = relativeUrl(at, 'index.html').replace(/index\.html$/, '');
  const fullTitle = title === 'desired-state' ? title : `${title} · desired-state`;
  return `<!DOCTYPE html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(fullTitle)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}site.css">
</head>
<body>
<a class="skip" href="#main">To the text</a>
<header>
<a class="home" href="${root}index.html">desired-state</a>
<a class="to-contents" href="#contents">Contents</a>
<div class="search" role="search">
<input id="search" type="search" placeholder="Search ( / )" aria-label="Search" role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" autocomplete="off">
<div id="results" role="listbox" aria-label="Found" hidden></div>
<div id="said" role="status"></div>
</div>
</header>
<div class="frame">
<main id="main">
${body}${turn(at, order[place - 1], place < 0 ? undefined : order[place + 1])}
</main>
${sidebar(at, parts, document)}
${onPage(headings)}
</div>
<script src="${root}site.js"></script>
</body>
</html>
`;
}

function sidebar(at: string, parts: readonly Part[], current: Document | undefined): string {
  const groups = parts.map(({ title, pages }) => {
    const isOpen = current === undefined || pages.includes(current) || parts[0]?.pages.includes(current);
    const items = pages.map((page) => {
      const mark = page === current ? ' aria-current="page"' : '';
      return `<li><a href="${relativeUrl(at, htmlPath(page.path))}"${mark}>${escapeHtml(page.title)}</a></li>`;
    });
    return `<details${isOpen ? ' open' : ''}><summary>${escapeHtml(title)}</summary><ul>\n${items.join('\n')}\n</ul></details>`;
  });
  return `<nav class="sidebar" id="contents" aria-label="All pages">\n${groups.join('\n')}\n</nav>`;
}

function onPage(headings: readonly Heading[]): string {
  const listed = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (listed.length < 2) return '';
  const items = listed.map(
    ({ depth, slug, text }) => `<li${depth === 3 ? ' class="deep"' : ''}><a href="#${slug}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="on-page" aria-label="On this page">\n<strong>On this page</strong>\n<ul>\n${items.join('\n')}\n</ul>\n</nav>`;
}

function turn(at: string, before: Document | undefined, after: Document | undefined): string {
  if (before === undefined && after === undefined) return '';
  const link = (page: Document | undefined, rel: string, words: string): string =>
    page === undefined ? '' : `<a rel="${rel}" href="${relativeUrl(at, htmlPath(page.path))}">${words} ${escapeHtml(page.title)}</a>`;
  return `<nav class="turn" aria-label="Before and after">${link(before, 'prev', '←')}${link(after, 'next', '→')}</nav>`;
}
