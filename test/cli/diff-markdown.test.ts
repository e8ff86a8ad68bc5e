import { MOST_CHARACTERS, markdownOf } from '../../cli/report/consequences-markdown';
import type { Consequence, Risk } from '../../lib';

function consequence(index: number, fields: Partial<Consequence> = {}): Consequence {
  return {
    risk: 'configuration',
    environment: 'dev',
    component: 'shop',
    object: `/ConfigMap/shop/settings-${index}`,
    file: `dist/dev/workloads/shop/${index}.yaml`,
    change: 'changed',
    summary: 'keys a',
    fields: [{ field: 'data.a', before: '1', after: '2' }],
    ...fields,
  };
}

describe('the page of a review', () => {
  test('is empty where nothing changed', () => {
    expect(markdownOf([])).toBe('');
  });

  test('tells by environment and component, fields folded away', () => {
    const page = markdownOf([
      consequence(1, { risk: 'deletion', object: '/Namespace//shop', change: 'removed', summary: 'is pruned', fields: [] }),
      consequence(2),
      consequence(3, {
        component: '',
        object: '',
        file: 'dist/dev/README.md',
        risk: 'cosmetic',
        summary: 'follows from the other files',
        fields: [],
      }),
      consequence(4, { environment: 'stage' }),
    ]);

    expect(page).toMatchInlineSnapshot(`
"## What happens to the clusters: 1 deletion, 2 configuration, 1 cosmetic

### dev

#### shop

- **deletion** Namespace shop (removed): is pruned
- **configuration** ConfigMap shop/settings-2: keys a
  <details><summary>1 field</summary>
  <pre>data.a: 1 → 2</pre>
  </details>

#### (no component)

- **cosmetic** dist/dev/README.md: follows from the other files

### stage

#### shop

- **configuration** ConfigMap shop/settings-4: keys a
  <details><summary>1 field</summary>
  <pre>data.a: 1 → 2</pre>
  </details>"
`);
  });

  test.each([
    ['mentions and issues', '@team #12 a@b.org'],
    ['tables and emphasis', 'a | b *c* __d__ `e` ~~f~~ [g](javascript:1) ![h](x)'],
    ['HTML', '</pre></details><!-- x --><img src=x onerror=alert(1)> &lt;'],
    ['blocks', '\n\n# heading\n\n```\n- item\n---\n'],
    ['what cannot be seen', 'a\u202eb\u0007\u001b[31mc'],
  ])('takes no orders from values: %s', (_, value) => {
    const fields = [{ field: `data["${value}"]`, before: value, after: { nested: [value] } }];
    const page = markdownOf(
      [consequence(1, { summary: value, component: value, environment: value, object: `/Kind/${value}/${value}`, fields })],
      value,
    );
    const code = page.replace(/<pre>[^<]*<\/pre>/gs, '').replace(/`[^`]*` prints everything/g, '');

    expect(code).not.toMatch(/[@#]\w/);
    expect(code.replace(/^\s*<details><summary>1 field<\/summary>|^\s*<\/details>/gm, '')).not.toMatch(/</);
    expect(code.replace(/^- \*\*configuration\*\* /m, '').replace(/\\./g, '')).not.toMatch(/[*_`[\]|~]/);
    for (const unseen of ['\u202e', '\u0007', '\u001b']) expect(page).not.toContain(unseen);
    expect(code.split('\n').filter((line) => /^\s*(#{1,6} |- |```)/.test(line))).toHaveLength(4);
  });

  test('stays on one page, tells the worst first and counts what is left out', () => {
    const risks: Risk[] = ['cosmetic', 'configuration', 'image', 'deletion'];
    const all = Array.from({ length: 5_000 }, (_, index) =>
      consequence(index, {
        risk: risks[index % 500 === 3 ? 3 : index % 3] as Risk,
        component: `component-${index % 100}`,
        environment: index % 2 === 0 ? 'dev' : 'prod',
        fields: [{ field: 'data.a', before: 'x'.repeat(index === 0 ? 200_000 : 10), after: '2' }],
      }),
    );
    const page = markdownOf(all, 'npm run diff -- --base main');
    const told = page.match(/^- \*\*\w+\*\*/gm) ?? [];
    const left = /Left out for want of room: (\d+) of 5000 consequences\*\*, none worse than what is above/.exec(page)?.[1];

    expect(page.length).toBeLessThan(MOST_CHARACTERS);
    expect(page.length).toBeGreaterThan(MOST_CHARACTERS * 0.8);
    expect(told.filter((line) => line === '- **deletion**')).toHaveLength(10);
    expect(told.length + Number(left)).toBe(5_000);
    expect(page).toContain('`npm run diff -- --base main` prints everything');
    const counts = [...page.matchAll(/^- (?:dev|prod), component-\d+: (\d+)$|^- \d+ other components: (\d+)$/gm)];
    expect(counts.reduce((sum, [, one, rest]) => sum + Number(one ?? rest), 0)).toBe(Number(left));
  });

  test('tells nothing harmless in the room that something worse had wanted', () => {
    const grave = Array.from({ length: 200 }, (_, index) => consequence(index, { risk: 'deletion', summary: 'x'.repeat(600), fields: [] }));
    const page = markdownOf([...grave, consequence(999, { risk: 'cosmetic', summary: 'x' })]);

    expect(page).toContain('consequences**, none worse');
    expect(page).not.toContain('- **cosmetic**');
  });

  test('stays on one page however components that are left out are called', () => {
    const names = Array.from({ length: 2_000 }, (_, index) =>
      consequence(index, { component: `${'&'.repeat(90)}${index}`, summary: '&'.repeat(600) }),
    );
    const page = markdownOf(names);

    expect(page.length).toBeLessThan(MOST_CHARACTERS);
    expect(page).toMatch(/\d+ other components: \d+$/);
  });

  test.each<[string, Partial<Consequence>]>([
    ['a field of 200 kB', { fields: [{ field: 'data.a', before: 'x'.repeat(200_000), after: 'y' }] }],
    ['10,000 fields', { fields: Array.from({ length: 10_000 }, (_, index) => ({ field: `data.${index}`, after: '<'.repeat(500) })) }],
    [
      'a name of 100 kB',
      { object: `/ConfigMap/shop/${'_'.repeat(100_000)}`, component: '*'.repeat(100_000), environment: '&'.repeat(100_000) },
    ],
    ['a summary of 100 kB', { summary: '&'.repeat(100_000) }],
    ['half a character at the cut', { summary: `${'x'.repeat(699)}😀`, fields: [{ field: 'a', before: `${'x'.repeat(159)}😀` }] }],
  ])('stays on one page for %s', (_, fields) => {
    const page = markdownOf(Array.from({ length: 300 }, (_, index) => consequence(index, fields)));

    expect(page.length).toBeLessThan(MOST_CHARACTERS);
    expect(page).toContain('configuration');
    expect(page.isWellFormed()).toBe(true);
  });
});
