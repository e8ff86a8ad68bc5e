import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandContext } from '../../cli/command';
import { backup } from '../../cli/commands/backup';
import { type RestoreOptions, restore } from '../../cli/commands/restore';
import { Refusal } from '../../lib';
import { context, type Outcome, PROJECT } from '../cli/run';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  mkdirSync(join(folder, 'bin'));
  const script = `#!/bin/sh\nexec '${process.execPath}' '${join(__dirname, 'backup-fakes/kubectl.js')}' "$@"\n`;
  writeFileSync(join(folder, 'bin/kubectl'), script, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stage's API server, by its address. */
const SERVER = 'https://10.17.0.5:6443';
const STAGE = { env: 'staging', context: 'stage', remote: '10.17.0.5' };
const STARTED = '2026-01-31T10:00:00Z';
const NEW = '2026-01-31T10-00-07Z';
const OLD = '2026-01-30T01-17-42Z';

interface Call {
  readonly args: readonly string[];
  readonly stdin?: {
    readonly metadata: { name: string; labels?: object };
    readonly spec: { readonly template: { readonly spec: PodSpec } };
  };
}

interface PodSpec {
  readonly initContainers: { name: string; command: string[]; env: { name: string; value?: string }[] }[];
  readonly containers: { name: string; command: string[]; volumeMounts: { name: string }[] }[];
  readonly volumes: { name: string }[];
}

/** Runs a command with kubectl as the scenario has it. */
async function command(work: (given: CommandContext) => Promise<number>, scenario: object = {}): Promise<Outcome> {
  const told = { dist: join(PROJECT, 'dist/stage'), server: SERVER, started: STARTED, artifacts: [OLD, NEW], ...scenario };
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify(told));
  const given = context(PROJECT, { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, FAKE_FOLDER: folder });
  try {
    const status = await work(given.context);
    return { status, stdout: given.stdout(), stderr: given.stderr() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 2, stdout: given.stdout(), stderr: `${given.stderr()}${error.message}` };
  }
}

function backUp(store: string, scenario: object = {}, env = 'staging'): Promise<Outcome> {
  return command((given) => backup(store, { ...STAGE, env }, given), scenario);
}

function bringBack(store: string, from: string, scenario: object = {}, consent: Partial<RestoreOptions> = {}): Promise<Outcome> {
  return command((given) => restore(store, { ...STAGE, from, yes: true, ...consent }, given), scenario);
}

