import type { Ledger } from '../../lib/release/ledger';
import { ledgerRemarks } from '../../lib/release/ledger-review';
import type { Lock } from '../../lib/release/lock';
import type { Predecessor } from '../../lib/release/records';
import { release } from '../../lib/release/release';
import type { Rendering } from '../../lib/release/rendering';
import { digestsOf } from '../../lib/release/rendering';
import type { Branch } from '../../lib/release/review';
import { review } from '../../lib/release/review';
import { digestOf } from './digest';

const [OLD, NEW] = [digestOf('ui', '1.0.0'), digestOf('ui', '1.1.0')];
const LEDGER: Ledger = {
  component: 'ui',
  releases: [
    { version: '1.0.0', digest: OLD, source: '4f2a' },
    { version: '1.1.0', digest: NEW, source: '5a5a' },
  ],
};

function rendering(version: string, text: string, hotfix?: string): Rendering {
  const unit = { folder: 'workloads/ui', component: 'ui', project: 'team', namespace: 'web', manifests: [] };
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ui' } };
  return {
    component: 'ui',
    files: [{ path: 'workloads/ui/configmap_ui.yaml', text, unit, manifest }],
    release: release(version, digestOf('ui', version), hotfix === undefined ? {} : { hotfix }),
  };
}

function lockOf({ release, files }: Rendering, changes: Partial<Lock> = {}): Lock {
  const { version = '', digest = '', hotfix } = release ?? {};
  const held = version === '1.0.0' ? [OLD] : [OLD, digest];
  return {
    component: 'ui',
    version,
    digest,
    ...(hotfix !== undefined && { hotfix }),
    held,
    follows: 'stage',
    evidence: { rules: 1, source: version === '1.0.0' ? '4f2a' : '5a5a' },
    inputs: {},
    files: digestsOf(files),
    ...changes,
  };
}

function stage({ holds = true, lag }: { holds?: boolean; lag?: string } = {}): Predecessor {
  return { name: 'stage', has: () => true, holds: (_, digest) => holds || digest === OLD, lag: () => lag };
}

function remarksOn(changes: Partial<Branch> & { lock?: Lock; rendered?: Rendering }): string[] {
  const { lock, rendered = rendering('1.0.0', 'a'), ...others } = changes;
  const branch: Branch = {
    environment: 'prod',
    before: new Map([['ui', lockOf(rendering('1.0.0', 'a'))]]),
    after: new Map(lock && [['ui', lock]]),
    renderings: new Map([['ui', rendered]]),
    ledgers: new Map([['ui', LEDGER]]),
    predecessor: stage(),
    past: () => [],
    ...others,
  };
  return review(branch).map(({ severity, message }) => `${severity}: ${message}`);
}

const promoted = rendering('1.1.0', 'b');
const hotfixed = rendering('1.1.0', 'b', 'INC-12: leak');
const FOREIGN = 'error: the lock of ui holds files or a version that are neither what the classes render nor what prod has held before';
const NEVER_HELD = `error: ui 1.1.0 cannot come to prod: stage, as committed, has never held ${NEW}`;

