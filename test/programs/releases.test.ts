import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digest, type Repository, repository, SOURCE, shipped } from './repository';

let platform: Repository;
let start: string;

beforeAll(() => {
  platform = repository('dev', 'stage');
  start = platform.git('rev-parse', 'HEAD').trim();
}, 60_000);
beforeEach(() => platform.reset(start));
afterAll(() => platform.remove());

/** The cells of each row, by the first one. */
function rowsOf(table: string): Record<string, string[]> {
  const [, ...rows] = table.trim().split('\n');
  return Object.fromEntries(rows.map((row) => row.split(/ {2,}/)).map(([name = '', ...cells]) => [name, cells]));
}

describe('releases', () => {
  test('of a locked environment are what its locks hold', () => {
    const { status, stdout, stderr } = platform.run('releases', 'staging');

    const rows = rowsOf(stdout);
    const released = readdirSync(join(platform.root, 'envs/stage/lock')).filter(
      (file) => 'version' in JSON.parse(platform.read(`envs/stage/lock/${file}`)),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(rows).map((name) => `${name}.json`)).toEqual(released);
    expect(rows['kfm-api']?.slice(0, 2)).toEqual([shipped('kfm-api').version, `${shipped('kfm-api').digest.slice(0, 15)}…`]);
  });

  test('tell where a release came from, what was there before it, and by which commit', () => {
    platform.run('promote', 'tiles', '--to', 'dev', '--version', '99.4.0', '--digest', digest('a'), '--source', SOURCE);
    platform.commit('Promote tiles to dev');
    platform.run('promote', 'tiles', '--to', 'stage');
    const commit = platform.commit('Promote tiles to stage');

    expect(rowsOf(platform.run('releases', 'stage').stdout).tiles).toEqual(['99.4.0', 'sha256:aaaaaaaa…', 'dev', shipped('tiles').version]);
    const history = rowsOf(platform.run('releases', 'stage', '--history', 'tiles').stdout);
    expect(Object.keys(history)).toEqual([commit.slice(0, 8), start.slice(0, 8)]);
    expect(history[commit.slice(0, 8)]?.slice(1)).toEqual(['99.4.0', 'dev', 'Promote tiles to stage']);
    const { steps } = JSON.parse(platform.run('releases', 'stage', '--history', 'tiles', '--json').stdout);
    expect(steps[0]).toMatchObject({ commit, version: '99.4.0', digest: digest('a'), from: 'dev', subject: 'Promote tiles to stage' });
  });

  test('of an environment without locks are what its class says', () => {
    platform.replace('envs/dev/index.ts', /tiles: release\('[^']+', '[^']+'\)/, `tiles: release('99.5.0', '${digest('b')}')`);

    const { status, stdout } = platform.run('releases', 'dev', '--json');

    expect(status).toBe(0);
    expect(JSON.parse(stdout).releases).toContainEqual({ component: 'tiles', version: '99.5.0', digest: digest('b'), before: [] });
  });

  test('say that a line moved which nobody rendered', () => {
    platform.replace('envs/stage/index.ts', /tiles: release\('[^']+', '[^']+'\)/, `tiles: release('99.5.0', '${digest('b')}')`);

    const { status, stdout, stderr } = platform.run('releases', 'stage');

    expect(rowsOf(stdout).tiles?.[0]).toBe(shipped('tiles').version);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `tiles: its line in envs/stage says 99.5.0, dist holds ${shipped('tiles').version}; npm run synth promotes it or says why not\n`,
    });
  });

  test.each([
    [['stag'], 'there is no environment "stag"; did you mean "stage"?'],
    [['stage', '--history', 'kfm-apo'], 'did you mean "kfm-api"?'],
    [['stage', '--history', 'postgres'], 'postgres has no releases in stage: it is shared or a store'],
    [['dev', '--history', 'tiles'], 'dev has no locks'],
  ])('%j are refused', (args, message) => {
    const { status, stdout, stderr } = platform.run('releases', ...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
