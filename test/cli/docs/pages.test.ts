import { type Document, readDocument } from '../../../cli/docs/document';
import { linksToNowhere, targetOf } from '../../../cli/docs/link';
import { objectivesIn } from '../../../cli/docs/objectives';
import { readingOrder } from '../../../cli/docs/reading-order';
import { renderBody } from '../../../cli/docs/render';
import { slugs } from '../../../cli/docs/slug';

function pages(texts: Readonly<Record<string, string>>): Map<string, Document> {
  return new Map(Object.entries(texts).map(([path, text]) => [path, readDocument(path, text)]));
}

describe('anchors', () => {
  test('are those that GitHub makes', () => {
    const slug = slugs();

    expect(['What it holds', 'A & B: C/D', '`users.acl` of Redis', 'Über_alles – 3', 'What it holds', 'What it holds'].map(slug)).toEqual([
      'what-it-holds',
      'a--b-cd',
      'usersacl-of-redis',
      'über_alles--3',
      'what-it-holds-1',
      'what-it-holds-2',
    ]);
  });
});

describe('a link', () => {
  const documents = pages({ 'README.md': '# Start', 'docs/a.md': '# A\n\n## Of `it`', 'docs/runbooks/b.md': '# B' });
  const kindOf = (path: string) => (path === 'lib' ? ('directory' as const) : path === 'lib/index.ts' ? ('file' as const) : undefined);

  test.each([
    ['docs/runbooks/b.md', '../a.md#of-it', { kind: 'page', path: 'docs/a.md', anchor: 'of-it' }],
    ['docs/a.md', '#of-it', { kind: 'page', path: 'docs/a.md', anchor: 'of-it' }],
    ['docs/a.md', '../lib/', { kind: 'source', path: 'lib', isFolder: true }],
    ['README.md', '../../commit/3fb5bfac', { kind: 'commit', id: '3fb5bfac' }],
    ['docs/a.md', 'https://example.org/#x', { kind: 'outside', url: 'https://example.org/#x' }],
    ['docs/a.md', '#of-that', { kind: 'nowhere', why: 'docs/a.md has no heading #of-that' }],
    ['docs/a.md', 'c.md', { kind: 'nowhere', why: 'there is no docs/c.md' }],
    ['docs/a.md', '../../etc/passwd', { kind: 'nowhere', why: '../etc/passwd is outside the project' }],
    ['docs/a.md', '../lib/index.ts#L3', { kind: 'nowhere', why: 'lib/index.ts is no page, so it has no #L3' }],
  ])('from %s to %s', (from, href, target) => {
    expect(targetOf(from, href, { documents, kindOf })).toEqual(target);
  });

  test('to nowhere is named with its page', () => {
    const broken = pages({ 'docs/a.md': '# A\n\n[b](b.md) and [c][ref]\n\n[ref]: c.md' });

    expect(linksToNowhere({ documents: broken, kindOf })).toEqual([
      'docs/a.md: (b.md) there is no docs/b.md',
      'docs/a.md: (c.md) there is no docs/c.md',
    ]);
  });
});

describe('the reading order', () => {
  const CONTENTS = '# Documentation\n\n## First\n\n- [A](a.md)\n- [Runbooks](runbooks/README.md)\n\n## Then\n\n- [C](c.md)';
  const all = {
    'README.md': '# Start',
    'docs/README.md': CONTENTS,
    'docs/a.md': '# A',
    'docs/c.md': '# C',
    'docs/runbooks/README.md': '# Runbooks\n\n[second](two.md)',
    'docs/runbooks/one.md': '# One',
    'docs/runbooks/two.md': '# Two',
  };

  test('is that of the contents; a folder brings the pages that it links to, then its others', () => {
    const parts = readingOrder(pages(all));

    expect(parts.map(({ title, pages: own }) => `${title}: ${own.map((page) => page.title).join(', ')}`)).toEqual([
      'Start: Start, Documentation',
      'First: A, Runbooks, Two, One',
      'Then: C',
    ]);
  });

  test('misses no page, and has none twice', () => {
    expect(() => readingOrder(pages({ ...all, 'docs/lost.md': '# Lost' }))).toThrow(
      'docs/lost.md: is in no table of contents, so nobody would come across it; link to it in docs/README.md',
    );
    expect(() => readingOrder(pages({ ...all, 'docs/README.md': `${CONTENTS}\n- [A again](a.md)` }))).toThrow(
      'docs/README.md: links to docs/a.md twice; a page has one place in the reading order',
    );
  });
});

describe('a page', () => {
  const body = (text: string): Promise<string> => renderBody(readDocument('docs/a.md', `# A\n\n${text}`), (href) => ({ url: href }));

  test('keeps what looks like markup in code as text', async () => {
    expect(await body('`<env>` & "x"\n\n```ts\nif (a < b) {}\n```')).toContain('<code>&lt;env&gt;</code> &amp; &quot;x&quot;');
    expect(await body('```diff\n-<a>\n+b\n```')).toContain('<del>-&lt;a&gt;</del>\n<ins>+b</ins>');
  });

  test.each(['<script>alert(1)</script>', 'see <environment>', '<img src=x onerror=alert(1)>', '![x](x.png)', '<br onclick="x">'])(
    'with %s is refused',
    async (text) => {
      await expect(body(text)).rejects.toThrow(/^docs\/a\.md: has the markup ".*", expected Markdown/);
    },
  );

  test('drops comments, and takes a line break', async () => {
    expect(await body('one<br>two <!-- three -->')).toContain('<p>one<br>two </p>');
  });

  test('without a title is refused', () => {
    expect(() => readDocument('docs/a.md', '## A')).toThrow(
      'docs/a.md: has no heading of the first level; begin it with "# " and its title',
    );
  });
});

describe('objectives', () => {
  const rule = (description: string): string =>
    JSON.stringify({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'api' },
      spec: { groups: [{ rules: [{ alert: 'LatencyBudgetBurnsFast', labels: { component: 'api' }, annotations: { description } }] }] },
    });

  test('are read off the alerts on their budgets', () => {
    expect(
      objectivesIn(
        rule('{{ $value }} of the requests to api are slower than 1 s; over 30 days {{ 0.01 | humanizePercentage }} may be.'),
        'f.yaml',
      ),
    ).toEqual([{ component: 'api', of: 'latency', promise: '99 % of requests are not slower than 1 s' }]);
  });

  test('that an alert does not say are refused, not left out', () => {
    expect(() => objectivesIn(rule('too slow'), 'f.yaml')).toThrow(
      'f.yaml: the alert LatencyBudgetBurnsFast does not say of which component and budget it is',
    );
  });
});
