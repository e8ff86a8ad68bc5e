import { rules } from '../../lib/policy/catalogue';
import { judge } from '../../lib/policy/judge';
import { FAMILIES, type Rule } from '../../lib/policy/rule';
import { type Fixture, fixturesOf, rulesWithFixtures } from './fixture';

function findingsOf(rule: Rule, { world }: Fixture): string[] {
  const { findings } = judge(world, [rule]);
  return findings.map(({ object, field, message, fix }) => `${object} ${field}: ${message}${fix === rule.fix ? '' : ` → ${fix}`}`);
}

describe.each(rules)('$id', (rule) => {
  const { pass, fail } = fixturesOf(rule.id);

  test.each(pass)('lets pass $name', (fixture) => {
    expect(findingsOf(rule, fixture)).toEqual([]);
  });

  test.each(fail)('finds $name', (fixture) => {
    expect(findingsOf(rule, fixture)).toEqual(fixture.finds);
  });

  test('has a fixture that passes and one that fails, and none that tells nothing', () => {
    expect(pass.map(({ finds }) => finds)).toEqual(pass.map(() => []));
    expect(pass.length).toBeGreaterThan(0);
    expect(fail.filter(({ finds }) => finds.length === 0).map(({ name }) => name)).toEqual([]);
    expect(fail.length).toBeGreaterThan(0);
    expect(pass.filter(({ world }) => world.objects.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test('says why it is there, what asks for it and what to do', () => {
    expect(FAMILIES).toContain(rule.id.split('/')[0]);
    expect([rule.title, rule.rationale, rule.fix].filter((text) => text.length < 10)).toEqual([]);
    expect(rule.requirements.join(' ')).toMatch(/^[A-Z]\d+( [A-Z]\d+)*$/);
  });
});

test('no two rules share an id, and no fixture is of a rule that does not exist', () => {
  expect(rules.map(({ id }) => id).sort()).toEqual(rulesWithFixtures().sort());
});
