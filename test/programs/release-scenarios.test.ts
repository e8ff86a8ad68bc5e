import { type Rule, rules } from '../../lib';
import { digestOf } from '../release/digest';
import { moves, Repository, said, standing } from '../release/repository';

const isUi = (component: string): boolean => component === 'ui';
const REVISION_2 = [{ object: '/ConfigMap/web/ui', change: 'changed', fields: [{ field: 'data.revision', before: '1', after: '2' }] }];

describe('base change, then release to dev → stage → prod', () => {
  const repository = Repository.holding(['ui', 'api']);
  repository.rebase('ui');
  repository.synth('dev');
  repository.commit();
  const held = repository.tree('prod');

  test('stage and prod are behind after the base change', () => {
    const [stage, prod] = [repository.synth('stage'), repository.synth('prod')];

    expect([moves(stage), moves(prod)]).toEqual([{ ui: 'behind' }, { ui: 'behind' }]);
    expect(standing(prod, 'ui').base).toEqual(REVISION_2);
    expect(repository.tree('prod')).toEqual(held);
  });

  test('the promotion to stage brings it along and says so', () => {
    repository.promote('dev', 'ui', { version: '1.1.0' });
    repository.write('stage', 'ui', { version: '1.1.0' });
    const stage = repository.synth('stage');

    expect(said(stage)).toEqual([]);
    expect(standing(stage, 'ui')).toMatchObject({ state: 'promoted', edited: ['release'], base: REVISION_2 });
  });

  test('prod comes after stage is committed', () => {
    repository.write('prod', 'ui', { version: '1.1.0' });
    const tooEarly = repository.synth('prod');
    const kept = repository.tree('prod');
    repository.commit();
    const prod = repository.synth('prod');

    expect(said(tooEarly)).toEqual([
      expect.stringMatching(
        /^error: ui 1\.1\.0 cannot come to prod: stage, as committed, has never held sha256:.* → npm run promote -- ui --to stage, commit, and then to prod/,
      ),
      expect.stringMatching(
        /^error: ui cannot come to prod as the classes render it today: it is behind in stage, or its move there is not committed/,
      ),
    ]);
    expect(kept).toEqual(held);
    expect([moves(prod), said(prod)]).toEqual([{ ui: 'promoted' }, []]);
    expect(repository.tree('prod')).toEqual(
      new Map([...repository.tree('stage')].map(([path, text]) => [path, text.replaceAll('stage', 'prod')])),
    );
  });
});

test('base change after stage was promoted, then prod: refused, stage is behind; promote stage (config-only) first', () => {
  const repository = Repository.holding(['ui', 'api']);
  repository.promote('dev', 'ui', { version: '1.1.0' });
  repository.promote('stage', 'ui', { version: '1.1.0' });
  repository.rebase('ui');
  repository.synth('dev');
  repository.commit();

  repository.write('prod', 'ui', { version: '1.1.0' });
  const refused = repository.synth('prod');
  repository.synth('stage', { promotes: isUi });
  repository.commit();
  const prod = repository.synth('prod');

  expect(said(refused)).toEqual([
    'error: ui cannot come to prod as the classes render it today: it is behind in stage, or its move there is not committed → bring it to stage first (npm run synth, or npm run promote -- ui --to stage --config-only where that is locked) and commit',
  ]);
  expect([moves(prod), said(prod)]).toEqual([{ ui: 'promoted' }, []]);
});

