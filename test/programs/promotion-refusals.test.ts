import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../cli/main';
import type { Outcome } from '../cli/run';
import { digest, type Repository, repository, SOURCE, shipped } from './repository';

let copy: Repository;
let start: string;

beforeAll(() => {
  copy = repository();
  start = copy.git('rev-parse', 'HEAD').trim();
});
afterAll(() => copy.remove());

/** The program in this process, where environments are as this project has them; what an edit makes of a class is rendered from the copy. */
async function drive(...args: string[]): Promise<Outcome> {
  const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const status = await main(args, copy.root);
  const [out, error] = [stdout, stderr].map(({ mock }) => mock.calls.map(([text]) => text).join(''));
  stdout.mockRestore();
  stderr.mockRestore();
  return { status, stdout: out as string, stderr: error as string };
}

const STAGE = 'envs/stage/index.ts';
const TILES = shipped('tiles').digest;
const UI = shipped('kfm-ui');
const UI_LINE = /'kfm-ui': release\(.*\),/;

function arrival(version: string, of: string, ...more: string[]): string[] {
  return ['promote', 'kfm-ui', '--to', 'dev', '--version', version, '--digest', of, ...more];
}

describe('promote refuses what nobody could mean, and writes nothing:', () => {
  test.each<[string, string[], string]>([
    ['no component', ['promote', '--to', 'stage'], 'name the components to promote, or say --all, not both'],
    ['a component and all', ['promote', 'kfm-ui', '--all', '--to', 'stage'], 'name the components to promote, or say --all, not both'],
    ['an unknown environment', ['promote', 'kfm-ui', '--to', 'stag'], 'there is no environment "stag"; did you mean "stage"?'],
    ['an unknown component', ['promote', 'kfm-u', '--to', 'stage'], 'has no release of "kfm-u"; did you mean "kfm-ui"?'],
    ['a version of what has none', ['promote', 'postgres', '--to', 'stage'], 'has no release of "postgres"; known are'],
    ['the same', ['promote', 'postgres', '--to', 'stage'], 'have none and are promoted with --config-only'],
    [
      'an unknown shared component',
      ['promote', 'project', '--to', 'stage', '--config-only'],
      'stage has no component "project"; did you mean "projects"?',
    ],
    ['the base of what is not locked', ['promote', 'kfm-ui', '--to', 'dev', '--config-only'], 'dev is not locked, so its base needs no'],
    ['a release from nowhere', ['promote', 'kfm-ui', '--to', 'dev'], 'dev follows no environment, so releases arrive here by --version'],
    ['a version without a digest', ['promote', 'kfm-ui', '--to', 'dev', '--version', '99.0.0'], '99.0.0 without its digest'],
    ['a digest without a version', ['promote', 'kfm-ui', '--to', 'dev', '--digest', digest('c')], '--hotfix belong to a --version'],
    ['a digest of 63 digits', arrival('99.0.0', `sha256:${'c'.repeat(63)}`), '64 lower-case hexadecimal digits'],
    ['a digest in upper case', arrival('99.0.0', digest('C')), '64 lower-case hexadecimal digits'],
    ['a tag for a version', arrival('latest', digest('c')), 'latest'],
    ['a release of no commit', arrival('99.0.0', digest('c')), 'expected --source COMMIT with the full id'],
    ['half a commit', arrival('99.0.0', digest('c'), '--source', '5e5e5e5'), 'expected --source COMMIT with the full id'],
    ['the image of another component', arrival('99.0.0', TILES, '--source', SOURCE), `${TILES} is an image of tiles`],
    ['a version with another digest', arrival(UI.version, digest('c'), '--source', SOURCE), `${UI.version} is ${UI.digest}`],
    [
      'an arrival in what follows another',
      ['promote', 'kfm-ui', '--to', 'prod', '--version', '99.0.0', '--digest', digest('c'), '--source', SOURCE],
      "prod follows stage, and releases arrive where nothing is followed; promote from there, or say --hotfix 'INCIDENT: reason'",
    ],
    ['adopting twice', ['promote', '--adopt', '--to', 'stage'], 'stage has locks already; adopting them is done once'],
    ['adopting what is not locked', ['promote', '--adopt', '--to', 'dev'], 'dev is not locked'],
    ['adopting one component', ['promote', 'kfm-ui', '--adopt', '--to', 'stage'], '--adopt takes the environment as a whole'],
    ['a rollback of what is not locked', ['rollback', 'kfm-ui', '--env', 'dev', '--to', '1.0.0'], 'dev is not locked'],
    [
      'a rollback of what has no version',
      ['rollback', 'postgres', '--env', 'stage', '--to', '1.0.0'],
      'stage holds no version of postgres',
    ],
    ['a rollback of what is not there', ['rollback', 'kfm-u', '--env', 'stage', '--to', '1.0.0'], 'did you mean "kfm-ui"?'],
    ['a version never held', ['rollback', 'kfm-ui', '--env', 'stage', '--to', '9.9.9'], `its versions there are ${UI.version}`],
    [
      'a version never held, rendered again',
      ['rollback', 'kfm-ui', '--env', 'stage', '--to', '9.9.9', '--rerender'],
      'kfm-ui 9.9.9 was never held here',
    ],
    ['a review since nowhere', ['validate', '--base', 'no-such-branch'], '--base no-such-branch'],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await drive(...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(copy.changed()).toEqual([]);
  });
});

describe('a class that was edited by hand', () => {
  afterEach(() => copy.reset());

  test.each<[string, RegExp | string, string, number, string]>([
    ['has a release without a digest', UI_LINE, "'kfm-ui': release('1.9.0'),", 2, 'release("1.9.0", "undefined")'],
    ['lacks a field', 'cluster: clusters.stage,', '', 2, 'envs/stage/index.ts: new Stage() failed: '],
    ['throws', "purpose: 'rehearsal',", "purpose: (() => { throw new Error('no idea'); })(),", 2, 'new Stage() failed: no idea'],
    ['extends something else', 'extends Environment', 'extends (Object as unknown as typeof Environment)', 2, 'new Stage() failed'],
    ['has a digest that no ledger has', UI_LINE, `'kfm-ui': release('1.9.1', '${digest('c')}'),`, 1, 'the ledger has no 1.9.1 sha256:ccc'],
    ['has the image of another', UI_LINE, `'kfm-ui': release('99.4.2', '${TILES}'),`, 1, `${TILES} is an image of tiles`],
  ])('and %s is refused, and stage keeps its old tree', (_, from, to, status, message) => {
    copy.replace(STAGE, from, to);

    const outcome = copy.run('synth', '--env', 'stage');

    expect(outcome.status).toBe(status);
    expect(outcome.stdout + outcome.stderr).toContain(message);
    expect(copy.changed()).toEqual([STAGE]);
  });
});

describe('a promotion to dev', () => {
  afterEach(() => copy.reset(start));
  const command = [...arrival('99.0.0', digest('c'), '--source', SOURCE)];
  const line = `'kfm-ui': release('99.0.0', '${digest('c')}')`;
  const { version: NOW, digest: OLD } = UI;

  test.each<[string, string, string]>([
    ['in odd formatting', `"kfm-ui"  :release( "${NOW}" ,\n"${OLD}"),`, `"kfm-ui"  :release( "99.0.0" ,\n"${digest('c')}"),`],
    [
      'between comments that say the same',
      `// was '${OLD}' once\n  'kfm-ui': /* ${OLD} */ release('${NOW}', '${OLD}'), // ${OLD}`,
      `// was '${OLD}' once\n  'kfm-ui': /* ${OLD} */ ${line.slice(10)}, // ${OLD}`,
    ],
    ['with Windows line ends', `'kfm-ui': release('${NOW}', '${OLD}'),\r\n\r\n`, `${line},\r\n\r\n`],
  ])('edits the strings of a line %s, and nothing else', async (_, before, after) => {
    copy.replace('envs/dev/index.ts', UI_LINE, before);
    copy.git('commit', '--quiet', '--all', '--message', 'As somebody writes it');
    const text = copy.read('envs/dev/index.ts');

    const { status } = await drive(...command);

    expect(status).toBe(0);
    expect(copy.read('envs/dev/index.ts')).toBe(text.replace(before, after));
    expect(copy.changed()).toContain('dist/dev/workloads/kfm-ui/deployment.apps_kfm-ui.yaml');
  });

  test('does not mind changes in files that it does not touch, and minds those in files that it does', async () => {
    const mixed = ['envs/dev/index.ts', 'envs/releases/kfm-ui.json', 'dist/dev/workloads/kfm-ui/deployment.apps_kfm-ui.yaml'];
    for (const path of mixed) {
      copy.replace(path, /$/, path.endsWith('.yaml') ? '# mine\n' : '\n');
      const { status, stdout, stderr } = await drive(...command);

      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(`these files have changes that are not committed and would be changed as well; commit or stash them first`);
      expect(stderr).toContain(`  ${path}`);
      expect(copy.changed()).toEqual([path]);
      copy.reset();
    }
    copy.replace('package.json', /$/, '\n');
    copy.replace(STAGE, "'rehearsal'", "'rehearsal' as const");

    const { status } = await drive(...command);

    expect(status).toBe(0);
    expect(copy.changed()).toEqual(expect.arrayContaining(['package.json', STAGE, ...mixed]));
  });

  test('is refused on a detached HEAD, unless that is said to be fine', async () => {
    copy.git('checkout', '--quiet', '--detach');

    const refused = await drive(...command, '--dry-run');
    const accepted = await drive(...command, '--dry-run', '--detached');
    copy.git('checkout', '--quiet', 'main');

    expect(refused).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('HEAD is detached') });
    expect(accepted.status).toBe(0);
    expect(copy.changed()).toEqual([]);
  });

  test('is refused where there is no git repository', async () => {
    mkdirSync(join(copy.root, 'node_modules/.away'), { recursive: true });
    renameSync(join(copy.root, '.git'), join(copy.root, 'node_modules/.away/.git'));

    const { status, stdout, stderr } = await drive(...command);
    renameSync(join(copy.root, 'node_modules/.away/.git'), join(copy.root, '.git'));

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('is not in a git repository');
    expect(copy.changed()).toEqual([]);
  });

  test('is refused in the words of git where the repository belongs to somebody else', async () => {
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1';

    const { status, stdout, stderr } = await drive(...command);
    delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('git config --global --add safe.directory');
  });

  test('is shown and not made by --dry-run, and told as JSON', async () => {
    const { status, stdout } = await drive(...command, '--dry-run', '--json');

    const report = JSON.parse(stdout);
    expect(status).toBe(0);
    expect({ environment: report.environment, written: report.written }).toEqual({ environment: 'dev', written: [] });
    expect(report.planned).toEqual([
      'envs/releases/kfm-ui.json',
      'envs/dev/index.ts',
      'dist/dev/workloads/kfm-ui/deployment.apps_kfm-ui.yaml',
    ]);
    expect(report.message).toMatch(/^Promote kfm-ui 99\.0\.0 to dev\n/);
    expect(copy.changed()).toEqual([]);

    const made = await drive(...command, '--json');
    expect(JSON.parse(made.stdout).written).toEqual(report.planned);
    expect(copy.changed().sort()).toEqual([...report.planned].sort());
  });
});

