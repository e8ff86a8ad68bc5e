import type { Part } from '../tenancy/component';

/** `critical`: somebody is called now. `warning`: somebody looks in working hours. There is no third: nobody reads it (SRE workbook, ch. 5). */
export type Severity = 'critical' | 'warning';

/** A condition that a person must know of, with what to do about it. */
export interface Alert {
  /** In CamelCase; also the heading in its runbook. */
  readonly name: string;
  /** PromQL; what it returns, the alert fires for. */
  readonly expression: string;
  /** How long it must hold, e.g. `5m`. */
  readonly for: string;
  readonly severity: Severity;
  /** One line for a pager. */
  readonly summary: string;
  /** What it means for users, with the value. */
  readonly description: string;
  /** File below `docs/runbooks`, without `.md`. */
  readonly runbook: string;
}

/** A series that Prometheus computes ahead, because alerts and dashboards ask for it again and again. */
export interface Recording {
  /** `level:metric:operation`, as Prometheus' documentation names them. */
  readonly record: string;
  readonly expression: string;
}

/** What alerts and panels are about: the `job` of its metrics is its name. */
export type Subject = Pick<Part, 'name' | 'namespace'>;

/** Who gets an alert, and where the runbooks are read. */
export interface Ownership {
  readonly component: string;
  readonly team: string;
  /** Address of the repository's pages. */
  readonly pages: string;
}

/** The alert as an entry of a PrometheusRule. */
export function alertRule(alert: Alert, { component, team, pages }: Ownership): Readonly<Record<string, unknown>> {
  const { name, expression, severity, summary, description, runbook } = alert;
  return {
    alert: name,
    expr: expression,
    for: alert.for,
    labels: { severity, component, team },
    annotations: { summary, description, runbook_url: `${pages}/docs/runbooks/${runbook}.md#${name.toLowerCase()}` },
  };
}

export function recordingRule({ record, expression }: Recording): Readonly<Record<string, unknown>> {
  return { record, expr: expression };
}
