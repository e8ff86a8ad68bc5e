import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Ledger, type Lock, lockText, parseLock, sha256 } from '../../lib';
import { digest, type Repository, repository } from './repository';

/** What somebody could write who may change locks, ledgers and dist, and wants no gate. */
let copy: Repository;

beforeAll(() => {
  copy = repository();
});
beforeEach(() => {
  copy.git('checkout', '--quiet', '-B', 'branch', 'main');
});
afterAll(() => copy.remove());

function rewrite<T>(path: string, change: (record: T) => T): void {
  copy.write(path, `${JSON.stringify(change(JSON.parse(copy.read(path))), null, 2)}\n`);
}

/** A lock as somebody writes it who knows how synth would. */
function relock(path: string, change: (lock: Lock) => Lock): void {
  copy.write(path, lockText(change(parseLock(copy.read(path), path))));
}

test('locks and ledgers that agree with dist and were never promoted are found by what the base has', () => {
  const file = 'workloads/tiles/deployment.apps_tiles.yaml';
  copy.replace(`dist/stage/${file}`, 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true');
  const files = { [file]: sha256(copy.read(`dist/stage/${file}`)) };
  relock('envs/stage/lock/tiles.json', (lock) => ({ ...lock, files: { ...lock.files, ...files } }));
  relock('envs/prod/lock/kfm-ui.json', (lock) => ({ ...lock, held: [...lock.held, digest('b')] }));
  rewrite<Ledger>('envs/releases/indexer.json', ({ component, releases: [entry] }) => ({
    component,
    releases: [{ version: entry?.version ?? '', digest: entry?.digest ?? '', source: 'c0'.repeat(20) }],
  }));
  copy.commit('Nothing to see here');

  const blind = copy.run('validate', '--env', 'stage', 'prod');
  const { status, stdout } = copy.run('validate', '--base', 'main');

  expect(blind).toMatchObject({ status: 0 });
  expect(status).toBe(1);
  for (const line of [
    'error envs/releases/indexer.json: the ledger lost or changed indexer ',
    'error envs/stage/lock/tiles.json: the lock of tiles holds files',
    `error envs/prod/lock/kfm-ui.json: the lock of kfm-ui says that prod has held ${digest('b')}, which was never merged`,
  ]) {
    expect(stdout).toContain(line);
  }
});

test('what a branch tried on its way and took back was never held, however it was merged', () => {
  const file = 'workloads/tiles/deployment.apps_tiles.yaml';
  const lock = 'envs/prod/lock/tiles.json';
  copy.git('checkout', '--quiet', '-B', 'trial', 'main');
  copy.replace(`dist/prod/${file}`, 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true');
  const files = { [file]: sha256(copy.read(`dist/prod/${file}`)) };
  relock(lock, (before) => ({ ...before, files: { ...before.files, ...files } }));
  const tried = copy.commit('Try it');
  copy.git('checkout', 'main', '--', lock, `dist/prod/${file}`);
  copy.write('notes.md', 'nothing\n');
  copy.commit('Take it back');
  copy.git('checkout', '--quiet', '-B', 'merged', 'main');
  copy.git('merge', '--quiet', '--no-ff', '--message', 'Merge the trial', 'trial');
  copy.git('checkout', '--quiet', '-B', 'branch');
  copy.git('checkout', tried, '--', lock, `dist/prod/${file}`);
  copy.commit('Bring it back');

  const { status, stdout } = copy.run('validate', '--base', 'merged');

  expect(status).toBe(1);
  expect(stdout).toContain('error envs/prod/lock/tiles.json: the lock of tiles holds files');
});

test('a lock that vanished while the class makes the component is found', () => {
  rmSync(join(copy.root, 'envs/prod/lock/tiles.json'));
  copy.commit('Forget tiles');

  const { status, stdout } = copy.run('validate', '--base', 'main');

  expect(status).toBe(1);
  expect(stdout).toContain('error envs/prod/lock/tiles.json: the lock of tiles is gone, but the class of prod still makes it');
});

test('an environment that is not locked any more, or is none any more, is found', () => {
  copy.replace('envs/stage/index.ts', 'locked: true', 'locked: false');
  copy.replace('envs/index.ts', "  prod: async () => (await import('./prod')).Prod,\n", '');
  copy.commit('Open stage, drop prod');

  const { status, stdout } = copy.run('validate', '--base', 'main');

  expect(status).toBe(1);
  expect(stdout).toContain('error envs/stage/lock/: stage had locks and is not locked any more, so whatever is merged reaches it');
  expect(stdout).toContain('error envs/prod/lock/: prod had locks and is not locked any more, so whatever is merged reaches it');
});

test('a commit that changes no lock is judged by the gates alone, and a branch without a common commit not at all', () => {
  copy.git('checkout', '--quiet', '--orphan', 'elsewhere');
  copy.git('commit', '--quiet', '--message', 'Another beginning');

  const fine = copy.run('validate', '--base', 'HEAD');
  const strange = copy.run('validate', '--base', 'main');

  expect(fine).toMatchObject({ status: 0, stdout: expect.stringContaining('0 errors and 0 warnings') });
  expect(strange).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--base main: HEAD has no commit in common') });
});
