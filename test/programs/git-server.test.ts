import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Repository } from './repository';

const SCRIPT = join(__dirname, '../../stacks/scripts/git-server.js');

const servers: ChildProcess[] = [];
let read: string;
let write: string;

/** Starts a server, with programs that come before those of this machine. @returns where it is read and written */
async function serve(...path: string[]): Promise<[string, string]> {
  const root = mkdtempSync(join(tmpdir(), 'git-server-'));
  const env = { PATH: [...path, process.env.PATH].join(':'), GIT_ROOT: root, READ_PORT: '0', WRITE_PORT: '0' };
  const server = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
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
  return [`http://127.0.0.1:${portOf(false)}`, `http://127.0.0.1:${portOf(true)}`];
}

/** A folder with a git whose HTTP program is a script. */
function gitWith(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'git-server-bin-'));
  writeFileSync(join(folder, 'git'), `#!/bin/sh\nif [ "$1" != http-backend ]; then exit 0; fi\n${script}\n`, { mode: 0o755 });
  return folder;
}

/** What a server answers to a path as it stands, whatever is wrong with it. */
function statusOf(server: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ port: new URL(server).port, host: '127.0.0.1', path, timeout: 5_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

beforeAll(async () => {
  [read, write] = await serve();
});
afterAll(() => {
  for (const server of servers) server.kill();
});

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

test.each(['/%', '/desired-state.git/%ff', '/desired-state.git/%00', '//', 'http://['])('survives the URL %s', async (path) => {
  expect(await statusOf(read, path)).toBe(400);
  expect(await statusOf(read, '/healthz')).toBe(200);
});

test.each([
  ['says nothing', 'exit 1'],
  ['is killed within its headers', "printf 'Content-Type: text/plain'; kill -9 $$"],
])('answers when a child %s', async (_, script) => {
  const [server] = await serve(gitWith(script));

  expect(await statusOf(server, '/desired-state.git/info/refs')).toBe(500);
  expect(await statusOf(server, '/healthz')).toBe(200);
});

test('ends the child of a client that goes away', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'git-server-child-'));
  const [server] = await serve(gitWith(`echo $$ > '${folder}/pid.part'; mv '${folder}/pid.part' '${folder}/pid'; exec sleep 60`));
  const client = new AbortController();
  const asked = fetch(`${server}/desired-state.git/info/refs`, { signal: client.signal }).catch(({ name }: Error) => name);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let looks = 0; !holds() && looks < 200; looks++) await setTimeout(25);
    expect(holds()).toBe(true);
  };
  await until(() => existsSync(join(folder, 'pid')));
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  expect(isAlive(pid)).toBe(true);

  client.abort();

  expect(await asked).toBe('AbortError');
  await until(() => !isAlive(pid));
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
