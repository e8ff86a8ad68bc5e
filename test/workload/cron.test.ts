import { isSchedule } from '../../lib/workload/cron';

describe('a schedule', () => {
  test.each(['17 1 * * *', '0 0 1 1 0', '*/5 * * * *', '0,30 8-18/2 * 1-6 1-5', '59 23 31 12 7'])('may be "%s"', (schedule) => {
    expect(isSchedule(schedule)).toBe(true);
  });

  test.each([
    '',
    'daily',
    '@daily',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    ' * * * * *',
  ])('may not be "%s"', (schedule) => {
    expect(isSchedule(schedule)).toBe(false);
  });
});