describe('hotfix to prod while stage is ahead', () => {
  const repository = Repository.holding(['ui', 'api']);
  repository.promote('dev', 'ui', { version: '1.2.0' });
  repository.promote('stage', 'ui', { version: '1.2.0' });
  repository.record('ui', '1.1.1');
  repository.commit();

  test('is refused without a mark in the line', () => {
    repository.write('prod', 'ui', { version: '1.1.1' });

    expect(said(repository.synth('prod'))).toEqual([expect.stringContaining('write { hotfix: ')]);
  });

  test('is let in with it, written into the lock, and a warning', () => {
    const prod = repository.promote('prod', 'ui', { version: '1.1.1', hotfix: 'INC-12: token leak' });

    expect(moves(prod)).toEqual({ ui: 'promoted' });
    expect(said(prod)).toEqual([
      'warning: ui 1.1.1 is a hotfix of prod that stage does not hold yet: INC-12: token leak → npm run promote -- ui --to stage, or a version there that holds the same fix',
    ]);
    expect(repository.locks('prod').get('ui')).toMatchObject({ hotfix: 'INC-12: token leak', follows: 'stage' });
  });

  test('does not open the gate for later base changes by the mark that stays in the line', () => {
    repository.rebase('ui');
    repository.synth('dev');
    repository.commit();

    expect(said(repository.synth('prod', { promotes: isUi }))).toContainEqual(
      expect.stringContaining('error: ui cannot come to prod as the classes render it today: it is behind in stage'),
    );
    repository.base = {};
    repository.synth('dev');
    repository.commit();
  });

  test('stays a warning if the mark leaves the line before stage holds the version', () => {
    const prod = repository.promote('prod', 'ui', { version: '1.1.1' });

    expect(said(prod)).toEqual([expect.stringContaining('warning: ui 1.1.1 is a hotfix of prod')]);
    expect(repository.locks('prod').get('ui')?.hotfix).toBe('INC-12: token leak');
  });

  test('is none any more once stage holds it', () => {
    repository.promote('dev', 'ui', { version: '1.1.1' });
    repository.promote('stage', 'ui', { version: '1.1.1' });
    const prod = repository.synth('prod');

    expect([moves(prod), said(prod)]).toEqual([{}, []]);
    expect(repository.locks('prod').get('ui')?.hotfix).toBeUndefined();
  });
});

test('hotfix of an image that the ledger does not have is refused', () => {
  const repository = Repository.holding(['ui', 'api']);
  repository.write('prod', 'ui', { version: '1.1.1', hotfix: 'INC-12: token leak' });

  expect(said(repository.synth('prod'))).toContainEqual(
    expect.stringContaining(`error: ui 1.1.1 cannot come to prod: the ledger has no 1.1.1 ${digestOf('ui', '1.1.1')}`),
  );
});

test('hotfix to an environment that follows one without locks is a warning until that runs it', () => {
  const repository = Repository.holding(['ui', 'api']);
  repository.record('ui', '1.1.1');
  const hotfixed = repository.promote('stage', 'ui', { version: '1.1.1', hotfix: 'INC-12: token leak' });
  repository.promote('dev', 'ui', { version: '1.1.1' });

  expect(said(hotfixed)).toEqual([expect.stringContaining('warning: ui 1.1.1 is a hotfix of stage that dev does not hold yet')]);
  expect(said(repository.synth('stage'))).toEqual([]);
});

test("prod's domain changes: affected components are behind until promote --all --to prod --config-only", () => {
  const repository = Repository.holding(['ui', 'api'], ['db']);
  repository.declare('prod', { domain: 'example.com' });
  const behind = repository.synth('prod');
  const kept = repository.tree('prod');
  const promoted = repository.synth('prod', { promotes: () => true });

  expect(moves(behind)).toEqual({ api: 'behind', argocd: 'behind', db: 'behind', ui: 'behind' });
  expect(kept).toEqual(repository.tree('prod', repository.commits[0]));
  expect([said(behind), said(promoted)]).toEqual([[], []]);
  expect(standing(promoted, 'ui')).toMatchObject({
    state: 'promoted',
    base: [{ fields: [{ field: 'data.host', before: 'ui.test.example.org', after: 'ui.example.com' }] }],
  });
  expect(moves(repository.synth('prod'))).toEqual({});
});

