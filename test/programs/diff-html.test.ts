import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { PROJECT } from '../cli/run';
import { describeInBrowser } from './browser';

import { type Repository, repository } from './repository';

const DEPLOYMENT = 'dist/stage/workloads/kfm-api/deployment.apps_kfm-api.yaml';
const POLICY = 'dist/stage/policies/kfm-api/platform-data/networkpolicy.networking.k8s.io_postgres-from-kfm-api.yaml';
const PLANTED = `</script><script>window.planted=1</script><img src=x onerror="window.planted=1">\u202e\u0627`;

let folder: string;
let project: Repository;
let text: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
  project = repository('dev', 'stage');
  mkdirSync(join(project.root, '.github'), { recursive: true });
  cpSync(join(PROJECT, '.github/CODEOWNERS'), join(project.root, '.github/CODEOWNERS'));
  project.replace(DEPLOYMENT, /kfm-api:[\d.]+@/, 'kfm-api:9.0.0@');
  project.replace(DEPLOYMENT, /replicas: \d+/, 'replicas: 7');
  project.replace(POLICY, 'port: 5432', 'port: 5433');
  rmSync(join(project.root, 'dist/stage/workloads/tiles/service_tiles.yaml'));
  project.write(
    'dist/dev/workloads/kfm-ui/planted.yaml',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: PLANTED, namespace: 'kfm-web' },
      data: { [PLANTED]: PLANTED },
    }),
  );
  const { status, stdout, stderr } = project.run('diff', '--format', 'html');
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  text = stdout;
  writeFileSync(join(folder, 'diff.html'), text);
}, 120_000);
afterAll(() => {
  project.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('diff --format html', () => {
  test('prints the same bytes again, also of a commit that is compared with the one before, and nothing where nothing changed', () => {
    expect(project.run('diff', '--format', 'html').stdout).toBe(text);
    project.commit('A change');
    expect(project.run('diff', '--format', 'html', '--base', 'HEAD~1').stdout.replaceAll('HEAD~1', 'HEAD')).toBe(text);
    expect(project.run('diff', '--format', 'html')).toEqual({ status: 0, stdout: '', stderr: 'dist is as in HEAD\n' });
  });

  test('is bundled without harm to its characters', () => {
    expect(text).not.toMatch(/[\u0080-\u00b6\u00b8-\u00ff]/);
  });

  test('draws who may connect otherwise where that changed, and nowhere else', () => {
    expect(text.match(/<figure[^>]* data-environment="[^"]*"/g)).toEqual([expect.stringContaining('data-environment="stage"')]);
    expect(text).toMatch(/class="edge closed"/);
    expect(text).toContain('gone: TCP 5432');
    expect(text).toContain('<li>kfm-api/Deployment/kfm-api &rarr; platform-data/StatefulSet/postgres: gone: TCP 5432</li>');
  });

  test('says who owns what, of stage release as well', () => {
    expect(text).toContain('value="@kfm/security"> @kfm/security');
    expect(text).toMatch(/data-environment="stage" data-risk="restart" data-owner="@kfm\/services @kfm\/release"/);
  });
});

/** What is read once it is as wanted, or after five seconds: a busy machine takes its time to follow a link. */
async function settled<T>(read: () => Promise<T>, isWanted: (value: T) => boolean): Promise<T> {
  for (let left = 100; ; left--) {
    const value = await read();
    if (isWanted(value) || left === 0) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describeInBrowser('the page of a change in Chromium', (browser) => {
  const pages: Page[] = [];
  const problems: string[] = [];
  const open = async (hash = '', options: BrowserContextOptions = {}, file = 'diff.html'): Promise<Page> => {
    const page = await browser().newPage({ viewport: { width: 1280, height: 800 }, ...options });
    pages.push(page);
    page.on('console', (message) => problems.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`file://${join(folder, file)}`)) problems.push(`request: ${request.url()}`);
    });
    await page.goto(`file://${join(folder, file)}${hash}`);
    return page;
  };
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
    expect(problems.splice(0)).toEqual([]);
  });

  /** Objects that are in sight, `risk …` of each consequence that is. */
  const objects = (page: Page): Promise<string[]> => page.locator('.object:visible h4').allTextContents();
  const risks = (page: Page): Promise<string[]> => page.locator('.consequence:visible .badge').allTextContents();
  const choose = async (page: Page, choice: string, value: string): Promise<void> => {
    await page.locator(`[data-choice=${choice}] > summary`).click();
    await page.locator(`input[name=${choice}][value="${value}"]`).click();
    await page.keyboard.press('Escape');
  };
  const count = (page: Page): Promise<string> => page.locator('#count').innerText();
  const focused = (page: Page): Promise<string> =>
    page.evaluate(
      `(() => { const { id, tagName, textContent } = document.activeElement; return id || tagName + ' ' + textContent.trim().slice(0, 80) })()`,
    );

  const SERVICE = 'Service kfm-web/tiles';
  const API = 'Deployment kfm-api/kfm-api';
  const POSTGRES = 'StatefulSet platform-data/postgres';
  const FROM_API = 'NetworkPolicy platform-data/postgres-from-kfm-api';

  test('opens from a file, asks for nothing, says nothing, and runs nothing that was planted', async () => {
    const page = await open();

    expect(await objects(page)).toEqual([expect.stringContaining('</script><script>window.planted=1'), POSTGRES, SERVICE, API, FROM_API]);
    expect(await page.evaluate('[window.planted, document.images.length, document.scripts.length]')).toEqual([undefined, 0, 1]);
    expect(await count(page)).toBe('7 of 7 consequences, 5 of 5 objects');
  });

  test('is searched by words of consequences and of objects, and tells where nothing matches', async () => {
    const page = await open();

    await page.fill('#query', 'prunes TILES');
    expect(await objects(page)).toEqual([]);
    expect(await risks(page)).toEqual(['deletion']);
    await page.fill('#query', 'targetPort tiles');
    expect([await objects(page), await risks(page)]).toEqual([[SERVICE], []]);
    await page.fill('#query', 'nothing at all');
    expect(await page.locator('#nothing').isVisible()).toBe(true);
    expect(await count(page)).toBe('no match');
    await page.locator('#clear-all').click();
    expect(await objects(page)).toHaveLength(5);
    expect(await page.locator('#nothing').isVisible()).toBe(false);
  });

  test('is filtered by environment, risk and owner, together and by itself, and keeps that in its address', async () => {
    const page = await open();

    await choose(page, 'environment', 'stage');
    expect(await objects(page)).toEqual([POSTGRES, SERVICE, API, FROM_API]);
    await choose(page, 'risk', 'image');
    expect([await objects(page), await risks(page)]).toEqual([[API], ['image']]);
    await choose(page, 'risk', 'deletion');
    expect([await objects(page), await risks(page)]).toEqual([
      [SERVICE, API],
      ['deletion', 'image'],
    ]);
    await choose(page, 'owner', '@kfm/web');
    expect([await objects(page), await risks(page)]).toEqual([[SERVICE], ['deletion']]);
    expect(await page.locator('nav li li:visible a').allTextContents()).toEqual(['tiles']);
    expect(await page.locator('figure:visible').count()).toBe(0);

    const hash = new URL(page.url()).hash;
    expect(hash).toBe('#environment=stage&risk=deletion&risk=image&owner=%40kfm%2Fweb');
    const again = await open(hash);
    expect([await objects(again), await count(again)]).toEqual([[SERVICE], '1 of 7 consequences, 1 of 5 objects']);
    await again.locator('#clear').click();
    expect([await objects(again), new URL(again.url()).hash]).toEqual([await objects(await open()), '']);
  });

  test('counts beside each option what it would show with everything else that is chosen', async () => {
    const page = await open('#environment=stage&risk=image');
    const tallies = (choice: string): Promise<string[]> => page.locator(`[data-choice=${choice}] label`).allTextContents();

    expect((await tallies('risk')).map((label) => label.trim())).toEqual([
      'reachability 1',
      'deletion 1',
      'restart 1',
      'network 1',
      'capacity 1',
      'image 1',
      'configuration 0',
    ]);
    expect((await tallies('environment')).map((label) => label.trim())).toEqual(['dev 0', 'stage 1']);
  });

  test('leads from a consequence to its object and back, whatever is folded or filtered', async () => {
    const page = await open('#q=image');
    await page.fill('#query', '');
    await page.locator('#fold-all').click();
    await page.locator('.consequence a', { hasText: FROM_API }).first().click();
    const object = page.locator('.object', { hasText: FROM_API });

    expect(
      await settled(
        () => object.getAttribute('open'),
        (open) => open === '',
      ),
    ).toBe('');
    expect(await object.locator('td.new ins').allTextContents()).toEqual(['5433']);
    expect(await settled(async () => isBelowTools((await object.locator('summary').first().boundingBox())?.y), Boolean)).toBe(true);
    await object.locator('.back a').first().click();
    expect(
      await settled(
        () => focused(page),
        (name) => name.startsWith('consequence-'),
      ),
    ).toMatch(/^consequence-\d+$/);
    await page.goBack();
    expect(
      await settled(
        () => focused(page),
        (name) => name.includes(FROM_API),
      ),
    ).toContain(FROM_API);

    const filtered = await open('#environment=dev&at=object-3');
    expect(await objects(filtered)).toHaveLength(5);
  });

  test('is used without a mouse: keys, and Tab to whatever can be used, with the focus in sight', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('A Skip to the consequences');
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('query');
    await page.keyboard.type('tiles/j');
    expect(await page.inputValue('#query')).toBe('tiles/j');
    await page.keyboard.press('Escape');
    expect(await page.inputValue('#query')).toBe('');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await objects(page)).toHaveLength(1);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toMatch(/^SUMMARY Environment/);
    await page.locator('#clear').press('Enter');
    expect(await focused(page)).toBe('query');
    await page.keyboard.press('Tab');

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused(page)).toContain(POSTGRES);
    await page.keyboard.press('k');
    expect(await focused(page)).toContain('window.planted');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    expect(await page.locator('.object', { hasText: POSTGRES }).first().getAttribute('open')).toBeNull();
  });

  test('has everything that can be used on the way of Tab, each with a focus that is seen', async () => {
    const page = await open();
    const usable = await page.locator('a:visible, button:visible, input:visible, summary:visible, [tabindex="0"]:visible').count();
    const outlines = new Set<string>();
    let steps = 0;
    do {
      await page.keyboard.press('Tab');
      const outline: string = await page.evaluate(OUTLINE);
      if ((await focused(page)).startsWith('BODY') || (steps > 0 && (await focused(page)) === 'A Skip to the consequences')) break;
      outlines.add(outline);
      steps++;
    } while (steps < 500);

    expect(steps).toBe(usable);
    expect([...outlines]).toEqual(['solid']);
  });

  test('has one column on a phone, and is never wider than it', async () => {
    const page = await open('', { viewport: { width: 360, height: 740 } });
    await page.evaluate(`for (const each of document.querySelectorAll('details:not(.choice)')) each.open = true`);
    const row = page.locator('tr.changed').first();
    const [old, now] = [await row.locator('td.old').boundingBox(), await row.locator('td.new').boundingBox()];

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(old?.x).toBe(now?.x);
    expect(now?.y).toBeGreaterThanOrEqual((old?.y ?? 0) + (old?.height ?? 0));
    for (const choice of ['environment', 'risk', 'owner']) {
      await page.locator(`[data-choice=${choice}] > summary`).click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect((await page.locator(`[data-choice=${choice}] fieldset`).boundingBox())?.x).toBeGreaterThanOrEqual(0);
    }
  });

  test('has two columns where there is room', async () => {
    const page = await open();
    const row = page.locator('tr.changed').first();
    const [old, now] = [await row.locator('td.old').boundingBox(), await row.locator('td.new').boundingBox()];

    expect(old?.y).toBe(now?.y);
    expect(now?.x).toBeGreaterThan((old?.x ?? 0) + (old?.width ?? 0));
  });

  test('is dark for those who want it, the picture too, and moves nothing', async () => {
    const colours = async (colorScheme: 'dark' | 'light'): Promise<unknown> =>
      (await open('', { colorScheme, reducedMotion: 'reduce' })).evaluate(`[
        getComputedStyle(document.documentElement).backgroundColor,
        getComputedStyle(document.querySelector('svg text')).fill,
        getComputedStyle(document.querySelector('.closed > path')).stroke,
        getComputedStyle(document.documentElement).scrollBehavior,
        document.getAnimations().length,
      ]`);

    expect(await colours('light')).toEqual(['rgb(255, 255, 255)', 'rgb(31, 35, 40)', 'rgb(89, 99, 110)', 'auto', 0]);
    expect(await colours('dark')).toEqual(['rgb(13, 17, 23)', 'rgb(230, 237, 243)', 'rgb(155, 165, 176)', 'auto', 0]);
  });

  test('is read without its script, and printed with everything unfolded', async () => {
    const page = await open('', { javaScriptEnabled: false });

    expect(await page.locator('.tools').isVisible()).toBe(false);
    expect(await page.locator('.consequence:visible').count()).toBe(7);
    const object = page.locator('.object', { hasText: FROM_API });
    if ((await object.getAttribute('open')) === null) await object.locator('summary').first().click();
    expect(await object.locator('td.new:visible').count()).toBe(1);

    const printed = await open();
    await printed.locator('#fold-all').click();
    await printed.emulateMedia({ media: 'print' });
    expect(await printed.locator('.tools').isVisible()).toBe(false);
    for (const body of await printed.locator('.object > .body').all()) expect((await body.boundingBox())?.height).toBeGreaterThan(20);
  });

  test('opens soon and answers at once with two whole environments in it', async () => {
    const empty = project.git('hash-object', '-t', 'tree', '-w', '/dev/null').trim();
    const base = project.git('commit-tree', empty, '-m', 'nothing').trim();
    const out = openSync(join(folder, 'large.html'), 'w');
    const args = [join(project.root, 'cli/launcher.js'), 'diff', '--format', 'html', '--base', base];
    expect(spawnSync(process.execPath, args, { stdio: ['ignore', out, 'inherit'] }).status).toBe(1);
    closeSync(out);
    const start = performance.now();
    const page = await open('', {}, 'large.html');
    const opened = performance.now() - start;
    const asked = performance.now();
    await page.fill('#query', 'poddisruptionbudget postgres');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const answered = performance.now() - asked;

    expect(await page.locator('.object').count()).toBeGreaterThan(900);
    expect(await objects(page)).toContain('PodDisruptionBudget platform-data/postgres');
    // A busy machine takes a few times what docs/review.md says.
    expect(opened).toBeLessThan(15_000);
    expect(answered).toBeLessThan(8_000);
  });
});

/** How the focus is seen; objects and folds cut off what stands out of them. */
const OUTLINE = `(() => {
  const { outlineStyle, outlineOffset } = getComputedStyle(document.activeElement);
  const isCut = document.activeElement.matches('.object > summary, .fold > summary') && parseInt(outlineOffset) >= 0;
  return isCut ? 'cut off' : outlineStyle;
})()`;

/** What is jumped to stands below the bar that stays in place. */
function isBelowTools(y: unknown): boolean {
  return typeof y === 'number' && y >= 40 && y < 760;
}
