import { timeLimit } from '../../cli/ports/time-limit';
import { judge } from '../../lib/policy/judge';
import type { Rule } from '../../lib/policy/rule';
import { casesOf } from '../policy/fixture';

function rule(id: Rule['id'], check: Rule['check']): Rule {
  return { id, title: id, severity: 'warning', rationale: '', requirements: [], fix: 'mend it', check };
}

const [{ world }] = casesOf('case: one\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: kfm}}') as [
  ReturnType<typeof casesOf>[number],
];

// Bad inputs 75 and 77.
test('a rule that never ends is an error, and those after it still run', () => {
  const endless = rule('names/endless', () => {
    for (;;);
  });
  const finds = rule('order/finds', ({ objects }) => objects.map((object) => ({ object, message: 'is wrong' })));

  const { findings } = judge(world, [endless, finds], timeLimit(50));

  expect(findings.map(({ rule: id, severity, message }) => `${severity} ${id}: ${message}`)).toEqual([
    'error names/endless: the rule failed, so nothing is known about it: the rules did not end within 0.05 s',
    'warning order/finds: is wrong',
  ]);
});

test('what ends in time is as without a limit, errors included', () => {
  const limit = timeLimit(1000);

  let done = 0;
  limit(() => {
    done = 42;
  });
  expect(done).toBe(42);
  expect(() =>
    limit(() => {
      throw new RangeError('not that');
    }),
  ).toThrow(new RangeError('not that'));
});
