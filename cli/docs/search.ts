import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import MiniSearch from 'minisearch';
import type { Document } from './document';

/** What is looked through, one record a heading. */
interface Entry {
  readonly id: number;
  readonly page: string;
  readonly heading: string;
  readonly words: string;
  readonly url: string;
}

/** The same on both sides: what the index is made with, and what the pages search with. */
export const SEARCH = {
  fields: ['heading', 'page', 'words'],
  storeFields: ['heading', 'page', 'words', 'url'],
  searchOptions: { boost: { heading: 4, page: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
};

/** Words are letters and digits: paths, options and `key=value` are found by each of their parts. The pages do the same, in the same text. */
const WORD_BORDER = /[^\p{L}\p{N}]+/u;

const tokenize = (text: string): string[] => text.split(WORD_BORDER).filter((word) => word !== '');

/**
 * The index as a script: pages that are opened from a disk may load scripts, and may fetch nothing. It is loaded when somebody searches.
 * MiniSearch itself is in the same file.
 */
export function searchScript(documents: readonly Document[], urlOf: (path: string) => string): string {
  const index = new MiniSearch<Entry>({ ...(SEARCH as ConstructorParameters<typeof MiniSearch<Entry>>[0]), tokenize });
  let id = 0;
  for (const { path, title, sections } of documents) {
    for (const { text, slug, words, depth } of sections) {
      const url = depth === 1 ? urlOf(path) : `${urlOf(path)}#${slug}`;
      index.add({ id: id++, page: title, heading: text, words, url });
    }
  }
  const library = readFileSync(join(dirname(require.resolve('minisearch')), '../umd/index.js'), 'utf8').replace(
    /\n\/\/# sourceMappingURL=.*\s*$/,
    '\n',
  );
  return [
    library,
    `const tokenize = (text) => text.split(${WORD_BORDER}).filter((word) => word !== '');`,
    `globalThis.searchIndex = MiniSearch.loadJSON(${JSON.stringify(JSON.stringify(index))}, { ...${JSON.stringify(SEARCH)}, tokenize });`,
    '',
  ].join('\n');
}
