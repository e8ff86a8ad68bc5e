import type { Alert, Recording } from '../../lib/observability/alert';
import { backupAlerts } from '../../lib/observability/backup-alerts';
import { deliveryAlerts, deliveryPanels } from '../../lib/observability/delivery-alerts';
import type { Panel } from '../../lib/observability/panel';
import { serverAlerts, serverPanels } from '../../lib/observability/server-alerts';
import { serviceLevel } from '../../lib/observability/service-level';
import { storeAlerts, storePanels } from '../../lib/observability/store-alerts';
import { workerAlerts, workerPanels } from '../../lib/observability/worker-alerts';

export const api = { name: 'kfm-api', namespace: 'kfm-api' };
export const worker = { name: 'indexer', namespace: 'kfm-pipelines' };
export const store = { name: 'postgres', namespace: 'platform-data' };

export const objectives = serviceLevel(api, { availability: 0.999, latency: { objective: 0.99, seconds: 1 } });

/** Everything that the presets offer, for tests on all of it. */
export const alerts: readonly Alert[] = [
  ...serverAlerts(api),
  ...workerAlerts(worker),
  ...storeAlerts(store),
  ...backupAlerts(store, { hours: 26 }),
  ...objectives.alerts,
  ...deliveryAlerts(),
];

export const recordings: readonly Recording[] = objectives.recordings;

export const panels: readonly Panel[] = [
  ...serverPanels(api),
  ...workerPanels(worker),
  ...storePanels(store),
  ...objectives.panels,
  ...deliveryPanels(),
];

/** All PromQL with where it comes from. */
export const expressions: readonly (readonly [string, string])[] = [
  ...alerts.map(({ name, expression }) => [`alert ${name}`, expression] as const),
  ...recordings.map(({ record, expression }) => [`recording ${record}`, expression] as const),
  ...panels.flatMap(({ title, expressions: queries }) =>
    queries.map(({ legend, expression }) => [`panel ${title}, ${legend}`, expression] as const),
  ),
];
