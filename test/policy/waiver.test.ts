import { judge } from '../../lib/policy/judge';
import type { Rule } from '../../lib/policy/rule';
import { expiries, isDay, type Waiver, type Waiving, waived } from '../../lib/policy/waiver';
import { casesOf } from './fixture';

const rule: Rule = {
  id: 'names/test',
  title: 'nothing',
  severity: 'error',
  rationale: 'a test',
  requirements: ['A1'],
  fix: 'mend it',
  *check({ objects }) {
    for (const object of objects) yield { object, message: 'is wrong' };
    yield { message: 'all is wrong' };
  },
};

const WAIVER: Waiver = {
  rule: 'names/test',
  object: '/ConfigMap/kfm/a',
  reason: 'the legacy importer reads it until KFM-412 is done',
  owner: 'services',
  expires: '2027-01-31',
};

const ENFORCED: Rule = { ...rule, id: 'names/enforced', cel: { kinds: [], validations: [], isEnforced: true } };

function findingsWith(...waivers: Waiver[]): { readonly findings: string[]; readonly waived: number | undefined } {
  return findingsIn({}, ...waivers);
}

function findingsIn(props: Partial<Waiving>, ...waivers: Waiver[]): { readonly findings: string[]; readonly waived: number | undefined } {
  const [{ world }] = casesOf(`case: two objects
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: kfm}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: kfm}}`) as [ReturnType<typeof casesOf>[number]];
  const waiving = { environment: 'dev', waivers, rules: [rule, ENFORCED], ran: new Set(['names/test']), denies: false };
  const judgement = waived(judge(world, [rule]), { ...waiving, ...props });
  const findings = judgement.findings.map(({ rule: id, severity, object, message }) => `${severity} ${id} ${object}: ${message}`);
  return { findings, waived: judgement.waived };
}

describe('a waiver', () => {
  test('answers for one rule on one object, and is counted', () => {
    expect(findingsWith(WAIVER)).toEqual({
      findings: ['error names/test : all is wrong', 'error names/test /ConfigMap/kfm/b: is wrong'],
      waived: 1,
    });
  });

  test('that answers for nothing is called idle', () => {
    expect(findingsWith({ ...WAIVER, object: '/ConfigMap/kfm/c' }).findings).toContain(
      'warning ownership/waiver /ConfigMap/kfm/c: the waiver of names/test answers for nothing',
    );
  });

  test('of a rule that was not run is not called idle', () => {
    expect(findingsIn({ ran: new Set() }, { ...WAIVER, object: '/ConfigMap/kfm/c' }).findings).toHaveLength(3);
  });

  test('of a rule that the cluster enforces is an error where the cluster would refuse the object', () => {
    const waiver = { ...WAIVER, rule: 'names/enforced' };

    expect(findingsIn({ ran: new Set() }, waiver).findings.filter((line) => line.includes('waiver'))).toEqual([]);
    expect(findingsIn({ denies: true }, waiver).findings).toContain(
      'error ownership/waiver /ConfigMap/kfm/a: the waiver of names/enforced is of a rule that the cluster enforces as well, so that it would refuse the object',
    );
  });

  test.each(['schema/a', 'secrets/plaintext-value', 'data/class', 'isolation/host', 'api-removal/removed-api'] as const)(
    'of %s is of what nobody can waive',
    (id) => {
      expect(findingsIn({ rules: [{ ...rule, id }] }, { ...WAIVER, rule: id }).findings).toContain(
        `error ownership/waiver /ConfigMap/kfm/a: the waiver of ${id} is of a rule that nobody can waive`,
      );
    },
  );

  // Bad input 78.
  test.each<[string, Partial<Waiver>, string]>([
    ['an unknown rule', { rule: 'names/tset' }, 'names the rule "names/tset", which does not exist'],
    ['no object', { object: '' }, 'names the object "", expected group/Kind/namespace/name'],
    ['a part of an object', { object: 'ConfigMap/a' }, 'names the object "ConfigMap/a", expected group/Kind/namespace/name'],
    ['no reason', { reason: ' because ' }, 'gives the reason " because ", expected a sentence'],
    ['no owner', { owner: ' ' }, 'names no owner'],
    ['no day', { expires: '' }, 'expires "", expected a day like 2027-01-31'],
    ['a day that there is not', { expires: '2027-02-30' }, 'expires "2027-02-30", expected a day like 2027-01-31'],
  ])('with %s answers for nothing and is an error', (_, part, problem) => {
    const { findings, waived: number } = findingsWith({ ...WAIVER, ...part });

    expect(findings).toContain('error names/test /ConfigMap/kfm/a: is wrong');
    expect(findings.filter((line) => line.includes('ownership/waiver'))).toEqual([
      `error ownership/waiver ${part.object ?? WAIVER.object}: the waiver of ${part.rule ?? 'names/test'} ${problem}`,
    ]);
    expect(number).toBe(0);
  });
});

describe('the end of a waiver and of an approval', () => {
  const exceptions = {
    environment: 'stage',
    waivers: [WAIVER],
    approvals: [{ data: 'sensitive', reason: 'a rehearsal of the migration', approver: 'security', until: '2027-01-31' }],
  };

  test.each([
    ['2026-01-30', []],
    ['2026-01-29', ['error ends on 2027-01-31, expected a day within a year', 'error ends on 2027-01-31, expected a day within a year']],
    ['2027-01-16', []],
    ['2027-01-17', ['warning ends on 2027-01-31', 'warning ends on 2027-01-31']],
    ['2027-01-31', ['warning ends on 2027-01-31', 'warning ends on 2027-01-31']],
    ['2027-02-01', ['error is over since 2027-01-31', 'error is over since 2027-01-31']],
  ])('seen from %s', (today, found) => {
    const findings = expiries(exceptions, today);

    expect(findings.map(({ severity, message }) => `${severity} ${message.replace(/^the (waiver|approval) of \S+( data)? /, '')}`)).toEqual(
      found,
    );
    if (found.length > 0) expect(findings.map(({ rule: id }) => id).sort()).toEqual(['data/approval', 'ownership/waiver']);
  });

  test('is the end of a day', () => {
    expect(['2027-01-31', '2028-02-29', '2027-02-29', '2027-1-31', '31.1.2027', '2027-01-31T00:00:00Z'].map(isDay)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
