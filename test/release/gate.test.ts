import { gate, hotfixRemarks, type Promotion } from '../../lib/release/gate';
import type { Ledgers } from '../../lib/release/ledger';
import type { Lock } from '../../lib/release/lock';
import type { Predecessor } from '../../lib/release/records';
import { release } from '../../lib/release/release';
import { digestOf } from './digest';

const [OLD, NEW] = [digestOf('ui', '1.0.0'), digestOf('ui', '1.1.0')];
const LEDGERS: Ledgers = new Map([
  [
    'ui',
    {
      component: 'ui',
      releases: [
        { version: '1.0.0', digest: OLD, source: '4f2a' },
        { version: '1.1.0', digest: NEW, source: '5a5a' },
      ],
    },
  ],
  ['api', { component: 'api', releases: [{ version: '1.0.0', digest: digestOf('api', '1.0.0'), source: '4f2a' }] }],
]);
const LOCK: Lock = {
  component: 'ui',
  version: '1.0.0',
  digest: OLD,
  promotedFrom: 'stage',
  held: [OLD],
  evidence: { rules: 18 },
  inputs: {},
  files: { 'workloads/ui/configmap_ui.yaml': 'a'.repeat(64) },
};
const PROMOTION: Promotion = { environment: 'prod', component: 'ui', release: release('1.1.0', NEW), lock: LOCK, asHeldHere: false };
const BASE_ONLY: Promotion = { ...PROMOTION, release: release('1.0.0', OLD) };

function stage({ has = true, holds = true, lag }: { has?: boolean; holds?: boolean; lag?: string } = {}): Predecessor {
  return { name: 'stage', has: () => has, holds: () => holds, lag: () => lag };
}

const NEVER_HELD = `ui 1.1.0 cannot come to prod: stage, as committed, has never held ${NEW}`;
const LAGS = 'ui cannot come to prod as the classes render it today: it is behind';
const hotfix = (version: string, digest: string) => release(version, digest, { hotfix: 'INC-12: leak' });

describe('the gate of a promotion', () => {
  test.each<[string, Promotion, Predecessor | undefined, string[]]>([
    ['opens for what the environment before holds', PROMOTION, stage(), []],
    ['refuses a digest that the environment before never held', PROMOTION, stage({ holds: false }), [NEVER_HELD]],
    ['refuses a base that the environment before has not had', PROMOTION, stage({ lag: 'it is behind' }), [LAGS]],
    ['says both', PROMOTION, stage({ holds: false, lag: 'it is behind' }), [NEVER_HELD, LAGS]],
    ['asks the first promotion the same', { ...PROMOTION, lock: undefined }, stage({ holds: false }), [NEVER_HELD]],
    ['does not ask for the digest again where only the base moves', BASE_ONLY, stage({ holds: false }), []],
    ['asks for the base where only the base moves', BASE_ONLY, stage({ lag: 'it is behind' }), [LAGS]],
    [
      'asks for the base of what has no version',
      { ...PROMOTION, release: undefined },
      stage({ holds: false, lag: 'it is behind' }),
      [LAGS],
    ],
    [
      'needs only the ledger where the environment before lacks the component',
      PROMOTION,
      stage({ has: false, holds: false, lag: 'it is behind' }),
      [],
    ],
    ['needs only the ledger where no environment is before', PROMOTION, undefined, []],
    ['lets a hotfix pass both', { ...PROMOTION, release: hotfix('1.1.0', NEW) }, stage({ holds: false, lag: 'it is behind' }), []],
    [
      'is not opened for the base by a hotfix that is there already',
      { ...PROMOTION, release: hotfix('1.0.0', OLD) },
      stage({ lag: 'it is behind' }),
      [LAGS],
    ],
    [
      'lets come back what was held here',
      { ...PROMOTION, lock: { ...LOCK, held: [NEW, OLD] }, asHeldHere: true },
      stage({ holds: false }),
      [],
    ],
    [
      'lets nothing come back that was not',
      { ...PROMOTION, asHeldHere: true },
      stage(),
      [`ui 1.1.0 cannot come to prod: prod has never held ${NEW}`],
    ],
    [
      'asks for the base of what comes back',
      { ...PROMOTION, lock: { ...LOCK, held: [NEW, OLD] }, asHeldHere: true },
      stage({ lag: 'it is behind' }),
      [LAGS],
    ],
    [
      'refuses a hotfix that the ledger does not have',
      { ...PROMOTION, release: hotfix('1.2.0', digestOf('ui', '1.2.0')) },
      stage(),
      [`ui 1.2.0 cannot come to prod: the ledger has no 1.2.0 ${digestOf('ui', '1.2.0')}`],
    ],
    [
      'refuses the digest of another component, whoever lacks it',
      { ...PROMOTION, release: release('1.0.0', digestOf('api', '1.0.0')) },
      stage({ has: false }),
      [`ui 1.0.0 cannot come to prod: ${digestOf('api', '1.0.0')} is an image of api`],
    ],
    [
      'refuses a version that is used again',
      { ...PROMOTION, release: release('1.0.0', digestOf('ui', 'other')) },
      stage(),
      [`ui 1.0.0 cannot come to prod: 1.0.0 is ${OLD} in the ledger`],
    ],
  ])('%s', (_, promotion, predecessor, messages) => {
    const remarks = gate(promotion, LEDGERS, predecessor);

    expect(remarks.map(({ message }) => message)).toEqual(messages);
    for (const remark of remarks) expect(remark).toMatchObject({ about: 'promotion', severity: 'error', component: 'ui' });
  });

  test('says what to do next', () => {
    const [record] = gate({ ...PROMOTION, release: release('1.2.0', digestOf('ui', '1.2.0')) }, LEDGERS, undefined);
    const [order, base] = gate(PROMOTION, LEDGERS, stage({ holds: false, lag: 'it is behind' }));

    expect([record, order, base].map((remark) => remark?.fix)).toEqual([
      'record it by npm run promote -- ui --to ENV --version 1.2.0 --digest … --source COMMIT, ENV being where changes arrive first',
      "npm run promote -- ui --to stage, commit, and then to prod; in an emergency write { hotfix: 'INCIDENT: reason' } into the release line",
      'bring it to stage first (npm run synth, or npm run promote -- ui --to stage --config-only where that is locked) and commit',
    ]);
  });
});

describe('a hotfix', () => {
  test.each<[string, Lock, boolean, string[]]>([
    [
      'is a warning',
      { ...LOCK, hotfix: 'INC-12: leak', follows: 'stage' },
      false,
      ['ui 1.0.0 is a hotfix of prod that stage does not hold yet: INC-12: leak'],
    ],
    ['is none once the environment before holds it', { ...LOCK, hotfix: 'INC-12: leak' }, true, []],
    ['is nothing that came in order', LOCK, false, []],
  ])('%s', (_, lock, isHeldBefore, messages) => {
    const remarks = hotfixRemarks('prod', lock, isHeldBefore);

    expect(remarks.map(({ severity, message }) => [severity, message])).toEqual(messages.map((message) => ['warning', message]));
  });
});
