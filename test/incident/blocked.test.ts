import { blockedBy, blockedRemark } from '../../lib/incident/blocked';
import { incidentFindings } from '../../lib/incident/findings';
import type { Capture, Incident } from '../../lib/incident/incident';

const OPEN = {
  id: 'INC-7',
  environment: 'stage',
  who: 'Ada Example',
  expires: '2026-01-31T18:05:00Z',
  components: ['kfm-api'],
  captures: [],
} as Partial<Incident> as Incident;
const CAPTURED = { ...OPEN, captures: [{ components: ['policies'] } as Partial<Capture> as Capture] };
const CLOSED = { ...OPEN, closed: { when: '2026-01-31T17:00:00Z', by: 'Ada Example' } };

test.each([
  ['a promotion', { component: 'tiles' }, OPEN, 'INC-7'],
  ['a promotion of what is changed by hand, before it was captured', { component: 'kfm-api' }, OPEN, 'INC-7'],
  ['a promotion of what is changed by hand, once something was captured', { component: 'kfm-api' }, CAPTURED, undefined],
  ['a promotion of what was captured', { component: 'policies' }, CAPTURED, undefined],
  ['a promotion of something else', { component: 'tiles' }, CAPTURED, 'INC-7'],
  ['a hotfix that names it', { component: 'tiles', hotfix: 'INC-7: token leak' }, OPEN, undefined],
  ['a hotfix that names another one', { component: 'tiles', hotfix: 'INC-70: token leak' }, OPEN, 'INC-7'],
  ['a way back', { component: 'tiles', isReturn: true }, OPEN, undefined],
  ['anything after it was closed', { component: 'tiles' }, CLOSED, undefined],
])('%s: blocked by %#', (_, movement, incident, expected) => {
  expect(blockedBy(movement, [incident])?.id).toBe(expected);
});

test('what ends one of two records passes the other: they would keep each other open', () => {
  const other = { ...OPEN, id: 'INC-8', components: ['ui'] };

  expect(blockedBy({ component: 'policies' }, [other, CAPTURED])).toBeUndefined();
  expect(blockedBy({ component: 'tiles', hotfix: 'INC-7: token leak' }, [other, OPEN])).toBeUndefined();
  expect(blockedBy({ component: 'tiles' }, [CAPTURED, other])?.id).toBe('INC-7');
});

test('what blocks says who, until when, and how it ends', () => {
  const { message, fix } = blockedRemark('stage', 'tiles', OPEN);

  expect(`${message}; ${fix}`).toMatchInlineSnapshot(
    `"tiles cannot come to stage while INC-7 is open there (Ada Example, until 2026-01-31T18:05:00Z), and nothing of tiles was captured; npm run breakglass -- capture --env stage --id INC-7 if it is the change made by hand, npm run breakglass -- close --env stage --id INC-7 once Git says the same; rollbacks pass, and a hotfix "INC-7: reason" does"`,
  );
});

test('an open record is a warning before its end and an error after it; a closed one is nothing', () => {
  const at = (now: string) => incidentFindings([OPEN, CLOSED], now).map(({ severity, message }) => `${severity} ${message}`);

  expect([at('2026-01-31T18:05:00Z'), at('2026-01-31T18:05:01Z')]).toEqual([
    ['warning INC-7 is open until 2026-01-31T18:05:00Z: Ada Example'],
    ['error INC-7 is open and over since 2026-01-31T18:05:00Z: Ada Example'],
  ]);
});

test('a record that nobody can have decided by now is an error, however far its end is', () => {
  const at = (now: string) => incidentFindings([OPEN], now).map(({ severity }) => severity);

  expect([at('2026-01-30T00:00:00Z'), at('2026-01-29T00:00:00Z')]).toEqual([['warning'], ['error']]);
  expect(incidentFindings([OPEN], '2025-01-31T18:05:00Z')[0]?.message).toContain('later than anybody can have said');
});