describe('a component is renamed', () => {
  test('a new component plus a removal; the old class stays until prod has dropped it', () => {
    const repository = Repository.holding(['ui', 'api']);
    repository.promote('dev', 'front', { version: '1.0.0' });
    repository.write('stage', 'front', { version: '1.0.0' });
    repository.write('stage', 'ui', undefined);
    const lost = repository.synth('stage');
    repository.write('stage', 'ui', { version: '1.0.0' });
    repository.synth('stage');
    repository.commit();
    repository.write('prod', 'front', { version: '1.0.0' });
    repository.write('prod', 'ui', undefined);
    const prod = repository.synth('prod', { allowDelete: new Set(['ui']) });

    expect(said(lost)).toEqual([
      'error: stage holds ui, which its class does not make any more → put it back, or say that it may go: --allow-delete ui',
    ]);
    expect([moves(prod), said(prod)]).toEqual([{ front: 'promoted', ui: 'removed' }, []]);
    expect([...repository.tree('prod').keys()].filter((path) => /\/ui\/|[_-]ui\./.test(path))).toEqual([]);
    expect(repository.locks('prod').has('ui')).toBe(false);
  });

  test('stores are never renamed', () => {
    const repository = Repository.holding(['ui'], ['db']);
    repository.write('stage', 'db', undefined);
    repository.write('stage', 'vault', {});
    const stage = repository.synth('stage');

    expect(said(stage)).toEqual([expect.stringContaining('error: stage holds db, which its class does not make any more')]);
    expect(moves(stage)).toEqual({ db: 'behind', vault: 'waiting' });
  });
});

describe('two promotions of different components are merged', () => {
  test('no conflict, and nothing moves', () => {
    const repository = Repository.holding(['ui', 'api']);
    repository.promote('dev', 'ui', { version: '1.1.0' });
    repository.promote('dev', 'api', { version: '1.1.0' });
    const base = repository.commit();
    repository.promote('stage', 'ui', { version: '1.1.0' });
    const theirs = repository.commit();
    repository.checkout(base);
    repository.promote('stage', 'api', { version: '1.1.0' });

    const conflicts = repository.merge(theirs, base);
    const merged = repository.all();
    const stage = repository.synth('stage');

    expect(conflicts).toEqual([]);
    expect([moves(stage), said(stage)]).toEqual([{}, []]);
    expect(repository.all()).toEqual(merged);
  });

  test('no conflict outside derived files, which synth resolves', () => {
    const repository = Repository.holding(['ui', 'api']);
    repository.promote('dev', 'front', { version: '1.0.0' });
    repository.promote('dev', 'back', { version: '1.0.0' });
    const base = repository.commit();
    repository.promote('stage', 'front', { version: '1.0.0' });
    const theirs = repository.commit();
    repository.checkout(base);
    repository.promote('stage', 'back', { version: '1.0.0' });

    const conflicts = repository.merge(theirs, base);
    const stage = repository.synth('stage');

    expect(conflicts).toEqual(['README.md', 'index.json', 'kustomization.yaml'].map((file) => `dist/stage/${file}`));
    expect([moves(stage), said(stage)]).toEqual([{}, []]);
    expect([...repository.all().values()].join('')).not.toContain('<<<<<<<');
  });
});

test("revert after a later promotion of another component: only that component's files go back", () => {
  const repository = Repository.holding(['ui', 'api']);
  repository.rebase('ui');
  repository.promote('dev', 'ui', { version: '1.1.0' });
  repository.promote('dev', 'api', { version: '1.1.0' });
  const before = repository.commit();
  repository.promote('stage', 'ui', { version: '1.1.0' });
  const promotion = repository.commits.at(-1) as ReadonlyMap<string, string>;
  repository.promote('stage', 'api', { version: '1.1.0' });
  const after = repository.commits.at(-1) as ReadonlyMap<string, string>;

  const conflicts = repository.revert(promotion);
  const stage = repository.synth('stage');

  const ofUi = ([path]: [string, string]): boolean => /\/ui\/|-ui\./.test(path);
  const expected = [...repository.tree('stage', after)]
    .filter((file) => !ofUi(file))
    .concat([...repository.tree('stage', before)].filter(ofUi));
  expect(conflicts).toEqual([]);
  expect([moves(stage), said(stage)]).toEqual([{ ui: 'behind' }, []]);
  expect(repository.tree('stage')).toEqual(new Map(expected));
});

