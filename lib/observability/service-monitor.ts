import type { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Labels } from '../manifest/manifest';
import { MONITORING_NAMESPACE } from './monitoring';

export interface ServiceMonitorProps {
  readonly name: string;
  readonly labels: Labels;
  /** Namespace of the Services. */
  readonly namespace: string;
  /** Labels of the Services. */
  readonly selector: Labels;
  /** Name of their port. */
  readonly port: string;
  /** Label of the Service that becomes `job`. */
  readonly jobLabel: string;
}

/** Tells the Prometheus operator which Services to scrape, and what `job` their metrics get. */
export class ServiceMonitor extends KubeObject {
  constructor(scope: Construct, id: string, { name, labels, namespace, selector, port, jobLabel }: ServiceMonitorProps) {
    super(scope, id, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name, namespace: MONITORING_NAMESPACE, labels },
      spec: {
        jobLabel,
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: selector },
        endpoints: [{ port, interval: '30s', scrapeTimeout: '10s' }],
      },
    });
  }
}
