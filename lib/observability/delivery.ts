import { Construct } from 'constructs';
import { ARGO_CD_NAMESPACE } from '../manifest/unit';
import type { Platform } from '../tenancy/component';
import { platformLabels } from '../tenancy/labels';
import { Dashboard } from './dashboard';
import { deliveryAlerts, deliveryPanels } from './delivery-alerts';
import { observabilityUnit } from './monitoring';
import { PrometheusRule } from './prometheus-rule';
import { ServiceMonitor } from './service-monitor';

/**
 * How the delivery itself is watched (requirement C27): Argo CD's Applications, its controllers, and certificates.
 *
 * The argo-cd chart (`metrics.enabled` of each controller) gives all its Services of metrics the name `argocd-metrics` and
 * the port `http-metrics`; only `app.kubernetes.io/component` tells them apart, so that becomes their `job`.
 */
export class DeliveryObservability extends Construct {
  constructor(scope: Platform) {
    super(scope, 'DeliveryObservability');
    const unit = observabilityUnit(this);
    const { partOf, repository } = scope.catalogue;
    const labels = platformLabels(partOf, 'delivery');

    new ServiceMonitor(unit, 'ServiceMonitor', {
      name: 'argocd',
      labels,
      namespace: ARGO_CD_NAMESPACE,
      selector: { 'app.kubernetes.io/part-of': 'argocd', 'app.kubernetes.io/name': 'argocd-metrics' },
      port: 'http-metrics',
      jobLabel: 'app.kubernetes.io/component',
    });
    new PrometheusRule(unit, 'PrometheusRule', {
      component: 'delivery',
      team: 'platform',
      pages: repository.pages,
      labels,
      alerts: deliveryAlerts(),
      recordings: [],
    });
    new Dashboard(unit, 'Dashboard', { component: 'delivery', labels, panels: deliveryPanels() });
  }
}
