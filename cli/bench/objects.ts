/** A manifest as plain JSON, the same for us and for every peer. */
export interface BenchObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

export const NAMESPACES = 3;

export function namespaceOf(index: number): string {
  return `zone-${index % NAMESPACES}`;
}

/** Twelve objects of one component, as a platform team would write them. */
export function componentObjects(index: number): BenchObject[] {
  const { name, metadata, selector } = basics(index);
  const crossVersion = { kind: 'Deployment', apiVersion: 'apps/v1', name };
  return [
    deployment(index),
    service(index),
    configuration(index),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        scaleTargetRef: crossVersion,
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
      },
    },
    networkPolicy(index, 'ingress', {
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 8080 }] }],
    }),
    networkPolicy(index, 'egress', {
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 5432 }] }],
    }),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: metadata.namespace }],
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule: '0 3 * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds: 3600, template: podTemplate(index, 'Never') } },
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata,
      spec: {
        ingressClassName: 'edge',
        tls: [{ hosts: [`${name}.example.org`] }],
        rules: [
          {
            host: `${name}.example.org`,
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] },
          },
        ],
      },
    },
  ];
}

function basics(index: number) {
  const name = `app-${index}`;
  const selector = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
  const labels = {
    ...selector,
    'app.kubernetes.io/managed-by': 'desired-state',
    'app.kubernetes.io/part-of': 'bench',
    'platform.kfm.example.org/team': 'bench',
    'platform.kfm.example.org/data-class': 'synthetic',
  };
  return { name, selector, metadata: { name, namespace: namespaceOf(index), labels } };
}

function deployment(index: number): BenchObject {
  const { metadata, selector } = basics(index);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { revisionHistoryLimit: 5, selector: { matchLabels: selector }, template: podTemplate(index) },
  };
}

function podTemplate(index: number, restartPolicy?: string): object {
  const { name, metadata } = basics(index);
  const probe = { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 10 };
  return {
    metadata: { labels: restartPolicy === undefined ? metadata.labels : { ...metadata.labels, 'app.kubernetes.io/name': `${name}-job` } },
    spec: {
      ...(restartPolicy !== undefined && { restartPolicy }),
      serviceAccountName: name,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name,
          image: `registry.example.org/bench/${name}:1.0.${index}@sha256:${index.toString(16).padStart(64, '0')}`,
          ports: [{ name: 'http', containerPort: 8080 }],
          env: [{ name: 'LOG_LEVEL', value: 'info' }],
          envFrom: [{ configMapRef: { name } }],
          readinessProbe: probe,
          livenessProbe: { ...probe, failureThreshold: 6 },
          resources: {
            requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
            limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '128Mi' },
          },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      volumes: [{ name: 'tmp', emptyDir: {} }],
    },
  };
}

function service(index: number): BenchObject {
  const { metadata, selector } = basics(index);
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } };
}

function configuration(index: number): BenchObject {
  const { name, metadata } = basics(index);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { HOST: `${name}.example.org`, 'app.properties': `name=${name}\nretries=3\n` },
  };
}

function networkPolicy(index: number, direction: string, spec: object): BenchObject {
  const { name, metadata, selector } = basics(index);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { ...metadata, name: `${name}-${direction}` },
    spec: { podSelector: { matchLabels: selector }, ...spec },
  };
}
