import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../cli/main';
import { catalogueEntry, componentSource, componentTest, exportStatement, KINDS } from '../../cli/scaffold/app';
import { blockAt, withEntry, withExport } from '../../cli/scaffold/source';
import type { Ledger } from '../../lib';
import { PROJECT, projectCopy, run } from '../cli/run';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const ZEBRA = `sha256:${'b'.repeat(64)}`;
const SOURCE = '5e'.repeat(20);
const RELEASE = ['--release', '1.0.0', '--source', SOURCE, '--digest'];
const TILES = (JSON.parse(readFileSync(join(PROJECT, 'envs/releases/tiles.json'), 'utf8')) as Ledger).releases[0]?.digest as string;
let project: string;
let remove: () => void;

beforeAll(() => {
  ({ project, remove } = projectCopy('local', 'dev', 'stage'));
  for (const path of ['test/platform.ts', 'biome.json', 'jest.config.js'])
    cpSync(join(PROJECT, path), join(project, path), { recursive: true });
  writeFileSync(join(project, 'envs/releases/retired.json'), JSON.stringify({ component: 'retired', releases: [] }));
  // Room for one more component: the class of an environment fits on a page.
  const dev = join(project, 'envs/dev/index.ts');
  writeFileSync(dev, readFileSync(dev, 'utf8').replace(/.*indexer.*\n\n?|^ {2}Indexer,\n/gim, ''));
});
afterAll(() => remove());

