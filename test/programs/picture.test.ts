import { instance } from '@viz-js/viz';
import fc from 'fast-check';
import { graphvizLines } from '../../lib/picture/graphviz';
import { mermaidText } from '../../lib/picture/mermaid';
import { ARROW_KINDS, NODE_KINDS, type Picture } from '../../lib/picture/picture';
import { shownText } from '../../lib/picture/shown-text';

/** Whatever somebody may call something, in a text that other languages read. */
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'end',
    'default',
    'style',
    'subgraph',
    'a"b',
    'a\\',
    '\\',
    '\\N',
    '"',
    '<b>',
    '&amp;',
    '&#0;',
    '`a`',
    '"`a`"',
    '%%',
    'a-->b',
    '#quot;',
  ),
);

const picture: fc.Arbitrary<Picture> = fc
  .record({
    name,
    outside: fc.uniqueArray(name, { maxLength: 3, selector: shownText }),
    places: fc.uniqueArray(fc.record({ namespace: name, names: fc.uniqueArray(name, { maxLength: 4, selector: shownText }) }), {
      maxLength: 4,
      selector: ({ namespace }) => shownText(namespace),
    }),
    arrows: fc.array(fc.record({ from: fc.nat(), to: fc.nat(), label: name, kind: fc.constantFrom(...ARROW_KINDS) }), { maxLength: 6 }),
    kinds: fc.array(fc.constantFrom(...NODE_KINDS), { minLength: 1, maxLength: 3 }),
  })
  .map(({ name: title, outside, places, arrows, kinds }): Picture => {
    const groups = places.map(({ namespace, names }) => ({
      namespace,
      nodes: names.map((label, at) => ({ key: `${namespace}/Pod/${label}`, label, kind: kinds[at % kinds.length] ?? 'workload' })),
    }));
    const nodes = [...outside.map((key) => ({ key, label: key, kind: 'outside' as const }))];
    const keys = [...nodes, ...groups.flatMap((group) => group.nodes)].map(({ key }) => key);
    const at = (place: number): string => keys[place % keys.length] ?? '';
    return {
      name: title,
      outside: nodes,
      groups,
      arrows: keys.length === 0 ? [] : arrows.map(({ from, to, label, kind }) => ({ from: at(from), to: at(to), label, kind })),
    };
  });

test('whatever things are called, Graphviz reads the picture and draws each of them', async () => {
  const graphviz = await instance();
  fc.assert(
    fc.property(picture, (drawn) => {
      const { status, output, errors } = graphviz.render([...graphvizLines(drawn)].join('\n'), { format: 'json' });

      // How wide letters are that it does not know is all that it warns of.
      const problems = errors.filter(({ message }) => !message.includes('no value for width'));
      expect({ status, problems }).toEqual({ status: 'success', problems: [] });
      const { objects = [], edges = [] } = JSON.parse(output ?? '') as { objects?: { name: string }[]; edges?: unknown[] };
      const nodes = objects.filter((object) => !object.name.startsWith('cluster_'));
      expect(edges).toHaveLength(drawn.arrows.length);
      expect(nodes.length).toBe(new Set([...drawn.outside, ...drawn.groups.flatMap((group) => group.nodes)].map(({ key }) => key)).size);
    }),
    { seed: 3, numRuns: 300 },
  );
});

/** The part of Mermaid's grammar that pictures are written in. */
const ID = '[a-z][a-z0-9_]*';
const TEXT = '"[^"`<>&]+(?:<br/>[^"`<>&]+)*"';
const LINE = new RegExp(
  [
    'flowchart LR',
    ` {2}subgraph ${ID}\\[${TEXT}\\]`,
    ' {2}end',
    ` {2,4}${ID}(?:\\[${TEXT}\\]|\\[\\(${TEXT}\\)\\]|\\[/${TEXT}/\\]|\\{\\{${TEXT}\\}\\}|\\(\\[${TEXT}\\]\\))`,
    ` {2}${ID} (?:-->|-\\.->|==>|--x)\\|${TEXT}\\| ${ID}`,
    ' {2}linkStyle [0-9]+(?:,[0-9]+)* stroke:#cf222e,color:#cf222e',
  ]
    .map((line) => `^${line}$`)
    .join('|'),
);

test('whatever things are called, Mermaid reads the picture: each line is one of its statements, each name has its own id', () => {
  fc.assert(
    fc.property(picture, (drawn) => {
      const lines = mermaidText(drawn).split('\n');

      for (const line of lines) expect(line).toMatch(LINE);
      const ids = lines.flatMap((line) => /^ +([a-z0-9_]+)[[({]/.exec(line)?.[1] ?? []);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { seed: 4, numRuns: 300 },
  );
});
