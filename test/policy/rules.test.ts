import { rules } from '../../lib/policy/catalogue';
import { judge } from '../../lib/policy/judge';
import { FAMILIES, type Rule } from '../../lib/policy/rule';
import { apiRemoval } from './fixtures/api-removal';
import { facts } from './fixtures/facts';
import { type Fixture, type Fixtures, worldOf } from './fixtures/fixture';
import { identity } from './fixtures/identity';
import { layout } from './fixtures/layout';
import { names } from './fixtures/names';
import { hooks, order } from './fixtures/order';
import { projects } from './fixtures/project';
import { schema } from './fixtures/schema';

const fixtures: Fixtures = { ...schema, ...apiRemoval, ...identity, ...names, ...projects, ...order, ...facts, ...layout };

function findingsOf(rule: Rule, [, objects, , circumstances]: Fixture): string[] {
  const { findings } = judge(worldOf(objects, circumstances), [rule]);
  return findings.map(({ object, field, message, fix }) => `${object} ${field}: ${message}${fix === rule.fix ? '' : ` → ${fix}`}`);
}

function named(cases: readonly Fixture[] = []) {
  return cases.map((fixture) => ({ name: fixture[0], fixture }));
}

describe.each(rules)('$id', (rule) => {
  const cases = fixtures[rule.id] ?? [];
  const [passing, failing] = [true, false].map((passes) => cases.filter(([, , findings]) => (findings.length === 0) === passes));

  test.each(named(passing))('lets pass $name', ({ fixture }) => {
    expect(findingsOf(rule, fixture)).toEqual([]);
  });

  test.each(named(failing))('finds $name', ({ fixture }) => {
    expect(findingsOf(rule, fixture)).toEqual(fixture[2]);
  });

  test('has a fixture that passes and one that fails', () => {
    expect([passing, failing]).toEqual([expect.arrayContaining([expect.anything()]), expect.arrayContaining([expect.anything()])]);
  });

  test('says why it is there, what asks for it and what to do', () => {
    expect(FAMILIES).toContain(rule.id.split('/')[0]);
    expect([rule.title, rule.rationale, rule.fix].filter((text) => text.length < 10)).toEqual([]);
    expect(rule.requirements.join(' ')).toMatch(/^[A-Z]\d+( [A-Z]\d+)*$/);
  });

  // The rules of order compare waves but not phases: a hook of PreSync comes before every wave of Sync.
  if (rule.id in hooks) {
    test.each(named(hooks[rule.id]))('finds $name', ({ fixture }) => {
      expect(findingsOf(rule, fixture)).toHaveLength(1);
    });
  }
});

test('no two rules share an id, and no fixture is of a rule that does not exist', () => {
  expect(rules.map(({ id }) => id).sort()).toEqual(Object.keys(fixtures).sort());
});
