import type { Severity } from './alert';

export const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

/** Times that the share of bad requests is recorded over. */
export type Window = (typeof WINDOWS)[number];

/** Hours that an objective is kept over: 30 days. */
const PERIOD = 720;

/**
 * How fast the budget of errors may burn before somebody is told: the `share` of it that is gone within the long window.
 * The short window, a twelfth of the long one, ends the alert soon after the errors end.
 */
export interface BurnRate {
  readonly share: number;
  readonly long: Window;
  readonly hours: number;
  readonly short: Window;
  readonly severity: Severity;
}

/** Multiwindow, multi-burn-rate alerts of the Google SRE workbook, chapter 5, "Alerting on SLOs", table 5-8 with a step for a day. */
export const BURN_RATES: readonly BurnRate[] = [
  { share: 0.02, long: '1h', hours: 1, short: '5m', severity: 'critical' },
  { share: 0.05, long: '6h', hours: 6, short: '30m', severity: 'critical' },
  { share: 0.1, long: '1d', hours: 24, short: '2h', severity: 'warning' },
  { share: 0.1, long: '3d', hours: 72, short: '6h', severity: 'warning' },
];

/** How many times faster than sustainable the budget burns. */
export function burnFactor({ share, hours }: BurnRate): number {
  return rounded((share * PERIOD) / hours);
}

/** The share of requests that may be bad. */
export function errorBudget(objective: number): number {
  return rounded(1 - objective);
}

/** 1 - 0.999 is not quite 0.001 in binary; six digits are more than any objective has. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
