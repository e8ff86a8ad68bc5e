import { createHash } from 'node:crypto';
import { type Assets, assetsIn } from '../../../cli/report/html/assets';
import { page } from '../../../cli/report/html/page';
import { reviewOf } from '../../../cli/report/html/review';
import { consequencesOf, type FileChange, ownersIn } from '../../../lib';
import { PROJECT } from '../../cli/run';

const ASSETS: Assets = { style: 'p{margin:0}', script: '"use strict"' };
const OWNERS = ownersIn('* @kfm/platform\n/dist/*/workloads/ @kfm/web\n');

const object = (kind: string, name: string, rest: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${JSON.stringify(name)}\n  namespace: shop\n${rest}`;

function pageOf(files: readonly FileChange[], base = 'main', assets = ASSETS): Promise<string> {
  return page(reviewOf(base, [{ name: 'stage', files, consequences: consequencesOf('stage', files, () => []) }], OWNERS), assets);
}

const changed = (before: string, after: string, path = 'workloads/shop/a.yaml'): FileChange => ({ path, component: 'shop', before, after });
const added = (after: string, path = 'workloads/shop/b.yaml'): FileChange => ({ path, component: 'shop', after });

/** What a browser would show of it. */
const shown = (text: string): string => text.replace(/<(?:style|script)>.*?<\/(?:style|script)>/gs, '');
const settings = (value: string): string => object('ConfigMap', 'settings', `data:\n  a: ${JSON.stringify(value)}\n`);
const FILES = [changed(settings('one'), settings('two')), added(object('Service', 'front', 'spec: {}\n'))];

describe('the page of a review in HTML', () => {
  test('has consequences by environment and component, each with its object, and both sides of it', async () => {
    const text = shown(await pageOf(FILES));

    expect(text.match(/<h[1-4].*<\/h[1-4]>/g)?.map((heading) => heading.replace(/<[^>]*>/g, ''))).toEqual([
      'What happens to the clusters',
      'Consequences, worst first',
      'stage',
      'shop @kfm/web',
      'Objects, before and after',
      'stage',
      'ConfigMap shop/settings',
      'Service shop/front',
    ]);
    expect(text).toContain('<tr class="changed"><td>3<td class="old">  a: <del>one</del><td>3<td class="new">  a: <ins>two</ins></tr>');
    expect(text).toContain('<p class="absent">not there before</p><pre aria-label="after">apiVersion: v1\nkind: Service\n');
  });

  test('links each consequence to its object and back', async () => {
    const text = await pageOf(FILES);
    const ids = new Set([...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    const links = [...text.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id as string);

    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(links.filter((id) => id.startsWith('object-'))).toHaveLength(2);
    expect(links.filter((id) => id.startsWith('consequence-'))).toEqual(['consequence-1', 'consequence-2']);
    expect(ids.size).toBe([...text.matchAll(/ id="/g)].length);
  });

  test('allows its own style and script by their digests and nothing from anywhere', async () => {
    const text = await pageOf(FILES);
    const digest = (tag: string): string => {
      const content = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(text)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll('&#39;', "'");

    expect(policy).toBe(
      `default-src 'none'; style-src ${digest('style')}; script-src ${digest('script')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(text).not.toMatch(/\b(?:src|action|style|on\w+)=|href="[^#]|<(?:link|iframe|img|object|embed|base)\b|url\(/);
  });

  test('has the same bytes for the same change', async () => {
    expect(await pageOf(FILES)).toBe(await pageOf(FILES));
  });

  test.each([
    ['the end of a script', '</script><script>alert(1)</script>'],
    ['an image that fails', '<img src=x onerror=alert(1)>'],
    ['the end of an attribute', `" onfocus="alert(1)" autofocus x='`],
    ['the end of a style', '</style><link rel=stylesheet href=//evil.example>'],
    ['a comment', '<!-- <script> -->'],
    ['an entity', '&lt;script&gt;'],
    ['half a character', '\ud800'],
  ])('shows %s as text wherever it stands', async (_, planted) => {
    const key = object('ConfigMap', planted, `data:\n  ${JSON.stringify(planted.toWellFormed())}: "1"\n`);
    const files = [
      changed(key, key.replace('"1"', JSON.stringify(planted))),
      { ...added(key, `workloads/${planted}.yaml`), component: planted },
      added(planted, 'README.md'),
    ];
    const text = await pageOf(files, planted);
    const tags = (from: string): string[] => [...new Set(from.match(/<\/?[a-z!][^\s>]*/gi) ?? [])].sort();

    expect(text.match(/<\/?(?:script|style)\b/g)).toEqual(['<style', '</style', '<script', '</script']);
    expect(tags(text).filter((tag) => !tags(harmless).includes(tag))).toEqual([]);
    expect(text.isWellFormed()).toBe(true);
    expect(text.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+=/);
  });

  test('writes what is invisible or turns text around by its number', async () => {
    const text = await pageOf([changed(settings('a'), settings('a\u202eb\u200b\u0007')), added('# \u202e\u2066x\u061c\n', 'README.md')]);

    expect(text).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
    expect(text).toContain('# \\u{202e}\\u{2066}x\\u{61c}');
  });

  const pods = (value: string): string =>
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'shop', env: [{ name: 'DB_PASSWORD', value }], args: [`--token=${value}`] }] } } },
    });
  const anything = (adminPassword: string): string =>
    JSON.stringify({
      apiVersion: 'a.org/v1',
      kind: 'A',
      metadata: { name: 'a', namespace: 'shop' },
      spec: { adminPassword, secretName: 'b' },
    });

  test('shows no secret on either side, and that one changed', async () => {
    const secret = (value: string): string => object('Secret', 'login', `stringData:\n  password: ${value}\n  user: shop\n`);
    const files = [
      changed(secret('hunter2'), secret('hunter3')),
      changed(settings('first\nrequirepass hunter2\n'), settings('first\nrequirepass hunter3\n'), 'workloads/shop/c.yaml'),
      added(object('SealedSecret', 'sealed', 'spec:\n  encryptedData:\n    key: AgHunter2\n').replace('v1', 'bitnami.com/v1alpha1')),
      changed('a: [hunter2', 'a: [hunter3', 'workloads/shop/broken.yaml'),
      changed(pods('hunter2'), pods('hunter3'), 'workloads/shop/pods.yaml'),
      changed(anything('hunter2'), anything('hunter3'), 'workloads/shop/anything.yaml'),
      added('see https://shop:hunter2@example.org\n', 'README.md'),
    ];
    const text = await pageOf(files);

    expect(consequencesOf('stage', files, () => []).filter(({ summary }) => /hunter/.test(summary)).length).toBeGreaterThan(1);
    expect(text).not.toMatch(/hunter\d/i);
    expect(text).toContain('  password: (hidden<ins>, another one than before</ins>)');
    expect(text.match(/\(hidden/g)?.length).toBeGreaterThan(6);
    expect(text).toContain('secretName: b');
    expect(text).toContain('(hidden): spec.adminPassword');
    expect(text).toContain('no object can be read in the file');
  });

  test('shows all of an object that stands twice in a file', async () => {
    const text = await pageOf([added(`${settings('one')}---\n${settings('two')}`)]);

    expect(text).toMatch(/ {2}a: one\n[^<]*---\n[^<]* {2}a: two\n/);
  });

  test('says where both sides are one object, where nothing is to be shown, and what is not there', async () => {
    const text = await pageOf([
      changed(`# one\n${settings('a')}`, `# two\n${settings('a')}`),
      { path: 'workloads/shop/d.yaml', component: 'shop', before: object('Service', 'gone', '') },
    ]);

    expect(text).toContain('only comments, order or layout of the text changed');
    expect(text).toContain('<p class="absent">not there after</p>');
  });
});

let harmless: string;
beforeAll(async () => {
  harmless = await pageOf([
    ...FILES,
    changed(settings('a\n'.repeat(40)), settings(`${'a\n'.repeat(20)}b\n${'a\n'.repeat(20)}`), 'workloads/shop/e.yaml'),
    { path: 'workloads/shop/d.yaml', component: 'shop', before: object('Service', 'gone', '') },
  ]);
});

describe('what pages are dressed and moved by', () => {
  test('is small, ASCII, the same each time, and asks for nothing', () => {
    const assets = assetsIn(PROJECT);

    expect(assets).toEqual(assetsIn(PROJECT));
    for (const text of Object.values(assets)) {
      expect(text).toMatch(/^[\x20-\x7e\n]{2000,20000}$/);
      expect(text).not.toMatch(/https?:|@import|url\(|fetch\(|innerHTML|<\//);
    }
  });
});
