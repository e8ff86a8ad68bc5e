import { readFlowchart } from '../../../cli/docs/flowchart';
import { chartSvg } from '../../../cli/docs/flowchart-svg';

const chart = (...lines: string[]) => readFlowchart('docs/page.md', ['flowchart LR', ...lines].join('\n'));

describe('a flowchart', () => {
  test('is read with the shapes, groups and arrows that pages use', () => {
    const { nodes, groups, arrows } = chart(
      '  subgraph in_store["the store"]',
      '    db[("Stateful#83;et<br/>postgres")]',
      '  end',
      '  api[the API] ==>|"TCP 5432"| db',
      '  outside([outside]) -.-> api --> gates{gates} --x db',
      '  linkStyle 0,2 stroke:#cf222e,color:#cf222e',
    );

    expect(groups).toEqual([{ id: 'in_store', label: 'the store' }]);
    expect(nodes).toEqual([
      { id: 'db', label: 'StatefulSet\npostgres', shape: 'store', group: 'in_store' },
      { id: 'api', label: 'the API', shape: 'box' },
      { id: 'outside', label: 'outside', shape: 'round' },
      { id: 'gates', label: 'gates', shape: 'question' },
    ]);
    expect(arrows.map(({ from, to, stroke, label }) => [from, stroke, to, label].join(' '))).toEqual([
      'api thick db TCP 5432',
      'outside dashed api ',
      'api plain gates ',
      'gates crossed db ',
    ]);
  });

  test.each([
    ['another kind of chart', ['sequenceDiagram', 'a->>b: hi'].join('\n')],
    ['a click', 'flowchart LR\n  click a "https://example.org"'],
    ['an arrow that is not drawn here', 'flowchart LR\n  a <--> b'],
    ['a label that does not end', 'flowchart LR\n  a["never'],
    ['a group in a group', 'flowchart LR\n  subgraph a["a"]\n  subgraph b["b"]'],
    ['an end of nothing', 'flowchart LR\n  end'],
    ['nothing', ''],
  ])('is refused by page and line where it has %s', (_, text) => {
    expect(() => readFlowchart('docs/page.md', text)).toThrow(
      /^docs\/page\.md: line \d+ of a flowchart is .*, which docs cannot draw; expected "flowchart LR"/,
    );
  });

  test('becomes a picture whose labels are text and nothing else', async () => {
    const svg = await chartSvg(chart('  a["<script>alert(1)</script> #34;quoted#34; & \\n"] --> b'));

    expect(svg).toMatch(/^<svg role="img" aria-label="Flowchart: /);
    expect(svg).not.toMatch(/<script|<title|<!--| id="|fill="black"/);
    expect(svg).toContain('&lt;script&gt;');
  });

  test('is the same picture each time', async () => {
    const one = chart('  a --> b', '  b -.->|again| a');

    expect(await chartSvg(one)).toBe(await chartSvg(one));
  });
});
