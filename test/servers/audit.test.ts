import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stage } from '../../envs/stage';
import { Bucket } from './bucket';
import { Authority, type Certificate } from './certificates';
import type { Outcome, Values } from './pod';
import { POSTGRES_PROGRAMS, PostgresServer } from './postgres';
import { describeWith } from './program';
import { Rendered } from './rendered';

interface Event {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** As PostgreSQL writes jsonb. */
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
}

const EVENTS = `SELECT coalesce(json_agg(json_build_object('id', id, 'at', to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  'actor', actor, 'action', action, 'subject', subject, 'detail', detail::text, 'previous', previous, 'hash', hash) ORDER BY id), '[]') FROM event`;

/** The hash of an event, without PostgreSQL: of a JSON array as jsonb is written, with the time in seconds and six decimals. */
function hashOf({ id, at, actor, action, subject, detail, previous }: Event): string {
  const [time = '', micros = ''] = at.split('.');
  const seconds = `${Date.parse(`${time}Z`) / 1000}.${micros}`;
  const [first, ...texts] = [previous, actor, action, subject].map((text) => JSON.stringify(text));
  return createHash('sha256')
    .update(`[${[first, id, seconds, ...texts, detail].join(', ')}]`)
    .digest('hex');
}

/** What is wrong with a chain of events. */
function problemsOf(events: readonly Event[]): string[] {
  return events.flatMap((event, index) => {
    const { id, previous, hash } = event;
    return [
      ...(id === index + 1 ? [] : [`${id} is not number ${index + 1}`]),
      ...(previous === (events[index - 1]?.hash ?? '') ? [] : [`${id} does not follow`]),
      ...(hash === hashOf(event) ? [] : [`${id} was changed`]),
    ];
  });
}

