import { dependencyLines, type Graph } from '../../lib';
import { drawn, titled } from '../reach/svg';

/** A graph as SVG, drawn by Graphviz. The same graph gives the same bytes. */
export async function graphSvg(graph: Graph): Promise<string> {
  return drawn(dependencyLines(graph), said(graph), STYLE);
}

/** What the picture shows, for those who cannot see it. */
function said({ environment, nodes, edges, findings }: Graph): string {
  const circles = findings.filter(({ kind }) => kind === 'cycle').map(({ message }) => message);
  const sentences = [
    `${nodes.length} nodes and ${edges.length} edges.`,
    `Circles: ${circles.join('; ') || 'none'}.`,
    `Names of nothing: ${findings.length - circles.length}.`,
  ];
  return titled(`What depends on what in ${environment}`, sentences.join(' '));
}

/** Where people read light letters on dark ground. */
const STYLE = `<style>
@media (prefers-color-scheme: dark) {
  .graph > polygon { fill: #0d1117; }
  text { fill: #e6edf3; }
  .cluster > polygon { fill: #161b22; stroke: #6e7681; }
  .node > *, .edge > path, .edge > polygon { stroke: #c9d1d9; }
  .node > polygon, .node > ellipse, .node > path { fill: #161b22; }
  .node > text, .edge > text { stroke: none; }
  .edge > polygon { fill: #c9d1d9; }
  .uses > path, .uses > polygon { stroke: #3fb950; }
  .uses > polygon { fill: #3fb950; }
  .circle > path, .circle > polygon { stroke: #ff7b72; }
  .circle > polygon, .circle > text { fill: #ff7b72; }
}
</style>`;
