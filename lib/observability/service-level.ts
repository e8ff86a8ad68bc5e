import type { Alert, Recording, Severity, Subject } from './alert';
import { BURN_RATES, burnFactor, errorBudget, WINDOWS, type Window } from './burn-rate';
import type { Panel } from './panel';
import { requests } from './requests';

export interface ServiceLevelProps {
  /** Share of requests over 30 days that the server does not fail, such as 0.999. */
  readonly availability: number;
  /** @default no objective */
  readonly latency?: LatencyObjective;
}

/** A share of requests over 30 days that is answered in time. */
export interface LatencyObjective {
  readonly objective: number;
  /** The bound of a bucket of the server's histogram. */
  readonly seconds: number;
}

/** Something that requests can be, and the share of them over 30 days that has to be it: what a rehearsal holds its measurements against. */
export interface Objective {
  readonly name: 'availability' | 'latency';
  readonly objective: number;
  /** Within how many seconds, of latency. */
  readonly seconds?: number;
}

/** The objectives of an HTTP API, one by one. */
export function objectivesOf({ availability, latency }: ServiceLevelProps): Objective[] {
  return [{ name: 'availability', objective: availability }, ...(latency === undefined ? [] : [{ name: 'latency' as const, ...latency }])];
}

/** What Prometheus records, watches and shows for the objectives of an HTTP API. */
export interface ServiceLevel {
  readonly recordings: readonly Recording[];
  readonly alerts: readonly Alert[];
  readonly panels: readonly Panel[];
}

/** Something that a request can be, and how many of all may be it. */
interface Indicator {
  /** Begin of the names of its alerts. */
  readonly name: string;
  /** Metric between the colons of its recordings. */
  readonly metric: string;
  readonly objective: number;
  readonly bad: string;
  readonly ratio: (window: Window) => string;
}

/** The objectives of an HTTP API: their indicators, and alerts on how fast the budget of bad requests burns (Google SRE workbook, ch. 5). */
export function serviceLevel({ name }: Subject, props: ServiceLevelProps): ServiceLevel {
  const { latency } = props;
  const indicators = objectivesOf(props).map((objective) => indicatorOf(name, objective));
  return {
    recordings: indicators.flatMap(({ metric, ratio }) =>
      WINDOWS.map((window) => ({ record: series(metric, window), expression: ratio(window) })),
    ),
    alerts: [
      ...indicators.flatMap((indicator) => [burnAlert(name, indicator, 'critical'), burnAlert(name, indicator, 'warning')]),
      ...(latency === undefined ? [] : [unmeasured(name, latency)]),
    ],
    panels: indicators.map((indicator) => burnPanel(name, indicator)),
  };
}

function indicatorOf(job: string, { objective, seconds }: Objective): Indicator {
  if (seconds === undefined) {
    return {
      name: 'Availability',
      metric: 'http_request_errors',
      objective,
      bad: 'failed',
      ratio: (window) => requests.errorRatio(job, window),
    };
  }
  return {
    name: 'Latency',
    metric: 'http_request_slow',
    objective,
    bad: `slower than ${seconds} s`,
    ratio: (window) => requests.slowRatio(job, seconds, window),
  };
}

function series(metric: string, window: Window): string {
  return `job:${metric}:ratio_rate${window}`;
}

/** The long window says that it matters, the short one that it still goes on. */
function burnAlert(job: string, { name, metric, objective, bad }: Indicator, severity: Severity): Alert {
  const burning = BURN_RATES.filter((rate) => rate.severity === severity).map((rate) => {
    const limit = `${burnFactor(rate)} * ${errorBudget(objective)}`;
    return `(${series(metric, rate.long)}{job="${job}"} > ${limit} and ${series(metric, rate.short)}{job="${job}"} > ${limit})`;
  });
  const isFast = severity === 'critical';
  return {
    name: `${name}BudgetBurns${isFast ? 'Fast' : 'Slowly'}`,
    expression: burning.join(' or '),
    for: isFast ? '2m' : '15m',
    severity,
    summary: `${job} misses its objective of ${name.toLowerCase()} ${isFast ? 'soon' : 'if this goes on'}`,
    description: `{{ $value | humanizePercentage }} of the requests to ${job} are ${bad}; over 30 days {{ ${errorBudget(objective)} | humanizePercentage }} may be.`,
    runbook: 'service-level',
  };
}

/** An objective that no bucket measures would never be missed. */
function unmeasured(job: string, { seconds }: LatencyObjective): Alert {
  const all = `sum(http_request_duration_seconds_count{job="${job}"})`;
  return {
    name: 'LatencyObjectiveUnmeasured',
    expression: `${all} > 0 unless sum(${requests.bucket(job, seconds)})`,
    for: '15m',
    severity: 'warning',
    summary: `The latency objective of ${job} is not measured`,
    description: `The histogram http_request_duration_seconds of ${job} has no bucket of ${seconds} s, so a miss would not be seen.`,
    runbook: 'service-level',
  };
}

function burnPanel(job: string, { name, metric, objective }: Indicator): Panel {
  const budget = errorBudget(objective);
  const rate = (window: Window) => ({ expression: `${series(metric, window)}{job="${job}"} / ${budget}`, legend: `over ${window}` });
  return { title: `Burn rate of the budget: ${name.toLowerCase()}`, unit: 'short', expressions: [rate('1h'), rate('6h'), rate('3d')] };
}
