import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { readDocument } from '../../cli/docs/document';
import { generatedPages } from '../../cli/docs/generated-pages';
import { linksToNowhere } from '../../cli/docs/link';
import { projectSite } from '../../cli/docs/project';
import { publishSite } from '../../cli/docs/publish-site';
import { siteFiles } from '../../cli/docs/site';
import { PROJECT } from '../cli/run';

let folder: string;
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  files = await siteFiles(projectSite(PROJECT));
  publishSite(files, join(folder, 'site'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the pages', () => {
  test('link to nothing that is not there', () => {
    const site = projectSite(PROJECT);
    const template = '.github/pull_request_template.md';
    // GitHub shows it above a form of its own, without a title.
    const documents = new Map(site.documents).set(
      template,
      readDocument(template, `# Template\n${readFileSync(join(PROJECT, template), 'utf8')}`),
    );

    expect(linksToNowhere({ ...site, documents })).toEqual([]);
  });

  test('link to commits that are there (in a clone with its history)', () => {
    const ids = [...projectSite(PROJECT).documents.values()].flatMap(({ links }) =>
      links.flatMap((link) => /\/commit\/(\w+)$/.exec(link)?.[1] ?? []),
    );
    const isWhole =
      spawnSync('git', ['rev-parse', '--is-shallow-repository'], { cwd: PROJECT, encoding: 'utf8' }).stdout.trim() === 'false';

    expect(ids).not.toEqual([]);
    for (const id of isWhole ? ids : [])
      expect(execFileSync('git', ['cat-file', '-t', id], { cwd: PROJECT, encoding: 'utf8' })).toBe('commit\n');
  });

  test('that are made of code are what the code says: npm run docs', async () => {
    for (const [path, text] of await generatedPages(PROJECT))
      expect({ path, text: readFileSync(join(PROJECT, path), 'utf8') }).toEqual({ path, text });
  });
});

describe('the site', () => {
  test('has every page, and is the same when it is made again', async () => {
    expect([...files.keys()].filter((path) => path.endsWith('.html')).length).toBeGreaterThan(60);
    expect(await siteFiles(projectSite(PROJECT))).toEqual(files);
  });

  test('has links and anchors that all resolve within it', () => {
    const anchors = new Map([...files].map(([path, text]) => [path, new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]));
    const broken = [...files].flatMap(([path, text]) =>
      [...text.matchAll(/ (?:href|src)="([^"]+)"/g)].flatMap(([, url = '']) => {
        if (/^(?:https?:|data:)/.test(url)) return [];
        const [file = '', anchor] = url.split('#');
        const target = file === '' ? path : join(dirname(path), decodeURI(file));
        const isThere = files.has(target) && (anchor === undefined || anchor === '' || anchors.get(target)?.has(anchor));
        return isThere ? [] : [`${path}: ${url}`];
      }),
    );

    expect(broken).toEqual([]);
  });

  test('asks for nothing outside, and runs nothing but its own script', () => {
    for (const [path, text] of files) {
      if (!path.endsWith('.html')) continue;
      expect(text.match(/<script/g)).toHaveLength(1);
      expect(text).not.toMatch(/(?:src|<link[^>]*href)="https?:| on\w+="/);
    }
  });

  test('takes the place of a site alone', () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'thesis.txt'), 'the only copy');

    expect(() => publishSite(files, other)).toThrow(
      `${other}: is a folder, not a site that docs made; move it away, or name another folder by --out`,
    );
    publishSite(new Map([['index.html', 'new']]), join(folder, 'site-2'));
    publishSite(new Map([['other.html', 'newer']]), join(folder, 'site-2'));
    expect(readdirSync(join(folder, 'site-2')).sort()).toEqual(['.made-by-docs', 'other.html']);
    expect(readdirSync(folder).sort()).toEqual(['other', 'site', 'site-2']);
  });
});

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

(CHROMIUM === undefined ? describe.skip : describe)('the site in a browser, from the disk (where Chromium is installed)', () => {
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  const url = (path: string): string => pathToFileURL(join(folder, 'site', path)).href;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('console', (message) => troubles.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
      if (!/^(?:file|data):/.test(request.url())) troubles.push(`request: ${request.url()}`);
    });
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => expect(troubles).toEqual([]));

  test('finds a page by a word of its text, and goes there by keys alone', async () => {
    await page.goto(url('index.html'));
    await page.keyboard.press('/');
    await page.keyboard.type('out-of-service nodeshutdown');
    const first = page.locator('#results a').first();
    await first.waitFor();

    expect(await first.innerText()).toContain('A store');
    expect(await first.locator('mark').count()).toBeGreaterThan(0);

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await Promise.all([page.waitForURL(/runbooks\/store\.html#/), page.keyboard.press('Enter')]);
    expect(await page.locator('main').innerText()).toContain('nodeshutdown');
  });

  test('says that it found nothing', async () => {
    await page.goto(url('docs/reach.html'));
    await page.fill('#search', 'zzzzqqqq');

    await page.locator('#said', { hasText: 'Nothing is found for “zzzzqqqq”.' }).waitFor();
  });

  test('shows text that is markup as text', async () => {
    await page.goto(url('docs/rules.html'));

    expect(await page.locator('main').innerText()).toContain('envs/<environment>/index.ts');
    expect(await page.locator('main environment').count()).toBe(0);
  });

  test('leads from page to page in the order of the contents', async () => {
    await page.goto(url('docs/index.html'));
    await page.click('.turn [rel=next]');

    await page.waitForURL(/getting-started\.html$/);
    expect(await page.locator('.sidebar [aria-current]').innerText()).toBe('Getting started');
  });

  test('draws flowcharts in colours that can be read on dark ground too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(url('dist/stage/index.html'));
    const ink = await page.evaluate("getComputedStyle(document.querySelector('.chart text')).fill");
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');

    expect({ ink, ground }).toEqual({ ink: 'rgb(230, 237, 243)', ground: 'rgb(13, 17, 23)' });
    expect(await page.locator('.chart .thick').count()).toBeGreaterThan(3);
  });

  test('shows flowcharts whole where there is room', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    const cut: string[] = [];
    for (const path of ['index.html', 'docs/model.html', 'dist/stage/index.html']) {
      await page.goto(url(path));
      if (await page.evaluate("[...document.querySelectorAll('.chart')].some((chart) => chart.scrollWidth > chart.clientWidth)"))
        cut.push(path);
    }

    expect(await page.locator('.chart').count()).toBeGreaterThan(0);
    expect(cut).toEqual([]);
  });

  test('fits a telephone: no page is wider than 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const wide: string[] = [];
    for (const path of [...files.keys()].filter((name) => name.endsWith('.html') && !name.startsWith('source/'))) {
      await page.goto(url(path));
      const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
      if (width > 360) wide.push(`${relative('.', path)}: ${width}`);
    }

    expect(wide).toEqual([]);
  }, 120_000);
});
