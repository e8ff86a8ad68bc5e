import type { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Labels } from '../manifest/manifest';
import { type Alert, alertRule, type Ownership, type Recording, recordingRule } from './alert';
import { MONITORING_NAMESPACE } from './monitoring';

export interface PrometheusRuleProps extends Ownership {
  readonly labels: Labels;
  readonly alerts: readonly Alert[];
  readonly recordings: readonly Recording[];
}

/** What Prometheus computes and watches for one component: a group of recordings, if any, and a group of alerts. */
export class PrometheusRule extends KubeObject {
  constructor(scope: Construct, id: string, { labels, alerts, recordings, ...ownership }: PrometheusRuleProps) {
    const { component } = ownership;
    const recorded = { name: `${component}.recordings`, rules: recordings.map(recordingRule) };
    const watched = { name: `${component}.alerts`, rules: alerts.map((alert) => alertRule(alert, ownership)) };
    super(scope, id, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: component, namespace: MONITORING_NAMESPACE, labels },
      spec: { groups: [recorded, watched].filter(({ rules }) => rules.length > 0) },
    });
  }
}
