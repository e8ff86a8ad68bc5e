import { rules } from '../../../lib/policy/catalogue';
import { LEVELS, NOT_IN_PSA } from '../../../lib/policy/pod-security/levels';

test('each rule of the family belongs to one level, or to none that Pod Security has', () => {
  const family = rules.map(({ id }) => id).filter((id) => id.startsWith('pod-security/'));

  expect([...LEVELS.baseline, ...LEVELS.restricted, ...NOT_IN_PSA].sort()).toEqual(family.sort());
});

test('what a level asks for is an error, and enforced', () => {
  const asked = rules.filter(({ id }) => [...LEVELS.baseline, ...LEVELS.restricted].includes(id));

  expect(asked.filter(({ severity, cel }) => severity !== 'error' || cel?.isEnforced !== true)).toEqual([]);
});