describe('Kubernetes version of prod is raised', () => {
  const repository = Repository.holding(['ui', 'api', 'web'], [], { flows: { ui: 'v1beta3', api: 'v1beta3' } });
  repository.change({ flows: { ui: 'v1', api: 'v1' } });
  repository.synth('dev');
  repository.commit();
  repository.synth('stage', { promotes: () => true });
  repository.commit();

  test('removed APIs in kept bytes refuse it and name the components to promote', () => {
    repository.declare('prod', { kubernetes: '1.32' });
    const prod = repository.synth('prod');

    const message = 'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema was removed in Kubernetes 1.32; the cluster runs 1.32';
    const fix = 'fixed by promoting api ui: npm run promote -- api ui --to prod --config-only';
    expect(said(prod).filter((line) => line.startsWith('error'))).toEqual([`error: ${message} → ${fix}`, `error: ${message} → ${fix}`]);
  });

  test('a promotion of another component does not let it pass as something that was there before', () => {
    repository.promote('dev', 'web', { version: '1.1.0' });
    repository.promote('stage', 'web', { version: '1.1.0' });
    repository.write('prod', 'web', { version: '1.1.0' });

    expect(said(repository.synth('prod')).filter((line) => line.startsWith('error'))).toHaveLength(2);
  });

  test('is let in together with the promotion of those components', () => {
    const prod = repository.synth('prod', { promotes: (component) => ['ui', 'api'].includes(component) });

    // Namespaces and Argo CD keep the labels of the version before until they are promoted, too: a warning.
    expect(said(prod).filter((line) => line.startsWith('error'))).toEqual([]);
    expect(moves(prod)).toMatchObject({ api: 'promoted', ui: 'promoted', web: 'promoted' });
  });
});

describe('a security rule is tightened', () => {
  const noRoot: Rule = {
    id: 'names/no-root',
    title: 'No program runs as root',
    severity: 'error',
    rationale: 'a test',
    requirements: [],
    fix: 'run it as nobody',
    *check(world) {
      for (const object of world.ofKind('ConfigMap')) {
        const { user } = (object.manifest as { data?: Record<string, string> }).data ?? {};
        if (user === 'root') yield { object, message: `${object.manifest.metadata.name} runs as root` };
      }
    },
  };
  const gates = [...rules, noRoot];
  const repository = Repository.holding(['ui', 'api'], [], { root: ['ui', 'api'] });

  test('new renderings obey', () => {
    expect(said(repository.synth('dev', { gates }))).toEqual([
      'error: api runs as root → run it as nobody',
      'error: ui runs as root → run it as nobody',
    ]);
    repository.change({ root: [] });
    expect(said(repository.synth('dev', { gates }))).toEqual([]);
    repository.commit();
  });

  test('kept bytes warn, and promoting them mends it', () => {
    const kept = repository.synth('stage', { gates });
    const promoted = repository.synth('stage', { gates, promotes: isUi });

    expect(said(kept)).toEqual([
      'warning: api runs as root → fixed by promoting api: npm run promote -- api --to stage --config-only',
      'warning: ui runs as root → fixed by promoting ui: npm run promote -- ui --to stage --config-only',
    ]);
    expect(moves(promoted)).toEqual({ api: 'behind', ui: 'promoted' });
    expect(said(promoted)).toEqual(['warning: api runs as root → fixed by promoting api: npm run promote -- api --to stage --config-only']);
  });

  test('what is promoted obeys, whatever was there before', () => {
    repository.commit();
    repository.change({ root: ['ui'] });

    expect(said(repository.synth('stage', { gates, promotes: isUi })).filter((line) => line.includes('ui runs as root'))).toEqual([
      'error: ui runs as root → run it as nobody',
    ]);
  });
});

