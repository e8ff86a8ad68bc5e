import { rules } from '../../lib/policy/catalogue';
import { Asked } from '../../lib/policy/cel/asked';
import { celRule } from '../../lib/policy/cel/cel-rule';
import { celExpression } from '../../lib/policy/cel/evaluation';
import { remembered } from '../../lib/policy/cel/remembered';
import { judge } from '../../lib/policy/judge';
import type { Rule } from '../../lib/policy/rule';
import { NEWEST_KUBERNETES } from '../../lib/schema/schemas';
import { type Fixture, fixturesOf } from './fixture';

/** Rules with conditions in CEL; a rule that only narrows one has its own check, and is judged by that. */
const WITH_CEL = rules.filter((rule): rule is Rule & { cel: NonNullable<Rule['cel']> } => rule.cel !== undefined);

/** The cases of each rule, read once. */
const CASES = new Map(WITH_CEL.map(({ id }) => [id as string, Object.values(fixturesOf(id)).flat()]));

function casesOf({ id }: Pick<Rule, 'id'>): readonly Fixture[] {
  return CASES.get(id) ?? [];
}

/** The findings of all cases of a rule, were it written so. */
function findingsOf(rule: Rule): string[] {
  return casesOf(rule).flatMap(({ name, world }) =>
    judge(world, [rule]).findings.map(({ object, field, message }) => `${name}: ${object} ${field} ${message}`),
  );
}

/** Stryker leaves texts alone, and the conditions are texts. */
describe.each(WITH_CEL)('each condition of $id', (rule) => {
  const { check: _, cel, ...props } = rule;
  const asWritten = findingsOf(celRule({ ...props, ...cel }));

  // Those of versions that there are no schemas for yet have tests of their own (exemption.test.ts).
  const reached = cel.validations.flatMap((validation, index) =>
    Number(validation.since?.split('.')[1] ?? 0) > Number(NEWEST_KUBERNETES.split('.')[1])
      ? []
      : [[`${validation.field} ${validation.message}`, index] as const],
  );

  test.each(reached)('is needed by some case: %s', (_name, index) => {
    const weaker = cel.validations.map((validation, at) => (at === index ? { ...validation, expression: 'true' } : validation));

    expect(findingsOf(celRule({ ...props, ...cel, validations: weaker }))).not.toEqual(asWritten);
  });

  test('lets something pass: were it false, some case would be red', () => {
    const stricter = cel.validations.map((validation) => ({ ...validation, expression: 'false' }));

    expect(findingsOf(celRule({ ...props, ...cel, validations: stricter })).length).toBeGreaterThan(asWritten.length);
  });
});

test('what is asked once a shape has the same answer as what is asked each time', () => {
  const different: string[] = [];
  for (const { id, cel } of WITH_CEL) {
    for (const validation of cel.validations) {
      const [plain, once] = [celExpression(validation.expression), remembered(validation.expression)];
      for (const { world } of casesOf({ id })) {
        for (const pod of world.pods) {
          for (const { container } of pod.containers) {
            const asked = new Asked({
              object: pod.object.manifest,
              variables: { pod: pod.spec, containers: pod.containers.map((one) => one.container) },
              c: container,
            });
            if (plain(asked.values) !== once(asked)) different.push(`${id} ${validation.field}`);
          }
        }
      }
    }
  }

  expect(different).toEqual([]);
});
