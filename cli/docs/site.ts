import type { Document } from './document';
import { escapeHtml } from './html';
import { htmlPath, pageHtml, relativeUrl, sourcePath } from './layout';
import { type Destinations, linksToNowhere, targetOf } from './link';
import { brokenLinks } from './messages';
import { CONTENTS, type Part, readingOrder } from './reading-order';
import { type LinkRenderer, renderBody } from './render';
import { searchScript } from './search';

export interface Site extends Destinations {
  /** The text of a file of the project, or the names in a folder of it. */
  readonly source: (path: string, isFolder: boolean) => string;
  /** Text of a file beside the program: style and script. */
  readonly asset: (name: string) => string;
}

/** The files of the site by path: a page for each document, and for each file and folder of the project that one of them links to. @throws links that lead nowhere */
export async function siteFiles(site: Site): Promise<ReadonlyMap<string, string>> {
  const broken = linksToNowhere(site);
  if (broken.length > 0) throw brokenLinks(broken);
  const parts = readingOrder(site.documents);
  const files = new Map<string, string>();
  const sources = new Map<string, boolean>();
  for (const document of parts.flatMap(({ pages }) => pages)) {
    const { path, title, headings } = document;
    const at = htmlPath(path);
    const body = await renderBody(document, linksOf(document, site, sources));
    files.set(at, pageHtml({ at, title, body, headings, document }, parts));
  }
  for (const [path, isFolder] of [...sources].sort()) files.set(sourcePath(path, isFolder), sourcePage(path, isFolder, site, parts));
  const pages = parts.flatMap((part) => part.pages).filter(({ path }) => path !== CONTENTS);
  files.set('search.js', searchScript(pages, htmlPath));
  for (const name of ['site.css', 'site.js']) files.set(name, site.asset(name));
  return files;
}

function linksOf({ path }: Document, site: Site, sources: Map<string, boolean>): LinkRenderer {
  const at = htmlPath(path);
  return (href) => {
    const target = targetOf(path, href, site);
    switch (target.kind) {
      case 'outside':
        return { url: target.url };
      case 'page':
        if (target.path === path) return { url: `#${target.anchor}` };
        return { url: `${relativeUrl(at, htmlPath(target.path))}${target.anchor && `#${target.anchor}`}` };
      case 'source':
        sources.set(target.path, target.isFolder);
        return { url: relativeUrl(at, sourcePath(target.path, target.isFolder)), hint: target.path };
      case 'commit':
        return { hint: `git show ${target.id}` };
      case 'nowhere':
        throw brokenLinks([`${path}: (${href}) ${target.why}`]);
    }
  };
}

function sourcePage(path: string, isFolder: boolean, site: Site, parts: readonly Part[]): string {
  const body = `<h1>${escapeHtml(path)}</h1>\n<pre tabindex="0"><code>${escapeHtml(site.source(path, isFolder))}</code></pre>\n`;
  return pageHtml({ at: sourcePath(path, isFolder), title: path, body }, parts);
}