function read(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

function linesAdded(before: string, after: string): string[] {
  const known = before.split('\n');
  return after.split('\n').filter((line) => !known.includes(line));
}

/** The program in this process, by its arguments. */
async function drive(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const status = await main(args, project);
  const [out, error] = [stdout, stderr].map(({ mock }) => mock.calls.map(([text]) => text).join(''));
  stdout.mockRestore();
  stderr.mockRestore();
  return { status, stdout: out as string, stderr: error as string };
}

/** What people write of the environments; locks and ledgers are written for them. */
const SOURCES = ['envs/catalogue.ts', 'envs/dev', 'envs/local', 'envs/stage/index.ts'];
const FILES = ['lib/index.ts', 'envs/catalogue.ts', 'envs/dev/index.ts', 'envs/dev/releases.ts', 'envs/local/index.ts'];
const texts = (): string[] => FILES.filter((path) => existsSync(join(project, path))).map(read);

describe('new app', () => {
  test.each<[string, string[], string]>([
    ['no name', ['Kfm_Api'], 'new app: "Kfm_Api" is no valid name; expected lower-case letters'],
    ['a path', ['../x'], '"../x" is no valid name'],
    ['a name that begins with a digit', ['3d'], '"3d" is no name of a class'],
    ['a name that is too long', ['a'.repeat(31)], 'has 31 characters; at most 30'],
    ['a component', ['kfm-api'], '"kfm-api" is a component already'],
    ['a store', ['postgres'], '"postgres" is a store already'],
    ['an environment', ['stage'], '"stage" is an environment already'],
    ['an alias of one', ['staging'], '"staging" is an environment already'],
    ['a namespace', ['kfm-web'], '"kfm-web" is a namespace already'],
    ['a folder of dist', ['workloads'], '"workloads" is a name in dist/dev already'],
    ['a room of lib', ['policy'], '"policy" is a name in lib already'],
    ['a file of lib/app', ['frontend'], '"frontend" is a name in lib/app already'],
    ['a class of lib', ['trust-zone'], 'its class would be TrustZone, and there is a TrustZone already'],
    ['a class of JavaScript', ['map'], 'its class would be Map, and there is a Map already'],
    ['a device of Windows', ['com1'], '"com1" is no name of a file on Windows'],
    ['a kind that is none', ['x', '--kind', 'daemon'], "argument 'daemon' is invalid"],
    ['an environment that follows another', ['x', '--env', 'stage'], '--env stage: stage follows dev'],
    ['an environment that is none', ['x', '--env', 'def'], 'there is no environment "def"; did you mean "dev"?'],
    ['a namespace of another tier', ['x', '--namespace', 'platform-data'], 'of the tier frontend: kfm-web'],
    ['an image with a tag', ['x', '--image', 'registry.example.org/x:1'], 'without tag and digest'],
    ['an image without a registry', ['x', '--image', 'nginx'], 'a repository with its registry'],
    ['a version without a digest', ['x', '--release', '1.0.0'], '--release 1.0.0: expected --digest sha256:…'],
    ['a digest without a version', ['x', '--digest', DIGEST], 'expected --release VERSION beside it'],
    ['a digest that is none', ['x', '--release', '1.0.0', '--digest', 'sha256:1'], 'sha256:1'],
    ['a release of no commit', ['x', '--release', '1.0.0', '--digest', DIGEST], '--release 1.0.0: expected --source COMMIT'],
    ['a source without a release', ['x', '--source', SOURCE], `--source ${SOURCE}: expected --release VERSION beside it`],
    ['half a commit', ['x', '--release', '1.0.0', '--digest', DIGEST, '--source', '5e5e'], '--source 5e5e: expected the full id'],
    ['the image of another', ['x', '--release', '1.0.0', '--digest', TILES, '--source', SOURCE], `${TILES} is an image of tiles`],
    ['a name of the ledger', ['retired'], '"retired" is a name in envs/releases already'],
  ])('refuses %s and writes nothing', async (_, args, message) => {
    const before = texts();

    const { status, stdout, stderr } = await drive(['new', 'app', ...args]);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    expect(texts()).toEqual(before);
    expect(existsSync(join(project, 'lib/app/x.ts'))).toBe(false);
  });

  test('puts the releases beside a class that would no longer fit on a page', async () => {
    const before = read('envs/local/index.ts');

    const { status } = await drive(['new', 'app', 'archive-builder', '--env', 'local', ...RELEASE, DIGEST]);

    expect(status).toBe(0);
    expect(read('envs/local/releases.ts')).toContain(`'archive-builder': release('1.0.0', '${DIGEST}')`);
    expect(read('envs/local/index.ts')).toContain("import { releases } from './releases';");
    expect(read('envs/local/index.ts').split('\n').length).toBeLessThan(before.split('\n').length);
    expect(existsSync(join(project, 'dist/local/workloads/archive-builder'))).toBe(true);
  });

  test('refuses what would not render, in the words of the program, before it writes anything', async () => {
    const door = statSync(join(project, 'lib/index.ts')).ino;
    const index = join(project, 'envs/local/index.ts');
    const text = read('envs/local/index.ts');
    writeFileSync(index, text.replace('replicas: 1', 'replicas: 0'));

    const { status, stderr } = await drive(['new', 'app', 'x']);
    writeFileSync(index, text);

    expect(status).toBe(2);
    expect(stderr).toContain('nothing was written, since with it the project does not render');
    expect(stderr).toContain('replicas are 0');
    expect(existsSync(join(project, 'lib/app/x.ts'))).toBe(false);
    expect(statSync(join(project, 'lib/index.ts')).ino).toBe(door);
  });

  test('takes everything back if dist cannot be renewed', async () => {
    const before = texts();
    const foreign = join(project, 'dist/dev/foreign.yaml');
    writeFileSync(foreign, 'a: 1\n');

    const { status, stdout, stderr } = await drive(['new', 'app', 'x']);
    rmSync(foreign);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('dev/foreign.yaml');
    expect(texts()).toEqual(before);
    expect(['lib/app/x.ts', 'test/app/x.test.ts'].filter((path) => existsSync(join(project, path)))).toEqual([]);
  });

  test('adds a component, its lines where they belong, and what it renders', () => {
    const paths = ['lib/index.ts', 'envs/catalogue.ts', 'envs/dev/index.ts', 'envs/dev/releases.ts'];
    const before = Object.fromEntries(paths.filter((path) => existsSync(join(project, path))).map((path) => [path, read(path)]));
    const added = (path: string) => linesAdded(before[path] as string, read(path));

    const { status, stdout } = run(['new', 'app', 'zebra-builder', '--kind', 'worker', ...RELEASE, ZEBRA], { project });

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: [
        'added   lib/app/zebra-builder.ts',
        'added   test/app/zebra-builder.test.ts',
        'added   envs/releases/zebra-builder.json',
        'changed lib/index.ts',
        'changed envs/catalogue.ts',
        ...(existsSync(join(project, 'envs/dev/releases.ts')) ? ['changed envs/dev/releases.ts'] : []),
        'changed envs/dev/index.ts',
        '',
      ].join('\n'),
    });
    expect(added('lib/index.ts')).toEqual(["export { ZebraBuilder, type ZebraBuilderProps } from './app/zebra-builder';"]);
    expect(added('envs/catalogue.ts')).toEqual([
      "    'zebra-builder': { namespace: 'kfm-pipelines', image: 'registry.kfm.example.org/kfm/zebra-builder' },",
    ]);
    const beside = existsSync(join(project, 'envs/dev/releases.ts')) ? added('envs/dev/releases.ts') : [];
    expect([...added('envs/dev/index.ts'), ...beside].sort()).toEqual(
      [
        '  ZebraBuilder,',
        `  'zebra-builder': release('1.0.0', '${ZEBRA}'),`,
        "    new ZebraBuilder(this, { release: releases['zebra-builder'], api, replicas: 1 });",
      ].sort(),
    );
    expect(JSON.parse(read('envs/releases/zebra-builder.json'))).toEqual({
      component: 'zebra-builder',
      releases: [{ version: '1.0.0', digest: ZEBRA, source: SOURCE }],
    });
    expect(read('dist/dev/workloads/zebra-builder/deployment.apps_zebra-builder.yaml')).toContain(`zebra-builder:1.0.0@${ZEBRA}`);
  });

  test('makes sources of each kind that types, formatter and their own tests accept', async () => {
    let door = { path: 'lib/index.ts', text: read('lib/index.ts') };
    let catalogue = { path: 'envs/catalogue.ts', text: read('envs/catalogue.ts') };
    for (const kind of KINDS) {
      const name = `new-${kind}`;
      writeFileSync(join(project, `lib/app/${name}.ts`), componentSource(name, kind));
      writeFileSync(join(project, `test/app/${name}.test.ts`), componentTest(name, kind));
      door = { ...door, text: withExport(door, exportStatement(name)) };
      const components = blockAt(catalogue, /\bcomponents: \{/, 'components');
      catalogue = {
        ...catalogue,
        text: withEntry(catalogue, components, catalogueEntry(name, 'kfm-pipelines', `registry.example.org/${name}`)),
      };
    }
    for (const { path, text } of [door, catalogue]) writeFileSync(join(project, path), text);
    const tool = (name: string, ...args: string[]): Promise<string> =>
      new Promise((done) => {
        execFile(join(PROJECT, 'node_modules/.bin', name), args, { cwd: project }, (_, stdout, stderr) => done(stdout + stderr));
      });

    const [formatter, types, tests] = await Promise.all([
      tool('biome', 'check', '--error-on-warnings', 'lib/app', 'lib/index.ts', ...SOURCES, 'test/app'),
      tool('tsc'),
      tool('jest', '-i', '--cacheDirectory', join(project, 'cache')),
    ]);

    expect(formatter).toMatch(/^Checked \d+ files in \S+ No fixes applied\.\n$/);
    expect(types.split('\n').filter((line) => /^(?:lib|envs|test)\//.test(line))).toEqual([]);
    expect(tests).toContain(`Tests:       ${3 * (KINDS.length + 2)} passed`);
  });
});
