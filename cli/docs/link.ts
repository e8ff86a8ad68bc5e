import { posix } from 'node:path';
import type { Document } from './document';

/** Where a link of a page leads. */
export type Target =
  | { readonly kind: 'outside'; readonly url: string }
  | { readonly kind: 'page'; readonly path: string; readonly anchor: string }
  | { readonly kind: 'source'; readonly path: string; readonly isFolder: boolean }
  /** GitHub resolves `../../commit/ID` from the front page of a repository. */
  | { readonly kind: 'commit'; readonly id: string }
  | { readonly kind: 'nowhere'; readonly why: string };

/** What there is to link to. */
export interface Destinations {
  readonly documents: ReadonlyMap<string, Document>;
  /** What a path of the project is; undefined if nothing is there. */
  readonly kindOf: (path: string) => 'file' | 'directory' | undefined;
}

export function targetOf(from: string, href: string, { documents, kindOf }: Destinations): Target {
  if (/^(?:https?|mailto):/.test(href)) return { kind: 'outside', url: href };
  const commit = /^\.\.\/\.\.\/commit\/([0-9a-f]{7,40})$/.exec(href);
  if (commit !== null) return { kind: 'commit', id: commit[1] as string };
  const [file = '', anchor = ''] = href.split('#', 2).map(decodeURIComponent);
  const path = file === '' ? from : posix.join(posix.dirname(from), file).replace(/\/$/, '');
  if (path === '..' || path.startsWith('../') || posix.isAbsolute(file)) return { kind: 'nowhere', why: `${path} is outside the project` };
  const page = documents.get(path);
  if (page !== undefined) {
    const isThere = anchor === '' || page.headings.some(({ slug }) => slug === anchor);
    return isThere ? { kind: 'page', path, anchor } : { kind: 'nowhere', why: `${path} has no heading #${anchor}` };
  }
  const kind = kindOf(path);
  if (kind === undefined) return { kind: 'nowhere', why: `there is no ${path}` };
  if (anchor !== '') return { kind: 'nowhere', why: `${path} is no page, so it has no #${anchor}` };
  return { kind: 'source', path, isFolder: kind === 'directory' };
}

/** Every link that leads nowhere: page, link, why. */
export function linksToNowhere(destinations: Destinations): string[] {
  return [...destinations.documents.values()].flatMap(({ path, links }) =>
    links.flatMap((href) => {
      const target = targetOf(path, href, destinations);
      return target.kind === 'nowhere' ? [`${path}: (${href}) ${target.why}`] : [];
    }),
  );
}
