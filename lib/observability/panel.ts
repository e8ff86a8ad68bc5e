/** A line of a panel. */
export interface Query {
  /** PromQL. */
  readonly expression: string;
  /** Name of the line; `{{label}}` is the value of a label. */
  readonly legend: string;
}

/** A graph over time on a dashboard. */
export interface Panel {
  readonly title: string;
  /** Unit as Grafana names it. */
  readonly unit: Unit;
  readonly expressions: readonly Query[];
}

/** Requests a second, operations a second, seconds, bytes, a share of one, or a plain number. */
export type Unit = 'reqps' | 'ops' | 's' | 'bytes' | 'percentunit' | 'short';