describeWith([...POSTGRES_PROGRAMS, 'rclone'], 'audit of stage', () => {
  let folder: string;
  let server: PostgresServer;
  let bucket: Bucket;
  let tls: Values;

  const api = (sql: string): Promise<Outcome> => server.as('kfm_api', 'audit', sql, tls);
  const owner = (sql: string): Promise<Outcome> => server.as('audit_owner', 'audit', sql, tls);
  const insert = (subject: string, detail = '{}') =>
    `INSERT INTO event (actor, action, subject, detail) VALUES ('ada', 'publish', '${subject}', '${detail}');`;
  const events = async (): Promise<Event[]> => JSON.parse((await api(EVENTS)).stdout);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'));
    const rendered = new Rendered(new Stage());
    const authority = new Authority(folder);
    bucket = new Bucket();
    server = await PostgresServer.start(rendered, 'audit', authority);
    tls = server.client(authority.issue(rendered.find<Certificate>('Certificate', 'kfm-api-client-tls')));
  });
  afterAll(async () => {
    await server?.stop();
    bucket?.remove();
    rmSync(folder, { recursive: true });
  });

  test('takes events of the API and shows them to it', async () => {
    const { status } = await api(insert('map/1', '{"b": [1, "é"],   "a": 2.50}') + insert('map/2'));

    expect(status).toBe(0);
    expect((await events()).map(({ actor, action, subject, detail }) => [actor, action, subject, detail])).toEqual([
      ['ada', 'publish', 'map/1', '{"a": 2.50, "b": [1, "é"]}'],
      ['ada', 'publish', 'map/2', '{}'],
    ]);
  });

  test.each([
    ["UPDATE event SET actor = 'eve'", 'permission denied'],
    ['DELETE FROM event', 'permission denied'],
    ['TRUNCATE event', 'permission denied'],
    ['DROP TABLE event', 'must be owner'],
    ['ALTER TABLE event DISABLE TRIGGER ALL', 'must be owner'],
    ['DROP TRIGGER append_only ON event', 'must be owner'],
    ['SET ROLE audit_owner', 'permission denied'],
    ['CREATE TABLE other (id int)', 'permission denied'],
    ["INSERT INTO event (actor, action, subject, hash) VALUES ('eve', 'x', 'x', 'x')", 'permission denied'],
    ["INSERT INTO event (actor, action, subject, previous) VALUES ('eve', 'x', 'x', 'x')", 'permission denied'],
    ["INSERT INTO event (actor, action, subject, recorded_at) VALUES ('eve', 'x', 'x', now())", 'permission denied'],
    ["INSERT INTO event (id, actor, action, subject) VALUES (9, 'eve', 'x', 'x')", 'permission denied'],
  ])('refuses the API: %s', async (sql, message) => {
    const before = await events();

    expect((await api(sql)).stderr).toContain(message);
    expect(await events()).toEqual(before);
  });

  test.each(["UPDATE event SET actor = 'eve'", 'DELETE FROM event', 'TRUNCATE event', 'DELETE FROM event WHERE false'])(
    'refuses its owner: %s',
    async (sql) => {
      const before = await events();

      expect((await owner(sql)).stderr).toContain('audit events are only ever added');
      expect(await events()).toEqual(before);
    },
  );

  test('stays one chain when many add at once, in transactions that overlap and some that fail', async () => {
    const slow = Array.from(
      { length: 6 },
      (_, index) => `BEGIN; SELECT pg_sleep(0.0${index}); ${insert(`a${index}`)} ${insert(`b${index}`)} COMMIT;`,
    );
    const failing = `BEGIN; ${insert('never')} ROLLBACK;`;
    const several = "INSERT INTO event (actor, action, subject) SELECT 'bob', 'sweep', 'tile/' || n FROM generate_series(1, 20) n;";

    const outcomes = await Promise.all([...slow, failing, several, insert('single').repeat(20), several].map(api));

    expect(outcomes.map(({ stderr }) => stderr)).toEqual(outcomes.map(() => ''));
    const all = await events();
    expect(all.length).toBeGreaterThanOrEqual(74);
    expect(problemsOf(all)).toEqual([]);
  });

  test('refuses an event of a transaction that does not see the last one', async () => {
    const stale = `BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM event; SELECT pg_sleep(0.2); ${insert('stale')} COMMIT;`;
    const [outcome] = await Promise.all([api(stale), api(`SELECT pg_sleep(0.1); ${insert('between')}`)]);

    expect(outcome.stderr).toContain('duplicate key');
    expect(problemsOf(await events())).toEqual([]);
  });

  test('shows a change, a gap and words moved from one field to the next, made below the database', async () => {
    const below = async (sql: string): Promise<string[]> =>
      problemsOf(
        JSON.parse(await server.asSuperuser('audit', `BEGIN; ALTER TABLE event DISABLE TRIGGER ALL; ${sql}; ${EVENTS}; ROLLBACK;`)),
      );
    await api("INSERT INTO event (actor, action, subject) VALUES (E'ada\\x1fpublish', 'x', 'map/1')");
    const { length } = await events();

    expect(await below("UPDATE event SET actor = 'eve' WHERE id = 2")).toEqual(['2 was changed']);
    expect(await below('DELETE FROM event WHERE id = 2')).toContain('3 does not follow');
    expect(await below(`UPDATE event SET actor = 'ada', action = E'publish\\x1fx' WHERE id = ${length}`)).toEqual([
      `${length} was changed`,
    ]);
  });

  test('keeps events, hashes and protection over a backup, a loss and a restore', async () => {
    const before = await events();
    const [backup, restore] = await Promise.all([server.job('backup', bucket), server.job('restore', bucket)]);

    expect(await backup.run()).toMatchObject({ status: 0 });
    expect(await owner('DROP TABLE event')).toMatchObject({ status: 0 });
    expect(await restore.run()).toMatchObject({ status: 0, stderr: '' });

    expect(await events()).toEqual(before);
    expect((await owner('DELETE FROM event')).stderr).toContain('audit events are only ever added');
    expect((await api('DELETE FROM event')).stderr).toContain('permission denied');
    expect((await api(insert('after'))).stderr).toBe('');
    const [last, added] = (await events()).slice(-2) as [Event, Event];
    expect(added.previous).toBe(last.hash);
    expect(problemsOf([...before, added])).toEqual([]);
    await Promise.all([backup.stop(), restore.stop()]);
  });
});
