import type { Finding, LaidOut, Remark, State } from '../lib';
import type { Standing } from '../lib/release/standing';
import { findingOf, verdict } from '../lib/verdict';

/** A file of a component; what is wrong with it stands in its text, as `rule message`. */
function file(component: string, text = ''): LaidOut {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: component } };
  const unit = { folder: `workloads/${component}`, component, project: 'team', namespace: 'web', manifests: [] };
  return { path: `workloads/${component}/configmap.yaml`, text, unit, manifest };
}

function judge(objects: readonly LaidOut[]) {
  const findings = objects.flatMap(({ path, text, unit }): Finding[] => {
    if (text === '') return [];
    const [rule = '', message = ''] = text.split(/ (.*)/);
    const severity = rule.endsWith('advice') ? 'warning' : 'error';
    return [
      {
        rule,
        severity,
        environment: 'prod',
        object: `/ConfigMap//${unit.component}`,
        file: `dist/prod/${path}`,
        field: '',
        message,
        fix: 'mend it',
      },
    ];
  });
  return { findings, checked: { objects: objects.length, rules: 1 } };
}

/** What is held before, what will be held, and what the classes render; texts as of `file`. */
interface Case {
  readonly component: string;
  readonly state: State;
  readonly before?: string;
  readonly after?: string;
  readonly rendered?: string;
}

function standingOf({ component, state, before, after }: Case): Standing {
  const files = (text: string | undefined): LaidOut[] => (text === undefined ? [] : [file(component, text)]);
  return { component, state, files: files(after), before: files(before), edited: [], isTakenAlong: false, base: [] };
}

function verdictOn(cases: readonly Case[], remarks: readonly Remark[] = []) {
  const rendered = cases.flatMap(({ component, rendered: text }) => (text === undefined ? [] : [file(component, text)]));
  return verdict('prod', { standings: cases.map(standingOf), remarks }, rendered, judge);
}

function said(...args: Parameters<typeof verdictOn>): string[] {
  return verdictOn(...args).findings.map(({ severity, message, fix }) => `${severity}: ${message} → ${fix}`);
}

const BAD = 'names/bad is bad';
const fixedBy = (...components: string[]): string =>
  `fixed by promoting ${components.join(' ')}: npm run promote -- ${components.join(' ')} --to prod --config-only`;
const CURRENT: Case = { component: 'api', state: 'current', before: '', after: '', rendered: '' };
const PROMOTED: Case = { component: 'api', state: 'promoted', before: '', after: '', rendered: '' };

// Bad inputs 75, 77 and 78.
describe('what is about no object', () => {
  const failed: Finding = {
    rule: 'names/bad',
    severity: 'error',
    environment: 'prod',
    object: '',
    file: '',
    field: '',
    message: 'the rule failed',
    fix: 'mend the rule',
  };
  const waiver: Finding = {
    ...failed,
    rule: 'ownership/waiver',
    object: '/ConfigMap//api',
    file: 'envs/prod/waivers.ts',
    message: 'is over',
  };

  test.each([
    ['a rule that failed before as well', failed, PROMOTED],
    ['a rule that fails on kept bytes', failed, { component: 'ui', state: 'behind', before: BAD, after: BAD, rendered: '' } as Case],
    ['a waiver that is not whole, before as well', waiver, PROMOTED],
  ])('stays an error: %s', (_, finding, standing) => {
    const isFresh = (objects: readonly LaidOut[]): boolean => objects.every(({ text }) => text === '');
    const always = (objects: readonly LaidOut[]) => ({
      findings: standing.state === 'behind' && isFresh(objects) ? [] : [finding],
      checked: { objects: objects.length, rules: 1 },
    });

    const { findings } = verdict('prod', { standings: [standingOf(standing)], remarks: [] }, [file(standing.component, '')], always);

    expect(findings).toEqual([finding]);
  });
});

describe('what is judged by the facts of today', () => {
  test.each(['images/registry', 'isolation/host', 'data/class'])('is never called as before: %s', (rule) => {
    const bad = `${rule} is bad`;

    expect(said([{ ...PROMOTED, before: bad, after: bad, rendered: bad }])).toEqual(['error: is bad → mend it']);
    expect(said([{ component: 'ui', state: 'behind', before: bad, after: bad, rendered: '' }, CURRENT])).toEqual([
      `warning: is bad → ${fixedBy('ui')}`,
    ]);
  });
});