function calls(): Call[] {
  const file = join(folder, 'calls.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Call);
}

/** Jobs that were started, by the beginnings of their names. */
function started(): string[] {
  return calls().flatMap(({ stdin }) => (stdin === undefined ? [] : [stdin.metadata.name.replace(/-\d{8}-\d{6}-[0-9a-f]{4}$/, '')]));
}

function jobOf(start: string): NonNullable<Call['stdin']> {
  const found = calls().find(({ stdin }) => stdin?.metadata.name.startsWith(start))?.stdin;
  if (found === undefined) throw new Error(`no job ${start} was started`);
  return found;
}

describe('backup', () => {
  test('starts a Job as the CronJob would, follows it, and names the artifact that is whole in the bucket', async () => {
    const { status, stdout, stderr } = await backUp('postgres');

    expect({ status, stdout }).toEqual({ status: 0, stdout: `postgres: ${NEW} in kfm-stage-backup/postgres\n` });
    expect(stderr).toContain(`stage at stage, ${SERVER}`);
    expect(stderr).toMatch(/postgres-backup-\d{8}-\d{6}-[0-9a-f]{4}: running dump/);
    expect(started()).toEqual(['postgres-backup', 'postgres-list']);
  });

  test('leaves nothing of the listing behind, and lets it write nowhere', async () => {
    await backUp('postgres');

    const { metadata, spec } = jobOf('postgres-list');
    const [list] = spec.template.spec.containers;
    expect(list?.command.at(-1)).toMatch(/^rclone lsf [^|;&]*$/);
    expect([...spec.template.spec.volumes, ...(list?.volumeMounts ?? [])].map(({ name }) => name)).not.toContain('work');
    expect(metadata.labels).toBeUndefined();
    expect(calls().at(-1)?.args).toEqual(expect.arrayContaining(['delete', 'job', metadata.name]));
  });

  test('backs up all stores in the order of their nights, the mirror of objects last', async () => {
    const { status, stdout } = await backUp('all');

    expect(status).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual(['postgres', 'audit', 'objects', '']);
    expect(started()).toEqual(['postgres-backup', 'postgres-list', 'audit-backup', 'audit-list', 'objects-backup']);
  });

  test('shows the last lines of a Job that failed, goes on with the others, and exits with 1', async () => {
    const { status, stdout, stderr } = await backUp('all', { failing: ['postgres-backup'] });

    expect(status).toBe(1);
    expect(stdout).toMatch(/^postgres: the backup failed \(job platform-data\/postgres-backup-/);
    expect(stdout).toContain(`audit: ${NEW}`);
    expect(stderr).toContain('pg_dump: error: connection refused');
  });

  test('calls no backup made that is not in the bucket', async () => {
    const { status, stdout } = await backUp('postgres', { artifacts: [OLD] });

    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: 'postgres: the job succeeded, and the bucket kfm-stage-backup has no whole backup since 2026-01-31T10-00-00Z\n',
    });
  });

  test('goes on watching when the API server is away for a moment', async () => {
    expect(await backUp('postgres', { silences: 3 })).toMatchObject({ status: 0 });
  });

  test('gives up watching, and says that the Job may go on, when it stays away', async () => {
    const { status, stderr } = await backUp('postgres', { silences: 99 });

    expect(status).toBe(2);
    expect(stderr).toContain(
      'cannot be watched any more, and may go on; look by kubectl --context stage --namespace platform-data get job',
    );
  });

  test.each([
    ['local', 'postgres', 'local has no backups: by the facts of local-254carbon in envs/clusters.ts it has no backup bucket'],
    ['dev', 'all', 'dev has no backups: by the facts of kfm-dev'],
    ['stage', 'search', 'search is rebuildable and has no backups; backups are of postgres, audit, objects'],
    ['stage', 'postgers', 'there is no store "postgers"; did you mean "postgres"?'],
  ])('refuses in %s the store %s before it touches a cluster', async (env, store, message) => {
    const { status, stdout, stderr } = await backUp(store, {}, env);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(calls()).toEqual([]);
  });

  test('refuses the cluster of another environment by the address of its server', async () => {
    const { status, stderr } = await backUp('postgres', { server: 'https://10.18.0.5:6443' });

    expect(status).toBe(2);
    expect(stderr).toContain("is kfm-prod's");
    expect(started()).toEqual([]);
  });

  test('starts none beside another that runs', async () => {
    const running = [{ metadata: { name: 'postgres-backup-29', namespace: 'platform-data' }, status: { active: 1 } }];
    const { status, stderr } = await backUp('postgres', { running });

    expect(status).toBe(2);
    expect(stderr).toContain('job platform-data/postgres-backup-29 is running');
    expect(stderr).toContain('kubectl --context stage --namespace platform-data wait job/postgres-backup-29');
    expect(started()).toEqual([]);
  });

  test('of all leaves out the store beside which one runs, says so, and exits with 2 after the others', async () => {
    const running = [{ metadata: { name: 'postgres-restore-1', namespace: 'platform-data' }, status: { active: 1 } }];
    const { status, stdout, stderr } = await backUp('all', { running, failing: ['audit-backup'] });

    expect(status).toBe(2);
    expect(stderr).toContain('postgres: job platform-data/postgres-restore-1 is running');
    expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual(['audit', 'objects', '']);
    expect(started()).toEqual(['audit-backup', 'objects-backup']);
  });
});

