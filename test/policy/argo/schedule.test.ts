import { durationSeconds, scheduleProblem } from '../../../lib/policy/argo/schedule';

test.each([
  '* * * * *',
  '0 0 1 1 0',
  '59 23 31 12 6',
  '*/15 0-6 1,15 JAN-mar ?',
  ' 0  22\t* * mon-FRI ',
  '5/15 8-18/2 */10 * SUN,2,4-6',
  '? ? ? ? ?',
])('the schedule "%s" is one', (schedule) => {
  expect(scheduleProblem(schedule)).toBeUndefined();
});

test.each([
  ['', '"" has 0 fields; a schedule has 5'],
  ['0 22 * * * 2027', '"0 22 * * * 2027" has 6 fields; a schedule has 5'],
  ['@daily', '"@daily" has 1 fields; a schedule has 5'],
  ['CRON_TZ=UTC 0 22 * * *', '"CRON_TZ=UTC 0 22 * * *" has 6 fields; a schedule has 5'],
  ['60 * * * *', '"60 * * * *" has the minute "60"; expected 0 to 59'],
  ['-1 * * * *', '"-1 * * * *" has the minute "-1"; expected 0 to 59'],
  ['1-2-3 * * * *', '"1-2-3 * * * *" has the minute "1-2-3"; expected 0 to 59'],
  ['30-10 * * * *', '"30-10 * * * *" has the minute "30-10"; expected 0 to 59'],
  ['0-60 * * * *', '"0-60 * * * *" has the minute "0-60"; expected 0 to 59'],
  ['*/0 * * * *', '"*/0 * * * *" has the minute "*/0"; expected 0 to 59'],
  ['*/a * * * *', '"*/a * * * *" has the minute "*/a"; expected 0 to 59'],
  ['*/ * * * *', '"*/ * * * *" has the minute "*/"; expected 0 to 59'],
  ['*/5/5 * * * *', '"*/5/5 * * * *" has the minute "*/5/5"; expected 0 to 59'],
  ['/5 * * * *', '"/5 * * * *" has the minute "/5"; expected 0 to 59'],
  ['1,,2 * * * *', '"1,,2 * * * *" has the minute "1,,2"; expected 0 to 59'],
  ['1,60 * * * *', '"1,60 * * * *" has the minute "1,60"; expected 0 to 59'],
  ['jan * * * *', '"jan * * * *" has the minute "jan"; expected 0 to 59'],
  ['0 24 * * *', '"0 24 * * *" has the hour "24"; expected 0 to 23'],
  ['0 0 0 * *', '"0 0 0 * *" has the day of the month "0"; expected 1 to 31'],
  ['0 0 32 * *', '"0 0 32 * *" has the day of the month "32"; expected 1 to 31'],
  ['0 0 L * *', '"0 0 L * *" has the day of the month "L"; expected 1 to 31'],
  ['0 0 * 0 *', '"0 0 * 0 *" has the month "0"; expected 1 to 12'],
  ['0 0 * 13 *', '"0 0 * 13 *" has the month "13"; expected 1 to 12'],
  ['0 0 * dec-jan *', '"0 0 * dec-jan *" has the month "dec-jan"; expected 1 to 12'],
  ['0 0 * * 7', '"0 0 * * 7" has the day of the week "7"; expected 0 to 6'],
  ['0 0 * * sunday', '"0 0 * * sunday" has the day of the week "sunday"; expected 0 to 6'],
])('the schedule "%s" is none', (schedule, problem) => {
  expect(scheduleProblem(schedule)).toBe(problem);
});

test.each([
  ['1h', 3600],
  ['90m', 5400],
  ['1h30m15s', 5415],
  ['1.5h', 5400],
  ['+2h', 7200],
  ['-1h', -3600],
  ['500ms', 0.5],
  ['2000us', 0.002],
  ['0', 0],
  ['0s', 0],
])('the duration %s has %p seconds', (duration, seconds) => {
  expect(durationSeconds(duration)).toBeCloseTo(seconds, 9);
});

test.each(['', '1', '1d', 'h', '1h 30m', '1h30', '.5', '--1h', '1,5h', 'PT1H'])('"%s" is no duration', (duration) => {
  expect(durationSeconds(duration)).toBeUndefined();
});
