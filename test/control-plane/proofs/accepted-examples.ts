import type { Manifest } from '../../../lib';

/** Where the examples live; it is made for them. */
export const NAMESPACE = 'broken-objects';

const metadata = { name: 'example', namespace: NAMESPACE };
const labels = { app: 'example' };
const selector = { matchLabels: labels };

const container = {
  name: 'main',
  image: 'registry.example.org/example:1.0.0',
  imagePullPolicy: 'IfNotPresent',
  env: [
    { name: 'FIRST', value: '1' },
    { name: 'SECOND', value: '2' },
  ],
  ports: [
    { name: 'http', containerPort: 8080, protocol: 'TCP' },
    { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
  ],
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '20m', memory: '32Mi' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true },
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};

/** What the Pod Security level `restricted` asks for. */
const podSpec = {
  containers: [container],
  securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
  serviceAccountName: 'default',
  volumes: [{ name: 'tmp', emptyDir: {} }],
};
const template = { metadata: { labels, annotations: { note: 'any text' } }, spec: podSpec };
const jobTemplate = { spec: { template: { ...template, spec: { ...podSpec, restartPolicy: 'Never' } } } };

/** One good object of each kind that dist is made of; every broken object is one of them with one change. */
export const examples = {
  namespace: {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'example',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' },
    },
  },
  pod: { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels }, spec: podSpec },
  configMap: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, annotations: {} }, immutable: true, data: { key: 'value' } },
  deployment: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 2, selector, template } },
  statefulSet: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: {
      replicas: 1,
      serviceName: 'example',
      selector,
      template,
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      ],
    },
  },
  job: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: jobTemplate.spec },
  cronJob: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '17 3 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', jobTemplate },
  },
  service: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: labels,
      ports: [
        { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' },
        { name: 'metrics', port: 9090, targetPort: 'metrics', protocol: 'TCP' },
      ],
    },
  },
  networkPolicy: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: selector,
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ protocol: 'TCP', port: 8000, endPort: 8010 }] }],
    },
  },
  podDisruptionBudget: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector } },
  horizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'example' },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    },
  },
  role: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  },
  roleBinding: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'example' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'readers' }],
  },
  resourceQuota: { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods: '10', 'requests.memory': '1Gi' } } },
  limitRange: {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata,
    spec: { limits: [{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '50m' } }] },
  },
  application: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: {
      project: 'example',
      destination: { namespace: 'example', server: 'https://kubernetes.default.svc' },
      source: { repoURL: 'https://git.example.org/example.git', path: 'dist/example', targetRevision: 'main' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 10 }, syncOptions: ['ServerSideApply=true'] },
    },
  },
  appProject: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata,
    spec: {
      sourceRepos: ['https://git.example.org/example.git'],
      destinations: [{ namespace: 'example', server: 'https://kubernetes.default.svc' }],
      namespaceResourceWhitelist: [{ group: 'apps', kind: 'Deployment' }],
    },
  },
  sealedSecret: {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata,
    spec: { encryptedData: { value: 'AgBy' }, template: { metadata } },
  },
  httpRoute: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata,
    spec: {
      hostnames: ['example.org'],
      parentRefs: [{ name: 'edge', namespace: 'edge', sectionName: 'hosts' }],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'example', port: 80 }] }],
    },
  },
  gateway: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata,
    spec: {
      gatewayClassName: 'example',
      listeners: [{ name: 'plain', port: 8000, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }],
    },
  },
  certificate: {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata,
    spec: {
      secretName: 'example-tls',
      dnsNames: ['example.org'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'example' },
      privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always', size: 256 },
    },
  },
  serviceMonitor: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: { selector, endpoints: [{ port: 'metrics', interval: '30s', scrapeTimeout: '10s' }] },
  },
  prometheusRule: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: { groups: [{ name: 'example', rules: [{ alert: 'Down', expr: 'up == 0', for: '5m', labels: { severity: 'critical' } }] }] },
  },
} satisfies Readonly<Record<string, Manifest>>;
