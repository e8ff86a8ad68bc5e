import type { Json } from '../manifest/manifest';
import { IS_AUDIT, LOG_LABELS, logProgram, withheldProgram } from './log-program';

/** The port of Vector's own metrics. */
export const LOG_METRICS_PORT = 9090;

/** Bytes on disk that a sink may hold back while Loki is away: the least that Vector accepts, and a little. */
const BUFFER = 536_870_912;

/**
 * Vector's configuration: from the containers of a node, through redaction, to a server with Loki's API. Nothing is dropped unseen: what cannot be
 * redacted is withheld with a note, what matches no route has its own sink, and a full buffer stops the reading, not the lines.
 */
export function logPipeline(endpoint: string): Json {
  return {
    data_dir: '/vector-data-dir',
    sources: {
      containers: { type: 'kubernetes_logs' },
      metrics: { type: 'internal_metrics' },
    },
    transforms: {
      redact: {
        type: 'remap',
        inputs: ['containers'],
        source: logProgram(),
        drop_on_error: true,
        drop_on_abort: true,
        reroute_dropped: true,
      },
      withhold: { type: 'remap', inputs: ['redact.dropped'], source: withheldProgram() },
      split: { type: 'route', inputs: ['redact'], reroute_unmatched: true, route: { audit: IS_AUDIT } },
    },
    sinks: {
      audit: loki(endpoint, 'audit', ['split.audit']),
      logs: loki(endpoint, 'logs', ['split._unmatched', 'withhold']),
      prometheus: { type: 'prometheus_exporter', inputs: ['metrics'], address: `0.0.0.0:${LOG_METRICS_PORT}` },
    },
  };
}

function loki(endpoint: string, stream: string, inputs: readonly string[]): Json {
  const fields = [...Object.keys(LOG_LABELS), 'namespace'];
  return {
    type: 'loki',
    inputs,
    endpoint,
    encoding: { codec: 'json' },
    labels: { stream, ...Object.fromEntries(fields.map((field) => [field, `{{ ${field} }}`])) },
    out_of_order_action: 'accept',
    buffer: { type: 'disk', max_size: BUFFER, when_full: 'block' },
  };
}
