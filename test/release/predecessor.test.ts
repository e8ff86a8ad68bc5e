import { digestOf } from './digest';
import { moves, Repository, said } from './repository';

/** Delivery adds nothing to what is tested here, but takes time. */
const BARE = { undelivered: true };
const isUi = (component: string): boolean => component === 'ui';
const LAGS = 'error: ui cannot come to stage as the classes render it today: dist/dev has other files of it, as committed';

describe('an environment without locks has had', () => {
  test('a release that is in the ledger as committed', () => {
    const repository = Repository.holding(['ui'], [], BARE);
    repository.write('dev', 'ui', { version: '1.1.0' });
    repository.synth('dev');
    repository.commit();
    repository.record('ui', '1.1.0');
    repository.write('stage', 'ui', { version: '1.1.0' });
    const uncommitted = repository.synth('stage');
    repository.commit();

    expect(said(uncommitted)).toEqual([
      expect.stringContaining(`ui 1.1.0 cannot come to stage: dev, as committed, has never held ${digestOf('ui', '1.1.0')}`),
    ]);
    expect(said(repository.synth('stage'))).toEqual([]);
  });

  test('a base that is in dist as committed, file by file', () => {
    const repository = Repository.holding(['ui'], [], BARE);
    repository.rebase('ui');
    const unrendered = repository.synth('stage', { promotes: isUi });
    repository.synth('dev');
    const uncommitted = repository.synth('stage', { promotes: isUi });
    repository.change({ accounts: ['ui'] });
    repository.commit();
    const oneFileLess = repository.synth('stage', { promotes: isUi });
    repository.change({ accounts: [] });

    for (const refused of [unrendered, uncommitted, oneFileLess]) expect(said(refused)).toEqual([expect.stringContaining(LAGS)]);
    expect(said(repository.synth('stage', { promotes: isUi }))).toEqual([]);
  });

  test('no base with a file less than it has committed', () => {
    const repository = Repository.holding(['ui'], [], { ...BARE, accounts: ['ui'] });
    repository.change({ accounts: [] });

    expect(said(repository.synth('stage', { promotes: isUi }))).toEqual([expect.stringContaining(LAGS)]);
  });
});

describe('a locked environment has had', () => {
  test('what its locks hold or have held', () => {
    const repository = Repository.holding(['ui'], [], BARE);
    for (const version of ['1.1.0', '1.2.0']) {
      repository.promote('dev', 'ui', { version });
      repository.promote('stage', 'ui', { version });
    }
    repository.write('prod', 'ui', { version: '1.1.0' });

    expect(said(repository.synth('prod'))).toEqual([]);
  });

  test('nothing that lies in a folder below its locks, where no synth looks', () => {
    const repository = Repository.holding(['ui'], [], BARE);
    repository.record('ui', '1.1.0');
    const text = repository.all().get('envs/stage/lock/ui.json') as string;
    const forged = text.replaceAll('1.0.0', '1.1.0').replaceAll(digestOf('ui', '1.0.0'), digestOf('ui', '1.1.0'));
    repository.replace('envs/stage/lock/zz/ui.json', forged);
    repository.commit();
    repository.write('prod', 'ui', { version: '1.1.0' });

    expect(said(repository.synth('prod'))).toEqual([expect.stringContaining('stage, as committed, has never held')]);
  });
});

describe('a component that the environment before lacks', () => {
  test('in class and as committed needs only the ledger', () => {
    const repository = Repository.holding(['ui'], [], BARE);
    repository.write('prod', 'front', { version: '1.0.0' });
    const unrecorded = repository.synth('prod');
    repository.record('front', '1.0.0');
    const prod = repository.synth('prod');

    expect(said(unrecorded)).toEqual([expect.stringContaining('error: front 1.0.0 cannot come to prod: the ledger has no 1.0.0')]);
    expect([moves(prod), said(prod)]).toEqual([{ front: 'promoted' }, []]);
  });

  test('only as committed is not there yet', () => {
    const repository = Repository.holding(['ui'], [], BARE);
    repository.promote('dev', 'front', { version: '1.0.0' });
    repository.write('stage', 'front', { version: '1.0.0' });
    repository.synth('stage');
    repository.write('prod', 'front', { version: '1.0.0' });

    expect(said(repository.synth('prod'))).toEqual([
      expect.stringContaining('stage, as committed, has never held'),
      expect.stringContaining('stage has not got it, as committed'),
    ]);
  });

  test('only in its class is not gone yet', () => {
    const repository = Repository.holding(['ui', 'api'], [], BARE);
    repository.rebase('ui');
    repository.write('stage', 'ui', undefined);

    expect(said(repository.synth('prod', { promotes: isUi }))).toEqual([
      expect.stringContaining('the class of stage does not make it any more'),
    ]);
  });
});