test('a new component needs a new namespace in prod: the promotion takes the namespace along', () => {
  const repository = Repository.holding(['ui', 'api']);
  repository.change({ zones: ['web', 'lab'], zoneOf: { probe: 'lab' } });
  repository.promote('dev', 'probe', { version: '1.0.0' });
  const waiting = repository.synth('stage');
  const stage = repository.promote('stage', 'probe', { version: '1.0.0' });
  const prod = repository.promote('prod', 'probe', { version: '1.0.0' });

  expect(moves(waiting)).toEqual({ 'namespace-lab': 'waiting', projects: 'behind', rbac: 'behind' });
  for (const synthesis of [stage, prod]) {
    expect(said(synthesis)).toEqual([]);
    expect(moves(synthesis)).toEqual({
      'namespace-lab': 'promoted, taken along',
      probe: 'promoted',
      projects: 'promoted, taken along',
      rbac: 'behind',
    });
  }
  expect([...repository.tree('prod').keys()]).toContain('namespaces/lab/resourcequota_quota.yaml');
});

describe('a shallow clone in CI', () => {
  test('works: kept bytes are in dist', () => {
    const deep = Repository.holding(['ui', 'api']);
    deep.rebase('ui');
    deep.synth('dev');
    const shallow = new Repository();
    shallow.checkout(deep.commit());

    expect(moves(shallow.synth('prod'))).toEqual({ ui: 'behind' });
    expect(shallow.all()).toEqual(deep.all());
  });

  test('finds bytes that dist lost in HEAD, and stops where they are nowhere', () => {
    const repository = Repository.holding(['ui', 'api']);
    repository.rebase('ui');
    repository.synth('dev');
    const committed = repository.commit();
    const path = 'dist/prod/workloads/ui/configmap_ui.yaml';
    repository.remove(path);
    repository.synth('prod');
    const restored = repository.all();
    repository.remove(path);
    repository.commit();

    expect(restored).toEqual(committed);
    expect(() => repository.synth('prod')).toThrow('prod holds files by its locks that are neither in dist nor in git');
  });
});

describe('a ceiling is widened, narrowed', () => {
  const repository = Repository.holding(['ui', 'api'], [], { permitted: [] });
  repository.change({ permitted: ['ServiceAccount'], accounts: ['ui'] });
  repository.synth('dev');
  repository.commit();
  const isProjects = (component: string): boolean => component === 'projects';

  test('widening is taken along', () => {
    const stage = repository.synth('stage', { promotes: isUi });

    expect([moves(stage), said(stage)]).toEqual([{ projects: 'promoted, taken along', ui: 'promoted' }, []]);
    repository.commit();
  });

  test('or promoted first', () => {
    const first = repository.synth('prod', { promotes: isProjects });
    const second = repository.synth('prod', { promotes: isUi });

    expect([moves(first), moves(second)]).toEqual([{ projects: 'promoted', ui: 'behind' }, { ui: 'promoted' }]);
    repository.commit();
  });

  test('narrowing waits for its users', () => {
    repository.change({ permitted: [], accounts: [] });
    repository.synth('dev');
    repository.commit();
    const held = repository.tree('stage');
    const refused = repository.synth('stage', { promotes: isProjects });
    const kept = repository.tree('stage');
    const user = repository.synth('stage', { promotes: isUi });
    const narrowed = repository.synth('stage', { promotes: isProjects });

    expect(said(refused)).toEqual([expect.stringMatching(/^error: .*permits no ServiceAccount/)]);
    expect(kept).toEqual(held);
    expect([moves(user), moves(narrowed)]).toEqual([{ projects: 'behind', ui: 'promoted' }, { projects: 'promoted' }]);
  });
});