describe('restore', () => {
  test.each([
    ['by name', OLD, OLD],
    ['the newest', 'latest', NEW],
  ])('brings a database back from a backup %s, with its writers stopped', async (_, from, artifact) => {
    const { status, stdout } = await bringBack('postgres', from);

    expect({ status, stdout }).toEqual({ status: 0, stdout: `postgres: restored from ${artifact} of kfm-stage-backup\n` });
    const { initContainers, containers } = jobOf('postgres-restore').spec.template.spec;
    expect(initContainers.map(({ env }) => env.filter(({ name }) => name === 'BACKUP'))).toEqual([[{ name: 'BACKUP', value: artifact }]]);
    expect(containers.map(({ name }) => name)).toEqual(['restore']);
  });

  test('brings objects back from their mirror, which has one state', async () => {
    const { status, stdout } = await bringBack('objects', 'latest');

    expect({ status, stdout }).toEqual({ status: 0, stdout: 'objects: restored from current of kfm-stage-backup\n' });
    expect(started()).toEqual(['objects-restore']);
  });

  test('lists the backups that there are if the named one is not', async () => {
    const { status, stderr } = await bringBack('postgres', '2026-01-01T00-00-00Z');

    expect(status).toBe(2);
    expect(stderr).toContain(`there are, newest first:\n  ${NEW}\n  ${OLD}`);
    expect(started()).toEqual(['postgres-list']);
  });

  test('says what is lost, and does nothing without --yes', async () => {
    const { status, stderr } = await bringBack('postgres', OLD, {}, { yes: false });

    expect(status).toBe(2);
    expect(stderr).toContain(`what postgres holds now and the backup "${OLD}" does not in stage is lost; nothing was started`);
    expect(calls()).toEqual([]);
  });

  test('refuses while callers of the store run', async () => {
    const writers = [
      { metadata: { name: 'kfm-api-1' }, status: { phase: 'Running' } },
      { metadata: { name: 'kfm-api-migration-1' }, status: { phase: 'Succeeded' } },
    ];
    const { status, stderr } = await bringBack('postgres', 'latest', { writers });

    expect(status).toBe(2);
    expect(stderr).toContain('its callers run (kfm-api/kfm-api-1) and would write in between');
    expect(started()).toEqual([]);
  });

  test('refuses if it may not see whether they do', async () => {
    const { status, stderr } = await bringBack('postgres', 'latest', { writers: 'forbidden' });

    expect(status).toBe(2);
    expect(stderr).toContain(
      'whether its caller kfm-api/kfm-api is stopped cannot be seen (Error from server (Forbidden): pods is forbidden)',
    );
    expect(stderr).toContain('then say --writers-are-stopped');
    expect(started()).toEqual([]);
  });

  test('takes the word of people who saw that they are stopped, where it may not see', async () => {
    const { status, stderr } = await bringBack('postgres', 'latest', { writers: 'forbidden' }, { writersAreStopped: true });

    expect(status).toBe(0);
    expect(stderr).toContain('whether kfm-api is stopped cannot be seen (Error from server (Forbidden): pods is forbidden)');
    expect(started()).toEqual(['postgres-list', 'postgres-restore']);
  });

  test('takes no word against what it sees', async () => {
    const writers = [{ metadata: { name: 'kfm-api-1' }, status: { phase: 'Running' } }];

    expect(await bringBack('postgres', 'latest', { writers }, { writersAreStopped: true })).toMatchObject({ status: 2 });
    expect(started()).toEqual([]);
  });

  test('exits with 1 and the last lines of a restore that failed', async () => {
    const { status, stdout, stderr } = await bringBack('audit', 'latest', { failing: ['audit-restore'] });

    expect(status).toBe(1);
    expect(stdout).toContain(`audit: the restore from ${NEW} failed`);
    expect(stderr).toContain('connection refused');
  });

  test.each([
    ['a rebuildable store', 'graph', 'latest', 'graph is rebuildable and has no backups'],
    ['all stores at once', 'all', 'latest', 'there is no store "all"'],
    ['a time of a mirror', 'objects', OLD, 'its backup is a mirror with one state'],
  ])('refuses %s before it touches a cluster', async (_, store, from, message) => {
    const { status, stderr } = await bringBack(store, from);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(calls()).toEqual([]);
  });
});
