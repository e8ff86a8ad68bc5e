import type { ArrowKind, NodeKind, Picture, PictureArrow } from './picture';
import { shownText } from './shown-text';

/** What a label stands between: the shape of a node. */
const SHAPES: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  workload: ['[', ']'],
  store: ['[(', ')]'],
  unseen: ['[/', '/]'],
  door: ['{{', '}}'],
  outside: ['([', '])'],
};

const ARROWS: Readonly<Record<ArrowKind, string>> = {
  plain: '-->',
  door: '-.->',
  governed: '==>',
  ungoverned: '--x',
  opened: '==>',
  closed: '--x',
  altered: '-.->',
};

/** For Mermaid: namespaces as subgraphs in the order of the membrane, what passes by the governed API thick, what goes around it red and crossed. */
export function mermaidText({ outside, groups, arrows }: Picture): string {
  const ids = idsOf([...outside, ...groups.flatMap(({ nodes }) => nodes)].map(({ key }) => key));
  const places = idsOf(groups.map(({ namespace }) => namespace));
  const node = (indent: string, { key, label, kind }: Picture['outside'][number]): string => {
    const [open, close] = SHAPES[kind];
    return `${indent}${ids.get(key)}${open}${quoted(label)}${close}`;
  };
  return [
    'flowchart LR',
    ...outside.map((each) => node('  ', each)),
    ...groups.flatMap(({ namespace, nodes }) => [
      `  subgraph in_${places.get(namespace)}[${quoted(namespace)}]`,
      ...nodes.map((each) => node('    ', each)),
      '  end',
    ]),
    ...arrows.map(({ from, to, label, kind }) => `  ${ids.get(from)} ${ARROWS[kind]}|${quoted(label)}| ${ids.get(to)}`),
    ...redLines(arrows),
  ].join('\n');
}

/** Styles name arrows by their place. */
function redLines(arrows: readonly PictureArrow[]): string[] {
  const red = arrows.flatMap(({ kind }, at) => (kind === 'ungoverned' ? [at] : []));
  return red.length === 0 ? [] : [`  linkStyle ${red} stroke:#cf222e,color:#cf222e`];
}

/** Ids of Mermaid for names: words of letters, digits and underscores that begin as no keyword does, one of its own for each. */
export function idsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const word = `n_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
    let id = word;
    for (let number = 2; taken.has(id); number++) id = `${word}__${number}`;
    taken.add(id);
    ids.set(name, id);
  }
  return ids;
}

/** A text that is shown as it is: whatever Mermaid or Markdown could read as its own is written by its number. */
export function quoted(text: string): string {
  const numbered = shownText(text).replace(/[^\w .,:/()\n-]/gu, (character) => `#${character.codePointAt(0)};`);
  // A text without characters is none to Mermaid.
  return `"${numbered.replaceAll('\n', '<br/>') || ' '}"`;
}
