import { instance } from '@viz-js/viz';
import { graphvizLines, type Picture, shownText } from '../../lib';

/** Graphviz knows how wide letters of these are, so that it asks no machine for fonts. */
const FONT = { fontname: 'Helvetica,Arial,sans-serif', fontsize: 12 };

/** A picture as SVG, drawn by Graphviz: one file that asks for nothing else and runs nothing. The same picture gives the same bytes. */
export async function svgOf(picture: Picture): Promise<string> {
  return drawn(graphvizLines(picture), said(picture), STYLE);
}

/**
 * What Graphviz draws of a description, as one SVG.
 * @param told title and description, by their ids
 * @param style how it looks on dark ground
 */
export async function drawn(lines: Iterable<string>, told: string, style: string): Promise<string> {
  const graphviz = await instance();
  const svg = graphviz.renderString([...lines].join('\n'), {
    format: 'svg',
    engine: 'dot',
    graphAttributes: { ...FONT, bgcolor: 'white', nodesep: 0.15, ranksep: 1.2 },
    nodeAttributes: FONT,
    edgeAttributes: { ...FONT, fontsize: 10 },
  });
  const start = svg.indexOf('<svg');
  const rest = svg.indexOf('>', start) + 1;
  const head = svg
    .slice(start, rest)
    .replace(/ xmlns:xlink="[^"]*"/, '')
    .replace('<svg', '<svg role="img" aria-labelledby="title description"');
  // Comments repeat the names of what follows.
  return `${head}\n${told}\n${style}${svg.slice(rest).replace(/<!--.*?-->\n?/gs, '')}`;
}

/** What the picture shows, for those who cannot see it. */
function said({ name, groups, arrows }: Picture): string {
  const of = (kind: string): string[] => arrows.flatMap((arrow) => (arrow.kind === kind ? [`${arrow.from} to ${arrow.to}`] : []));
  const around = of('ungoverned');
  const sentences = [
    `Arrows: ${arrows.length}, between namespaces ${groups.map(({ namespace }) => namespace).join(', ')}.`,
    `Into stores by the governed API: ${of('governed').length}; around it: ${around.join(', ') || 'none'}.`,
  ];
  return titled(`Who may connect to whom in ${name}`, sentences.join(' '));
}

/** Title and description of a picture. */
export function titled(title: string, description: string): string {
  return [`<title id="title">${escaped(title)}</title>`, `<desc id="description">${escaped(description)}</desc>`].join('\n');
}

function escaped(text: string): string {
  return shownText(text).replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Where people read light letters on dark ground. */
const STYLE = `<style>
@media (prefers-color-scheme: dark) {
  .graph > polygon { fill: #0d1117; }
  text { fill: #e6edf3; }
  .cluster > polygon { fill: #161b22; stroke: #6e7681; }
  .node > *, .edge > path, .edge > polygon { stroke: #c9d1d9; }
  .node > text, .edge > text { stroke: none; }
  .edge > polygon { fill: #c9d1d9; }
  .governed > path, .governed > polygon { stroke: #3fb950; }
  .governed > polygon { fill: #3fb950; }
  .ungoverned > path, .ungoverned > polygon { stroke: #ff7b72; }
  .ungoverned > polygon, .ungoverned > text { fill: #ff7b72; }
}
</style>`;
