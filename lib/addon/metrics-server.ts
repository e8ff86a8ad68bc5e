import type { Platform } from '../tenancy/component';
import { OutsideEdge, tcp } from '../tenancy/network-edge';
import { AddOn, CLUSTER_ROLES } from './add-on';
import { budget, type Requirements, requirements } from './values';

export const METRICS_SERVER_CHART = 'https://kubernetes-sigs.github.io/metrics-server/';

interface Values {
  readonly args: readonly string[];
  readonly replicas: number;
  readonly podDisruptionBudget: object;
  readonly resources: Requirements;
}

/** The use of processors and memory that autoscalers go by. */
export class MetricsServer extends AddOn {
  constructor(scope: Platform) {
    const { highlyAvailable } = scope.traits;
    const values: Values = {
      args: scope.cluster.kubelets === 'self-signed' ? ['--kubelet-insecure-tls'] : [],
      replicas: highlyAvailable ? 2 : 1,
      podDisruptionBudget: budget(highlyAvailable),
      resources: requirements('100m', '500m', '256Mi'),
    };
    super(scope, {
      name: 'metrics-server',
      namespace: 'metrics-server',
      chart: { repository: METRICS_SERVER_CHART, chart: 'metrics-server', version: '3.13.1', values: { ...values } },
      footprint: {
        namespaces: ['kube-system'],
        namespacedKinds: [
          { group: '', kind: 'Service' },
          { group: '', kind: 'ServiceAccount' },
          { group: 'apps', kind: 'Deployment' },
          { group: 'policy', kind: 'PodDisruptionBudget' },
          { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
        ],
        clusterKinds: [...CLUSTER_ROLES, { group: 'apiregistration.k8s.io', kind: 'APIService' }],
      },
      quota: { cpu: '500m', cpuLimit: '2', memory: '1Gi', pods: 5 },
      webhooks: [10250],
    });
    new OutsideEdge(this.policies, {
      from: this.pods,
      to: 'kubelets',
      ranges: scope.cluster.ranges.nodes,
      ports: [tcp(10250)],
      labels: this.labels,
    });
  }
}
