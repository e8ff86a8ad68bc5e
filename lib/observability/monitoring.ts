import type { Construct } from 'constructs';
import { UnitChart } from '../construct/unit-chart';

/** Where Prometheus, Alertmanager and Grafana run, and where everything that they read is kept. */
export const MONITORING_NAMESPACE = 'monitoring';

/** The folder of alerts, dashboards and log routing (requirement A36), within the ceiling of the platform. */
export function observabilityUnit(scope: Construct): UnitChart {
  return new UnitChart(scope, {
    folder: 'observability',
    component: 'observability',
    project: 'platform',
    namespace: MONITORING_NAMESPACE,
  });
}