describe('the gate is run again for a lock that a branch', () => {
  test.each<[string, Parameters<typeof remarksOn>[0], string[]]>([
    ['left as it was', { lock: lockOf(rendering('1.0.0', 'a')) }, []],
    ['left as it was, while the base moved on', { lock: lockOf(rendering('1.0.0', 'a')), rendered: rendering('1.0.0', 'z') }, []],
    ['moved by a promotion', { lock: lockOf(promoted), rendered: promoted }, []],
    [
      'moved to what the environment before never held',
      { lock: lockOf(promoted), rendered: promoted, predecessor: stage({ holds: false }) },
      [NEVER_HELD],
    ],
    [
      'moved to a base that the environment before has not had',
      { lock: lockOf(rendering('1.0.0', 'b')), rendered: rendering('1.0.0', 'b'), predecessor: stage({ lag: 'it is behind' }) },
      ['error: ui cannot come to prod as the classes render it today: it is behind'],
    ],
    ['moved by a hotfix in the line', { lock: lockOf(hotfixed), rendered: hotfixed, predecessor: stage({ holds: false }) }, []],
    [
      'moved by a hotfix that only the lock says',
      { lock: lockOf(promoted, { hotfix: 'INC-12: leak' }), rendered: promoted, predecessor: stage({ holds: false }) },
      [NEVER_HELD, 'error: the lock of ui has hotfix INC-12: leak; by what was merged and the ledger it is none'],
    ],
    [
      'moved to what the ledger lacks',
      { lock: lockOf(promoted), rendered: promoted, ledgers: new Map() },
      [
        `error: ui 1.1.0 cannot come to prod: the ledger has no 1.1.0 ${NEW}`,
        'error: the lock of ui has source 5a5a; by what was merged and the ledger it is none',
      ],
    ],
    ['made by hand', { lock: lockOf(rendering('1.0.0', 'x')) }, [FOREIGN]],
    [
      'gave the version of other files',
      { lock: lockOf(rendering('1.0.0', 'a'), { version: '1.1.0', digest: NEW, held: [OLD, NEW] }) },
      [FOREIGN],
    ],
    ['moved without the classes', { lock: lockOf(promoted) }, [FOREIGN]],
    ['moved back to what was held', { lock: lockOf(rendering('1.0.0', 'x')), past: (lock) => [lock] }, []],
    [
      'left as it was, in an environment that follows another one now',
      {
        lock: lockOf(rendering('1.0.0', 'a')),
        before: new Map([['ui', lockOf(rendering('1.0.0', 'a'), { follows: 'dev' })]]),
      },
      ['error: prod followed dev and now follows stage, so nobody can tell what has been where'],
    ],
    [
      'brought back to bytes of before by an edit, whose record differs from that of then',
      {
        lock: lockOf(rendering('1.0.0', 'a'), { promotedFrom: 'stage' }),
        before: new Map([['ui', lockOf(rendering('1.0.0', 'b'))]]),
        past: () => [lockOf(rendering('1.0.0', 'a'))],
      },
      [],
    ],
    [
      'gave the inputs of an edit, but not its files',
      { lock: lockOf(rendering('1.0.0', 'a'), { inputs: { replicas: '30' } }), rendered: rendering('1.0.0', 'z') },
      ['error: the lock of ui says that replicas is what the class writes, but its files are not what the classes render'],
    ],
    ['refreshed to inputs that render the same', { lock: lockOf(rendering('1.0.0', 'a'), { inputs: { replicas: '30' } }) }, []],
    [
      'made forget what was held',
      {
        lock: lockOf(promoted, { held: [NEW] }),
        rendered: promoted,
      },
      [`error: the lock of ui says that prod has never held ${OLD}, which it has`],
    ],
    [
      'took back as a whole, as git revert does',
      { lock: lockOf(rendering('1.0.0', 'a')), before: new Map([['ui', lockOf(promoted)]]), past: (lock) => [lock] },
      [],
    ],
    ['removed with its component', { renderings: new Map() }, ['warning: prod loses ui with all its files']],
    ['removed although the class makes the component', {}, ['error: the lock of ui is gone, but the class of prod still makes it']],
    [
      'said to have held what it never did',
      { lock: lockOf(rendering('1.0.0', 'a'), { held: [OLD, NEW] }), predecessor: stage({ holds: false }) },
      [`error: the lock of ui says that prod has held ${NEW}, which was never merged`],
    ],
    [
      'said to have held what was tried on the way, though stage has held it',
      { lock: lockOf(rendering('1.0.0', 'a'), { held: [OLD, NEW] }) },
      [`error: the lock of ui says that prod has held ${NEW}, which was never merged`],
    ],
    [
      'gave another origin',
      { lock: lockOf(promoted, { promotedFrom: 'dev', evidence: { rules: 1, source: 'mine' } }), rendered: promoted },
      [
        'error: the lock of ui has promotedFrom dev; by what was merged and the ledger it is stage',
        'error: the lock of ui has source mine; by what was merged and the ledger it is 5a5a',
      ],
    ],
    [
      'left, but for the mark of a hotfix',
      {
        lock: lockOf(promoted),
        before: new Map([['ui', lockOf(promoted, { hotfix: 'INC-12: leak' })]]),
        predecessor: stage({ holds: false }),
      },
      ['error: the lock of ui has hotfix none; by what was merged and the ledger it is INC-12: leak'],
    ],
    [
      'left without the mark of a hotfix that the environment before holds now',
      { lock: lockOf(promoted), before: new Map([['ui', lockOf(promoted, { hotfix: 'INC-12: leak' })]]) },
      [],
    ],
    ['made for a new component', { lock: lockOf(promoted, { held: [NEW] }), rendered: promoted, before: new Map() }, []],
    [
      'made for a new component too early',
      { lock: lockOf(promoted, { held: [NEW] }), rendered: promoted, before: new Map(), predecessor: stage({ holds: false }) },
      [NEVER_HELD],
    ],
    [
      'let come back what the environment has held itself',
      {
        lock: lockOf(promoted),
        rendered: promoted,
        before: new Map([['ui', lockOf(rendering('1.0.0', 'a'), { held: [NEW, OLD] })]]),
        predecessor: stage({ holds: false }),
      },
      [],
    ],
  ])('%s', (_, changes, remarks) => {
    expect(remarksOn(changes)).toEqual(remarks);
  });
});

describe('nothing leaves a ledger', () => {
  const [first, second] = LEDGER.releases as [Ledger['releases'][number], Ledger['releases'][number]];

  test.each<[string, Ledger | undefined, string[]]>([
    ['that stays', LEDGER, []],
    [
      'that grows',
      { ...LEDGER, releases: [...LEDGER.releases, { version: '1.2.0', digest: digestOf('ui', '1.2.0'), source: '6b6b' }] },
      [],
    ],
    ['an entry that goes', { ...LEDGER, releases: [second] }, ['the ledger lost or changed ui 1.0.0, and nothing leaves it']],
    [
      'an entry that changes',
      { ...LEDGER, releases: [first, { ...second, source: 'other' }] },
      ['the ledger lost or changed ui 1.1.0, and nothing leaves it'],
    ],
    ['a file that goes', undefined, ['1.0.0', '1.1.0'].map((version) => `the ledger lost or changed ui ${version}, and nothing leaves it`)],
  ])('%s', (_, after, messages) => {
    const remarks = ledgerRemarks(new Map([['ui', LEDGER]]), new Map(after && [['ui', after]]));

    expect(remarks.map(({ message }) => message)).toEqual(messages);
    expect(remarks.every(({ severity }) => severity === 'error')).toBe(true);
  });
});
