import { BURN_RATES, burnFactor, errorBudget } from '../../lib/observability/burn-rate';
import { objectivesOf, serviceLevel } from '../../lib/observability/service-level';
import { api, objectives } from './presets';

describe('burn rates', () => {
  test('are those of the SRE workbook', () => {
    const table = BURN_RATES.map((rate) => [rate.share, rate.long, rate.short, burnFactor(rate), rate.severity]);

    expect(table).toEqual([
      [0.02, '1h', '5m', 14.4, 'critical'],
      [0.05, '6h', '30m', 6, 'critical'],
      [0.1, '1d', '2h', 3, 'warning'],
      [0.1, '3d', '6h', 1, 'warning'],
    ]);
  });

  test('take a short window of a twelfth of the long one', () => {
    const minutes = { '5m': 5, '30m': 30, '1h': 60, '2h': 120, '6h': 360, '1d': 1440, '3d': 4320 };

    for (const { long, short, hours } of BURN_RATES) {
      expect(minutes[long]).toBe(hours * 60);
      expect(minutes[short] * 12).toBe(minutes[long]);
    }
  });

  test.each([
    [0.99, 0.01],
    [0.995, 0.005],
    [0.999, 0.001],
    [0.9995, 0.0005],
    [0.9999, 0.0001],
  ])('an objective of %d leaves a budget of %d', (objective, budget) => {
    expect(errorBudget(objective)).toBe(budget);
  });
});

describe('a service level', () => {
  test('is recorded over every window, for each objective', () => {
    expect(objectives.recordings.map(({ record }) => record)).toEqual([
      ...['5m', '30m', '1h', '2h', '6h', '1d', '3d'].map((window) => `job:http_request_errors:ratio_rate${window}`),
      ...['5m', '30m', '1h', '2h', '6h', '1d', '3d'].map((window) => `job:http_request_slow:ratio_rate${window}`),
    ]);
  });

  test('calls somebody when the budget burns fast, in both windows', () => {
    const [fast] = objectives.alerts;

    expect(fast).toMatchObject({ name: 'AvailabilityBudgetBurnsFast', severity: 'critical' });
    expect(fast?.expression.split(' or ')).toEqual([
      '(job:http_request_errors:ratio_rate1h{job="kfm-api"} > 14.4 * 0.001 and job:http_request_errors:ratio_rate5m{job="kfm-api"} > 14.4 * 0.001)',
      '(job:http_request_errors:ratio_rate6h{job="kfm-api"} > 6 * 0.001 and job:http_request_errors:ratio_rate30m{job="kfm-api"} > 6 * 0.001)',
    ]);
  });

  test('measures latency at a bucket, however Prometheus writes its bound', () => {
    const at = (seconds: number) =>
      serviceLevel(api, { availability: 0.999, latency: { objective: 0.99, seconds } }).recordings.at(-1)?.expression;

    expect(at(0.5)).toContain('le="0.5"');
    expect(at(1)).toContain('le=~"1([.]0)?"');
  });

  test('has nothing on latency without an objective of it', () => {
    const { recordings, alerts, panels } = serviceLevel(api, { availability: 0.999 });

    expect(recordings).toHaveLength(7);
    expect(alerts.map(({ name }) => name)).toEqual(['AvailabilityBudgetBurnsFast', 'AvailabilityBudgetBurnsSlowly']);
    expect(panels).toHaveLength(1);
  });

  test('has the objectives one by one, with the budgets that its alerts are on', () => {
    const promise = { availability: 0.999, latency: { objective: 0.99, seconds: 1 } };

    expect(objectivesOf(promise)).toEqual([
      { name: 'availability', objective: 0.999 },
      { name: 'latency', objective: 0.99, seconds: 1 },
    ]);
    expect(objectivesOf({ availability: 0.99 })).toEqual([{ name: 'availability', objective: 0.99 }]);
    for (const { name, objective } of objectivesOf(promise)) {
      const alert = serviceLevel(api, promise).alerts.find((each) => each.name.toLowerCase() === `${name}budgetburnsfast`);
      expect(alert?.expression).toContain(`* ${errorBudget(objective)} `);
    }
  });
});