describe('the first locks of an environment', () => {
  beforeAll(() => {
    copy.git('rm', '-r', '--quiet', 'envs/stage/lock', 'envs/releases/tiles.json');
    copy.commit('Before there were locks');
  });
  afterAll(() => copy.reset(start));
  afterEach(() => copy.reset());

  test('are missed by synth, which keeps the tree and says where they come from', async () => {
    const { status, stdout } = await drive('synth', '--env', 'stage');

    expect(status).toBe(1);
    expect(stdout).toContain('promote -- --adopt --to stage');
    expect(copy.changed()).toEqual([]);
  });

  test('are not taken from a dist that is not what the class renders', async () => {
    copy.replace('dist/stage/workloads/tiles/service_tiles.yaml', /$/, '# mine\n');

    const { status, stdout, stderr } = await drive('promote', '--adopt', '--to', 'stage');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('dist/stage/workloads/tiles/service_tiles.yaml is not what the class renders');
    expect(copy.changed()).toEqual(['dist/stage/workloads/tiles/service_tiles.yaml']);
  });

  test('are for what dist holds, and the ledger gets what runs', async () => {
    const { status, stdout } = await drive('promote', '--adopt', '--to', 'stage');

    expect(status).toBe(0);
    expect(stdout).toContain('Adopt stage');
    copy.git('add', '--all');
    const moved = copy.git('diff', '--cached', '--name-only', start, '--', 'dist', 'envs/stage/index.ts', 'envs/releases');
    expect(moved).toBe('');
    expect(copy.git('ls-files', 'envs/stage/lock').trim().split('\n')).toEqual(
      copy.git('ls-tree', '-r', '--name-only', start, 'envs/stage/lock/').trim().split('\n'),
    );
  });
});

