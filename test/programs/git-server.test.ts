import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from './repository';

const SCRIPT = join(__dirname, '../../stacks/scripts/git-server.js');

let server: ChildProcess;
let read: string;
let write: string;

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'git-server-'));
  const env = { PATH: process.env.PATH, GIT_ROOT: root, READ_PORT: '0', WRITE_PORT: '0' };
  server = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  await new Promise<void>((ready) =>
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.trim().split('\n'));
      if (lines.length === 2) ready();
    }),
  );
  const portOf = (loopback: boolean): string =>
    lines
      .find((line) => line.includes('127.0.0.1') === loopback)
      ?.split(':')
      .pop() ?? '';
  read = `http://127.0.0.1:${portOf(false)}`;
  write = `http://127.0.0.1:${portOf(true)}`;
});
afterAll(() => server.kill());

function workingCopy(): Repository {
  const folder = mkdtempSync(join(tmpdir(), 'git-server-work-'));
  const repository = new Repository(folder);
  repository.git('init', '--quiet', '--initial-branch', 'main');
  writeFileSync(join(folder, 'file'), 'shown\n');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'A file');
  return repository;
}

test('shows by one port what was pushed by the other', () => {
  const pushed = workingCopy();
  pushed.git('push', '--quiet', '--force', `${write}/desired-state.git`, 'HEAD:refs/heads/main');
  const fetched = new Repository(mkdtempSync(join(tmpdir(), 'git-server-clone-')));
  fetched.git('init', '--quiet');
  fetched.git('fetch', '--quiet', `${read}/desired-state.git`, 'main');

  expect(fetched.git('rev-parse', 'FETCH_HEAD')).toBe(pushed.git('rev-parse', 'HEAD'));
});

test('takes nothing by the port that the cluster reaches', () => {
  const pushed = workingCopy();

  expect(() => pushed.git('push', '--quiet', '--force', `${read}/desired-state.git`, 'HEAD:refs/heads/main')).toThrow(/403/);
});

test.each(['/desired-state.git/git-receive-pack', '/desired-state.git/info/refs?service=git-receive-pack'])(
  'refuses %s there',
  async (path) => {
    const answer = await fetch(`${read}${path}`, { method: path.includes('?') ? 'GET' : 'POST' });

    expect([answer.status, await answer.text()]).toEqual([403, 'this port only reads\n']);
  },
);

test('answers the kubelet', async () => {
  expect((await fetch(`${read}/healthz`)).status).toBe(200);
});

test('leaves its folder by no path', async () => {
  expect((await fetch(`${read}/..%2f..%2fetc/passwd`)).status).toBe(404);
});
