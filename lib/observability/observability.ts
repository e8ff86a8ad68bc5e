import { Construct } from 'constructs';
import type { Component } from '../tenancy/component';
import { PLATFORM } from '../tenancy/labels';
import { NetworkEdge } from '../tenancy/network-edge';
import { PROMETHEUS } from '../tenancy/peer';
import type { Alert, Recording } from './alert';
import { Dashboard } from './dashboard';
import { observabilityUnit } from './monitoring';
import type { Panel } from './panel';
import { PrometheusRule } from './prometheus-rule';
import { ServiceMonitor } from './service-monitor';

export interface ObservabilityProps {
  /** Port of the pods that metrics are served on; the Service calls it `metrics`. */
  readonly port: number;
  readonly alerts: readonly Alert[];
  /** @default none */
  readonly recordings?: readonly Recording[];
  readonly panels: readonly Panel[];
}

/**
 * How a component is watched (requirements A8, A36, C9): its metrics are scraped, alerts on them name who is called and
 * which runbook helps, and a dashboard shows them. Prometheus may connect to the port of metrics and to no other.
 */
export class Observability extends Construct {
  constructor(component: Component, { port, alerts, recordings = [], panels }: ObservabilityProps) {
    super(component, 'Observability');
    const unit = observabilityUnit(this);
    const { name, namespace, labels, selector } = component;

    new ServiceMonitor(unit, 'ServiceMonitor', { name, labels, namespace, selector, port: 'metrics', jobLabel: 'app.kubernetes.io/name' });
    new PrometheusRule(unit, 'PrometheusRule', {
      component: name,
      team: labels[`${PLATFORM}/team`] as string,
      pages: component.platform.catalogue.repository.pages,
      labels,
      alerts,
      recordings,
    });
    new Dashboard(unit, 'Dashboard', { component: name, labels, panels });
    new NetworkEdge(component.policies, { from: PROMETHEUS, to: component.endpoint, ports: [port], labels });
  }
}
