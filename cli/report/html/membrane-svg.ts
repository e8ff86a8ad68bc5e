import { instance } from '@viz-js/viz';
import { graphvizLines, type Picture } from '../../../lib';

/** Graphviz knows how wide letters of these are, so that it asks no machine for fonts. */
const FONT = { fontname: 'Helvetica,Arial,sans-serif', fontsize: 12 };

/** A picture as a piece of a page, without colours of its own: the page has them, by class. @param labels ids of what names and describes it */
export async function membraneSvg(picture: Picture, labels: string): Promise<string> {
  const graphviz = await instance();
  const drawn = graphviz.renderString([...graphvizLines(picture)].join('\n'), {
    format: 'svg',
    engine: 'dot',
    graphAttributes: { ...FONT, bgcolor: 'transparent', nodesep: 0.2, ranksep: 1.4 },
    nodeAttributes: FONT,
    edgeAttributes: { ...FONT, fontsize: 11 },
  });
  const start = drawn.indexOf('<svg');
  const rest = drawn.indexOf('>', start) + 1;
  const head = drawn
    .slice(start, rest)
    .replace(/ xmlns(?::xlink)?="[^"]*"/g, '')
    .replace('<svg', `<svg role="img" aria-labelledby="${labels}"`);
  // Several pictures share a page: their ids would meet. Titles of nodes repeat what labels say, and comments both.
  const body = drawn
    .slice(rest)
    .replace(/<!--.*?-->\n?/gs, '')
    .replace(/<title>[^<]*<\/title>\n?/g, '')
    .replace(/(<(?:g|a)\b[^>]*?) id="[^"]*"/g, '$1');
  return `${head}${body}`.trimEnd();
}
