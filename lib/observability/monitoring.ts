import type { Construct } from 'constructs';
import { UnitChart } from '../construct/unit-chart';
import type { Endpoint } from '../tenancy/peer';

/** Where Prometheus, Alertmanager, Grafana and Loki run, and where everything that they read is kept. */
export const MONITORING_NAMESPACE = 'monitoring';

/** The pods that scrape metrics, as the Prometheus operator labels them. */
export const PROMETHEUS: Endpoint = {
  name: 'prometheus',
  namespace: MONITORING_NAMESPACE,
  labels: { 'app.kubernetes.io/name': 'prometheus' },
};

/** The folder of alerts, dashboards and log routing (requirement A36), within the ceiling of the platform. */
export function observabilityUnit(scope: Construct): UnitChart {
  return new UnitChart(scope, {
    folder: 'observability',
    component: 'observability',
    project: 'platform',
    namespace: MONITORING_NAMESPACE,
  });
}