describe('the verdict on a locked environment', () => {
  test.each<[string, Case[], string[]]>([
    ['refuses what is rendered and held alike', [{ ...CURRENT, before: BAD, after: BAD, rendered: BAD }], ['error: is bad → mend it']],
    [
      'warns of what only kept bytes raise, and says what mends it',
      [{ component: 'ui', state: 'behind', before: BAD, after: BAD, rendered: '' }, CURRENT],
      [`warning: is bad → ${fixedBy('ui')}`],
    ],
    [
      'refuses what kept bytes raise if promoting them would not mend it',
      [{ component: 'ui', state: 'behind', before: BAD, after: BAD, rendered: BAD }, CURRENT],
      ['error: is bad → mend it'],
    ],
    [
      'warns of what is missing because somebody has yet to bring it',
      [
        { ...CURRENT, before: BAD, after: BAD, rendered: '' },
        { component: 'ui', state: 'waiting', rendered: '' },
      ],
      [`warning: is bad → ${fixedBy('ui')}`],
    ],
    ['refuses a promotion for what was not there before', [{ ...PROMOTED, after: BAD, rendered: BAD }], ['error: is bad → mend it']],
    [
      'refuses a promotion for something else that is wrong with the same object',
      [{ ...PROMOTED, before: BAD, after: 'names/bad is worse', rendered: 'names/bad is worse' }],
      ['error: is worse → mend it'],
    ],
    [
      'does not refuse a promotion for what was there before',
      [{ ...PROMOTED, before: BAD, after: BAD, rendered: BAD }],
      ['warning: is bad (as before) → mend it'],
    ],
    [
      'does not refuse a promotion for what was there before elsewhere',
      [PROMOTED, { component: 'ui', state: 'current', before: BAD, after: BAD, rendered: BAD }],
      ['warning: is bad (as before) → mend it'],
    ],
    [
      'refuses a promotion that makes kept bytes wrong',
      [PROMOTED, { component: 'ui', state: 'behind', before: '', after: BAD, rendered: '' }],
      ['error: is bad → mend it'],
    ],
    [
      'judges what is restored as what moves',
      [{ component: 'ui', state: 'restored', before: '', after: BAD, rendered: '' }],
      ['error: is bad → mend it'],
    ],
    [
      'judges what is removed as what moves',
      [
        { component: 'api', state: 'removed', before: '' },
        { component: 'ui', state: 'current', before: BAD, after: BAD, rendered: BAD },
      ],
      ['warning: is bad (as before) → mend it'],
    ],
    ['leaves warnings as they are', [{ ...PROMOTED, after: 'names/advice is odd', rendered: '' }], ['warning: is odd → mend it']],
    ['says nothing where nothing is wrong', [PROMOTED, { component: 'ui', state: 'behind', before: '', after: '', rendered: '' }], []],
  ])('%s', (_, cases, lines) => {
    expect(said(cases)).toEqual(lines);
  });

  const GONE = 'api-removal/removed-api was removed';
  const kept = (component: string): Case => ({ component, state: 'behind', before: GONE, after: GONE, rendered: '' });

  test.each<[string, Case[], string[]]>([
    ['in kept bytes is an error that names the component', [kept('ui'), CURRENT], [`error: was removed → ${fixedBy('ui')}`]],
    [
      'in several kept components names all',
      [kept('ui'), kept('web')],
      ['ui', 'web'].map(() => `error: was removed → ${fixedBy('ui', 'web')}`),
    ],
    ['stays an error while another component is promoted', [kept('ui'), PROMOTED], [`error: was removed → ${fixedBy('ui')}`]],
    [
      'stays an error in what is rendered, too, while another component is promoted',
      [{ component: 'ui', state: 'current', before: GONE, after: GONE, rendered: GONE }, PROMOTED],
      ['error: was removed → mend it'],
    ],
  ])('an API that was removed %s', (_, cases, lines) => {
    expect(said(cases)).toEqual(lines);
  });

  test('holds what was remarked on promotions, and counts what was judged', () => {
    const remark: Remark = { about: 'promotion', severity: 'error', component: 'ui', message: 'ui cannot come', fix: 'promote it' };

    expect(verdictOn([CURRENT], [remark])).toEqual({ findings: [findingOf('prod', remark)], checked: { objects: 1, rules: 1 } });
  });

  test('is about the locks alone where they do not say what is held', () => {
    const remark: Remark = { about: 'lock', severity: 'error', component: '', message: 'no lock', fix: 'adopt' };

    expect(verdictOn([], [remark])).toEqual({ findings: [findingOf('prod', remark)], checked: { objects: 0, rules: 0 } });
  });
});

test.each<[Remark['about'], string, string, string]>([
  ['promotion', 'ui', 'parity/promotion', 'envs/prod/lock/ui.json'],
  ['hotfix', 'ui', 'parity/hotfix', 'envs/prod/lock/ui.json'],
  ['deletion', 'ui', 'deletion/guard', 'envs/prod/lock/ui.json'],
  ['lock', 'ui', 'layout/lock', 'envs/prod/lock/ui.json'],
  ['lock', '', 'layout/lock', 'envs/prod/lock/'],
  ['ledger', 'ui', 'parity/ledger', 'envs/releases/ui.json'],
])('a remark about %s of %j is a finding of %s in %s', (about, component, rule, path) => {
  expect(findingOf('prod', { about, severity: 'error', component, message: 'why', fix: 'how' })).toEqual({
    rule,
    severity: 'error',
    environment: 'prod',
    object: '',
    file: path,
    field: '',
    message: 'why',
    fix: 'how',
  });
});
