/**
 * Questions to the histogram `http_request_duration_seconds` of an HTTP server (contract in docs/runbooks/README.md).
 * `job` is the name of the component.
 */
export const requests = {
  /** Requests a second. */
  rate: (job: string, window: string): string => `sum by (job) (rate(http_request_duration_seconds_count{job="${job}"}[${window}]))`,

  /** Share of requests that the server failed; zero as long as it never failed one. */
  errorRatio: (job: string, window: string): string => {
    const all = requests.rate(job, window);
    const failed = `sum by (job) (rate(http_request_duration_seconds_count{job="${job}",code=~"5.."}[${window}]))`;
    return `(${failed} or 0 * ${all}) / ${all}`;
  },

  /** Share of requests that took longer; `seconds` must be the bound of a bucket. */
  slowRatio: (job: string, seconds: number, window: string): string => {
    const all = requests.rate(job, window);
    const fast = `sum by (job) (rate(${requests.bucket(job, seconds)}[${window}]))`;
    return `(${all} - ${fast}) / ${all}`;
  },

  /** Seconds that all but the slowest requests stay under. */
  quantile: (job: string, quantile: number, window: string): string =>
    `histogram_quantile(${quantile}, sum by (job, le) (rate(http_request_duration_seconds_bucket{job="${job}"}[${window}])))`,

  /** The requests that took at most so long. Prometheus 3 writes the bound of a second as `1.0`, older ones as `1` (its migration guide). */
  bucket: (job: string, seconds: number): string => {
    const bound = Number.isInteger(seconds) ? `le=~"${seconds}([.]0)?"` : `le="${seconds}"`;
    return `http_request_duration_seconds_bucket{job="${job}",${bound}}`;
  },
} as const;
