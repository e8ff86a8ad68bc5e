import { rules } from '../../lib/policy/catalogue';
import { isRed } from '../../lib/policy/judge';
import { type Lock, lockText } from '../../lib/release/lock';
import { digestOf } from './digest';
import { moves, Repository, said, standing } from './repository';

/** Delivery adds nothing to what is tested here, but takes time. */
const BARE = { undelivered: true };
const isUi = (component: string): boolean => component === 'ui';

describe('a synth of a locked environment', () => {
  test('whose rendering equals the lock leaves its bytes, and refreshes the inputs', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    const path = 'envs/stage/lock/ui.json';
    const text = repository.all().get(path) as string;
    repository.replace(path, text.replace(/"replicas": "[0-9a-f]+"/, `"replicas": "${'0'.repeat(64)}"`));
    const dist = repository.tree('stage');

    const stage = repository.synth('stage', { gates: rules.slice(1) });

    expect([moves(stage), said(stage)]).toEqual([{}, []]);
    expect(repository.tree('stage')).toEqual(dist);
    expect(repository.all().get(path)).toBe(text);
  });

  test('whose inputs differ takes the edit for a promotion', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    repository.write('stage', 'ui', { version: '1.0.0', replicas: 3 });

    const stage = repository.synth('stage');

    expect(said(stage)).toEqual([]);
    expect(standing(stage, 'ui')).toMatchObject({ state: 'promoted', edited: ['replicas'], base: [] });
    expect(repository.tree('stage').get('workloads/ui/configmap_ui.yaml')).toContain('replicas: "3"');
  });

  test('takes a lock that a merge mixed for an edit, and one of another release than the class names', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    const mixed = repository.all().get('envs/stage/lock/ui.json') as string;
    repository.replace('envs/stage/lock/ui.json', mixed.replace('"checksum": "', '"checksum": "0'));
    repository.rebase('ui', 'api');
    repository.commit();
    const api = repository.locks('stage').get('api') as Lock;
    repository.replace(
      'envs/stage/lock/api.json',
      lockText({ ...api, version: '1.2.0', digest: digestOf('api', '1.2.0'), held: [digestOf('api', '1.2.0')] }),
    );

    expect(moves(repository.synth('stage'))).toEqual({ api: 'promoted', ui: 'promoted' });
  });

  test('whose promotion is refused keeps its tree and locks, and says what to promote first', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    repository.record('ui', '1.1.0');
    repository.write('prod', 'ui', { version: '1.1.0' });
    const before = repository.all();

    const prod = repository.synth('prod');

    expect(isRed(prod.judgement)).toBe(true);
    expect(prod.judgement.findings).toMatchObject([
      {
        rule: 'parity/promotion',
        severity: 'error',
        environment: 'prod',
        file: 'envs/prod/lock/ui.json',
        message: `ui 1.1.0 cannot come to prod: stage, as committed, has never held ${digestOf('ui', '1.1.0')}`,
        fix: expect.stringContaining('npm run promote -- ui --to stage, commit, and then to prod'),
      },
    ]);
    expect(repository.all()).toEqual(before);
  });

  test('whose base changed keeps its bytes, and says field by field what waits', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    repository.rebase('ui');
    const before = repository.all();

    const stage = repository.synth('stage');

    expect([moves(stage), said(stage)]).toEqual([{ ui: 'behind' }, []]);
    expect(standing(stage, 'ui').base).toEqual([
      { object: '/ConfigMap/web/ui', change: 'changed', fields: [{ field: 'data.revision', before: '1', after: '2' }] },
    ]);
    expect(repository.all()).toEqual(before);
  });

  test('takes the first line of a component for its promotion', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    repository.promote('dev', 'front', { version: '1.0.0' });
    repository.write('stage', 'front', { version: '1.0.0' });

    const stage = repository.synth('stage');

    expect([moves(stage), said(stage)]).toEqual([{ front: 'promoted' }, []]);
    expect(repository.locks('stage').get('front')).toMatchObject({
      version: '1.0.0',
      digest: digestOf('front', '1.0.0'),
      promotedFrom: 'dev',
      held: [digestOf('front', '1.0.0')],
      evidence: { source: 'front-1.0.0', rules: expect.any(Number) },
    });
  });

  test('does not bring a store that only shared code makes', () => {
    const repository = Repository.holding(['ui'], [], BARE);
    repository.write('dev', 'db', {});
    repository.synth('dev');
    repository.commit();
    repository.write('stage', 'db', {});

    expect(moves(repository.synth('stage'))).toEqual({ db: 'waiting' });
    expect(moves(repository.synth('stage', { promotes: (component) => component === 'db' }))).toEqual({ db: 'promoted' });
  });

  test('removes what has a lock but no rendering only if that is allowed', () => {
    const repository = Repository.holding(['ui', 'api'], ['db'], BARE);
    repository.write('stage', 'db', undefined);
    const before = repository.all();
    const refused = repository.synth('stage');
    const kept = repository.all();
    const removed = repository.synth('stage', { allowDelete: new Set(['db']) });

    expect(said(refused)).toEqual([
      'error: stage holds db, which its class does not make any more → put it back, or say that it may go: --allow-delete db',
    ]);
    expect(kept).toEqual(before);
    expect([moves(removed), said(removed)]).toEqual([{ db: 'removed' }, []]);
    expect([...repository.all().keys()].filter((path) => path.includes('stage') && path.includes('db'))).toEqual([]);
  });

  test('loses no claim by a promotion or a rollback that nobody allowed', () => {
    const repository = Repository.holding(['ui', 'db'], [], BARE);
    const before = repository.locks('stage').get('db');
    repository.promote('dev', 'db', {});
    repository.promote('stage', 'db', {});
    const after = repository.all();
    const lost = 'error: stage would lose PersistentVolumeClaim web/db with what is in it';
    repository.write('stage', 'db', { version: '1.0.0' });

    const rolledBack = repository.synth('stage', {
      restore: new Map(before && [['db', before]]),
      also: repository.commits[0] ?? new Map(),
    });
    repository.write('dev', 'db', { version: '1.0.0' });
    repository.synth('dev');
    repository.commit();
    const promoted = repository.synth('stage');
    const kept = repository.tree('stage');
    const allowed = repository.synth('stage', { allowDelete: new Set(['stores/db', 'workloads/db']) });

    expect([said(rolledBack), said(promoted)]).toEqual([[expect.stringContaining(lost)], [expect.stringContaining(lost)]]);
    expect(kept).toEqual(repository.tree('stage', after));
    expect([moves(allowed), said(allowed)]).toEqual([{ db: 'promoted' }, []]);
  });

  test('refuses files of a component whose lock is gone', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    repository.remove('envs/stage/lock/ui.json');
    const before = repository.all();

    expect(said(repository.synth('stage'))).toEqual([
      'error: dist/stage has files of ui, but its lock is not there → git checkout COMMIT -- envs/stage/lock/ui.json',
    ]);
    expect(repository.all()).toEqual(before);
  });

  test('refuses files without any lock, and says how an environment gets its first ones', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    for (const component of repository.locks('stage').keys()) repository.remove(`envs/stage/lock/${component}.json`);

    expect(said(repository.synth('stage'))).toEqual([
      expect.stringMatching(/^error: dist\/stage has files, but envs\/stage has no lock, .* promote -- --adopt --to stage/),
    ]);
  });

  test('fills an empty environment with what has a line, and what that cannot be without', () => {
    const full = Repository.holding(['ui', 'api']);
    const empty = new Repository();
    empty.checkout(new Map([...full.all()].filter(([path]) => !/^(?:dist\/stage|envs\/stage\/lock)\//.test(path))));

    const stage = empty.synth('stage');

    expect(said(stage)).toEqual([]);
    expect(moves(stage)).toEqual({
      admission: 'waiting',
      api: 'promoted',
      argocd: 'promoted, taken along',
      'namespace-web': 'promoted, taken along',
      projects: 'promoted, taken along',
      rbac: 'waiting',
      ui: 'promoted',
    });
  });

  test('restores the files and the lock of then, whatever the base renders', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    const then = repository.commits[0] as ReadonlyMap<string, string>;
    const lock = repository.locks('stage').get('ui');
    repository.rebase('ui');
    repository.promote('dev', 'ui', { version: '1.1.0' });
    repository.promote('stage', 'ui', { version: '1.1.0' });
    repository.write('stage', 'ui', { version: '1.0.0' });
    const held = repository.locks('stage').get('ui')?.held ?? [];

    const stage = repository.synth('stage', { restore: new Map(lock && [['ui', { ...lock, held }]]), also: then });

    expect([moves(stage), said(stage)]).toEqual([{ ui: 'restored' }, []]);
    expect(repository.tree('stage')).toEqual(repository.tree('stage', then));
    expect(repository.locks('stage').get('ui')?.held).toEqual([digestOf('ui', '1.0.0'), digestOf('ui', '1.1.0')]);
    expect(moves(repository.synth('stage'))).toEqual({ ui: 'behind' });
  });

  test('lets a version come back that it has held itself, with the base of today', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    repository.promote('dev', 'ui', { version: '1.1.0' });
    repository.promote('stage', 'ui', { version: '1.1.0' });
    repository.write('stage', 'ui', { version: '1.0.0' });

    const stage = repository.synth('stage', { promotes: isUi, asHeldHere: new Set(['ui']) });

    expect([moves(stage), said(stage)]).toEqual([{ ui: 'promoted' }, []]);
  });
});
