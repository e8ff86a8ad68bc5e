import { instance } from '@viz-js/viz';
import type { ChartArrow, ChartNode, Flowchart, Shape, Stroke } from './flowchart';

const SHAPES: Readonly<Record<Shape, string>> = {
  box: 'shape=box',
  round: 'shape=box, style=rounded',
  store: 'shape=cylinder',
  door: 'shape=hexagon',
  question: 'shape=diamond',
  unseen: 'shape=box, style=dashed',
  circle: 'shape=circle',
};

const STROKES: Readonly<Record<Stroke, string>> = {
  plain: '',
  dashed: 'class=dashed, style=dashed',
  thick: 'class=thick, penwidth=2',
  crossed: 'class=crossed, penwidth=2',
};

/** The chart for Graphviz. */
export function dotOf({ direction, nodes, groups, arrows }: Flowchart): string {
  const nodeLine = ({ id, label, shape }: ChartNode): string => `${quoted(id)} [label=${quoted(label)}, ${SHAPES[shape]}];`;
  const arrowLine = ({ from, to, label, stroke }: ChartArrow): string =>
    `${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}${STROKES[stroke] && `, ${STROKES[stroke]}`}];`;
  return [
    'digraph {',
    `rankdir=${direction}; bgcolor=transparent; fontname="Helvetica,Arial,sans-serif"; fontsize=12; nodesep=0.2; ranksep=0.5;`,
    'node [fontname="Helvetica,Arial,sans-serif", fontsize=12, height=0.3, margin="0.16,0.06"];',
    'edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.7];',
    ...groups.map(
      ({ id, label }) =>
        `subgraph ${quoted(`cluster_${id}`)} { label=${quoted(label)}; ${nodes
          .filter(({ group }) => group === id)
          .map(nodeLine)
          .join(' ')} }`,
    ),
    ...nodes.filter(({ group }) => group === undefined).map(nodeLine),
    ...arrows.map(arrowLine),
    '}',
  ].join('\n');
}

/** The chart as a picture inside a page, whose style gives it its colours. The same chart gives the same bytes. */
export async function chartSvg(chart: Flowchart): Promise<string> {
  const graphviz = await instance();
  const drawn = graphviz.renderString(dotOf(chart), { format: 'svg', engine: 'dot' });
  const svg = drawn
    .slice(drawn.indexOf('<svg'))
    .replace(/<!--.*?-->\n?/gs, '')
    .replace(/<title>.*?<\/title>\n?/gs, '')
    .replace(/ id="[^"]*"/g, '')
    .replace(/ xmlns:xlink="[^"]*"/, '')
    // Colours are the page's: there are light and dark ones.
    .replace(/ (?:fill|stroke)="(?:black|none|transparent|white)"/g, '');
  return svg.replace('<svg', `<svg role="img" aria-label="${escaped(said(chart))}"`);
}

/** What the picture shows, for those who cannot see it. */
function said({ nodes, arrows }: Flowchart): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label.replaceAll('\n', ' ')]));
  return `Flowchart: ${arrows.map(({ from, to }) => `${labels.get(from)} to ${labels.get(to)}`).join('; ')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('&', '&amp;').replaceAll('\n', '\\n')}"`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