describe('a line that is held', () => {
  beforeAll(() => {
    copy.replace('envs/dev/index.ts', /'kfm-ui': release\('[^']*'/, "'kfm-ui': release('99.9.2'");
    copy.replace('envs/dev/index.ts', /(release\('99\.9\.2', ').*?'/, `$1${digest('d')}'`);
    copy.replace('envs/dev/index.ts', /tiles: release\(.*\)/, `tiles: release('99.5.0', '${digest('e')}')`);
    copy.replace(STAGE, UI_LINE, '$& // held: KFM-412');
    for (const [name, version, of] of [
      ['kfm-ui', '99.9.2', 'd'],
      ['tiles', '99.5.0', 'e'],
    ] as const) {
      const path = `envs/releases/${name}.json`;
      const { releases } = JSON.parse(copy.read(path));
      const entry = { version, digest: digest(of), source: SOURCE };
      copy.write(path, `${JSON.stringify({ component: name, releases: [...releases, entry] }, null, 2)}\n`);
    }
    copy.run('synth');
    copy.commit('Hold kfm-ui in stage');
  });

  test('is not promoted without --force', async () => {
    const { status, stdout, stderr } = await drive('promote', 'kfm-ui', '--to', 'stage');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('envs/stage/index.ts: kfm-ui is held (KFM-412)');
    expect(copy.changed()).toEqual([]);
  });

  test('is left alone by --all, which says so', async () => {
    const { status, stdout, stderr } = await drive('promote', '--all', '--to', 'stage', '--dry-run');

    expect(status).toBe(0);
    expect(stderr).toContain('stage: leaves kfm-ui alone, which is held: KFM-412\n');
    expect(stderr).toContain('stage: tiles 99.5.0 is promoted from dev (release)');
    expect(stdout).not.toContain('kfm-ui 99.9.2');
  });

  test('is promoted with --force, and stays held', async () => {
    const { status } = await drive('promote', 'kfm-ui', '--to', 'stage', '--force');

    expect(status).toBe(0);
    expect(copy.read(STAGE)).toContain(`'kfm-ui': release('99.9.2', '${digest('d')}'), // held: KFM-412`);
    copy.reset();
  });
});
