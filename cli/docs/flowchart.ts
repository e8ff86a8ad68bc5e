import { unknownChart } from './messages';

export type Shape = 'box' | 'round' | 'store' | 'door' | 'question' | 'unseen' | 'circle';
export type Stroke = 'plain' | 'dashed' | 'thick' | 'crossed';

export interface ChartNode {
  readonly id: string;
  readonly label: string;
  readonly shape: Shape;
  /** Id of the group that it stands in. */
  readonly group?: string;
}

export interface ChartArrow {
  readonly from: string;
  readonly to: string;
  readonly stroke: Stroke;
  readonly label: string;
}

/** A flowchart as it was meant, whatever draws it. */
export interface Flowchart {
  readonly direction: 'LR' | 'TB';
  readonly nodes: readonly ChartNode[];
  readonly groups: readonly { readonly id: string; readonly label: string }[];
  readonly arrows: readonly ChartArrow[];
}

/** The longer marks first: `[(` is no `[`. */
const SHAPES: readonly (readonly [open: string, close: string, shape: Shape])[] = [
  ['[(', ')]', 'store'],
  ['([', '])', 'round'],
  ['[/', '/]', 'unseen'],
  ['((', '))', 'circle'],
  ['{{', '}}', 'door'],
  ['{', '}', 'question'],
  ['(', ')', 'round'],
  ['[', ']', 'box'],
];

const ARROWS: readonly (readonly [mark: string, stroke: Stroke])[] = [
  ['-.->', 'dashed'],
  ['-->', 'plain'],
  ['==>', 'thick'],
  ['--x', 'crossed'],
];

/** Reads the part of Mermaid's flowcharts that pages of this project use. @throws a line that is no part of that, with its number */
export function readFlowchart(path: string, text: string): Flowchart {
  const lines = text.split('\n');
  const nodes = new Map<string, ChartNode>();
  const groups: { id: string; label: string }[] = [];
  const arrows: ChartArrow[] = [];
  let direction: 'LR' | 'TB' | undefined;
  let group: string | undefined;

  lines.forEach((line, index) => {
    const refuse = (): never => {
      throw unknownChart(path, line, index + 1);
    };
    const trimmed = line.trim();
    if (direction === undefined) {
      const head = /^flowchart (LR|TB|TD)$/.exec(trimmed) ?? refuse();
      direction = head[1] === 'LR' ? 'LR' : 'TB';
      return;
    }
    // Colours follow from the kind of the arrow here.
    if (trimmed === '' || /^linkStyle [\d,]+ [\w:#,-]+$/.test(trimmed)) return;
    if (trimmed === 'end') {
      if (group === undefined) refuse();
      group = undefined;
      return;
    }
    const start = /^subgraph (\w+)\["([^"]*)"\]$/.exec(trimmed);
    if (start !== null) {
      if (group !== undefined) refuse();
      group = start[1] as string;
      groups.push({ id: group, label: shown(start[2] as string) });
      return;
    }
    const chain = readChain(trimmed) ?? refuse();
    for (const { id, label, shape } of chain.nodes) {
      const before = nodes.get(id);
      if (before !== undefined && label === undefined) continue;
      nodes.set(id, { id, label: label ?? id, shape: shape ?? 'box', ...(group !== undefined && { group }) });
    }
    chain.arrows.forEach(({ stroke, label }, at) => {
      arrows.push({ from: chain.nodes[at]?.id as string, to: chain.nodes[at + 1]?.id as string, stroke, label });
    });
  });
  if (direction === undefined) throw unknownChart(path, text, 1);
  return { direction, nodes: [...nodes.values()], groups, arrows };
}

interface Chain {
  readonly nodes: { id: string; label?: string; shape?: Shape }[];
  readonly arrows: { stroke: Stroke; label: string }[];
}

/** A node, or nodes with arrows between them: `a --> b{words} -->|label| c`. */
function readChain(line: string): Chain | undefined {
  const chain: Chain = { nodes: [], arrows: [] };
  let rest = line;
  for (;;) {
    const id = /^\w+/.exec(rest)?.[0];
    if (id === undefined) return undefined;
    rest = rest.slice(id.length);
    const shape = SHAPES.find(([open]) => rest.startsWith(open));
    if (shape === undefined) chain.nodes.push({ id });
    else {
      const [open, close, kind] = shape;
      const end = rest.startsWith(`${open}"`) ? rest.indexOf(`"${close}`, open.length + 1) + 1 : rest.indexOf(close, open.length);
      if (end <= 0) return undefined;
      const label = rest.slice(open.length, end).replace(/^"(.*)"$/s, '$1');
      chain.nodes.push({ id, label: shown(label), shape: kind });
      rest = rest.slice(end + close.length);
    }
    if (rest === '') return chain;
    const arrow = ARROWS.find(([mark]) => rest.startsWith(` ${mark}`));
    if (arrow === undefined) return undefined;
    rest = rest.slice(arrow[0].length + 1);
    const label = /^\|([^|]*)\|/.exec(rest);
    if (label !== null) rest = rest.slice(label[0].length);
    if (!rest.startsWith(' ')) return undefined;
    rest = rest.slice(1);
    chain.arrows.push({ stroke: arrow[1], label: shown((label?.[1] ?? '').replace(/^"(.*)"$/, '$1')) });
  }
}

/** What a label shows: breaks as line breaks, characters that are written by their number as themselves. */
function shown(label: string): string {
  return label.replace(/<br\/?>/g, '\n').replace(/#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}
