import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && !path.startsWith('node_modules/'));

/** A link from a page at the root to a commit, as forges resolve it. */
const COMMIT = /^\.\.\/\.\.\/commit\/[0-9a-f]{40}$/;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

describe('the repository', () => {
  test('holds no private key, whatever its format', () => {
    const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----|AGE-SECRET-KEY-1[0-9A-Z]/;
    // Cases of rules have to hold what looks like one.
    const looksOnly = /^test\/(?:policy\/secrets\/|repository\.test\.ts$)/;

    expect(files.filter((path) => !looksOnly.test(path) && key.test(read(path)))).toEqual([]);
  });

  test('asks for no clock, chance, locale or environment variable in lib and envs', () => {
    const machine = /\bnew Date\(\)|\bDate\.now|\bMath\.random|\bprocess\.|\.toLocale|\bIntl\.|\blocaleCompare|\bperformance\./;
    const sources = files.filter((path) => /^(lib|envs)\/.*\.ts$/.test(path));

    expect(sources.length).toBeGreaterThan(40);
    expect(sources.filter((path) => machine.test(read(path)))).toEqual([]);
  });

  test('pins every dependency to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;

    for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('locks packages without the address of a registry', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });

  test('pins the actions of its workflows by commit', () => {
    const uses = files
      .filter((path) => path.startsWith('.github/workflows/'))
      .flatMap((path) => [...read(path).matchAll(/uses: (.*)/g)].map(([, action]) => action));

    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d/);
  });

  test('maps every id of the sources in docs/requirements.md', () => {
    const ids = [...read('docs/requirements.md').matchAll(/^\| ([A-E]\d+) \|/gm)].map(([, id]) => id);
    const sources = { A: 56, B: 58, C: 28, D: 25, E: 38 };

    expect(ids).toEqual(
      Object.entries(sources).flatMap(([source, count]) => Array.from({ length: count }, (_, index) => `${source}${index + 1}`)),
    );
  });

  test('names only files that exist in the map of requirements', () => {
    const named = [...read('docs/requirements.md').matchAll(/`((?:lib|envs|cli|test|docs|dist|\.github|\.ci)\/[\w./-]*)`/g)].map(
      ([, path]) => path as string,
    );
    const missing = named.filter((path) => !files.some((file) => file === path || file.startsWith(path.endsWith('/') ? path : `${path}/`)));

    expect(named.length).toBeGreaterThan(150);
    expect([...new Set(missing)]).toEqual([]);
  });

  test('tells of a promotion that its history holds, one commit a step', () => {
    const steps = [...read('README.md').matchAll(/\[(dev|stage|prod)\]\(\.\.\/\.\.\/commit\/([0-9a-f]{40})\)/g)].map(([, name, id]) => [
      name,
      id,
    ]);
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
    const isShallow = git('rev-parse', '--is-shallow-repository') === 'true';

    expect(steps.map(([name]) => name)).toEqual(['dev', 'stage', 'prod']);
    for (const [name, id] of isShallow ? [] : steps) {
      expect(git('show', '--no-patch', '--format=%s', id as string)).toBe(`Promote kfm-api 2.4.0 to ${name}`);
      expect(git('show', '--format=', '--numstat', id as string, '--', `envs/${name}/index.ts`)).toBe(`1\t1\tenvs/${name}/index.ts`);
    }
  });

  test('links only to files that exist', () => {
    const pages = files.filter((path) => path.endsWith('.md') && !path.startsWith('dist/'));
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .filter(([, target]) => !COMMIT.test(target as string))
        .map(([, target]) => join(page, '..', target as string))
        .filter((target) => !files.some((file) => file === target || file.startsWith(`${target.replace(/\/$/, '')}/`)))
        .map((target) => `${page} -> ${target}`),
    );

    expect(broken).toEqual([]);
  });
});
