import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import type { Labels } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import { CONTAINER_SECURITY, podSecurity, type Resources, resourceRequirements, spreadOverNodes } from './hardening';

/** The port that servers listen on in their pods; below 1024 a process without privileges could not. */
export const SERVER_PORT = 8080;

/** A user id that no node knows. */
const SERVER_USER = 10_001;

/** Where a server answers the kubelet. */
export interface HealthPaths {
  readonly live: string;
  readonly ready: string;
}

/** An environment variable: its value, or the key of a Secret. */
export type Variable = string | { readonly secret: string; readonly key: string };

export interface ServerProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly selector: Labels;
  /** Image by tag and digest. */
  readonly image: string;
  readonly replicas: number;
  readonly resources: Resources;
  readonly health: HealthPaths;
  /** In the pod template, so that a change of configuration rolls the Deployment. */
  readonly variables: Readonly<Record<string, Variable>>;
  /** Objects that must be there before the pods start. @default none */
  readonly after?: readonly Construct[];
}

/** A stateless HTTP server: Deployment, Service, ServiceAccount without a token, and a budget for drained nodes. */
export class Server extends Construct {
  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { name, namespace, labels, selector } = props;
    const metadata = { name, namespace, labels };

    new KubeObject<k8s.KubeServiceAccountProps>(this, 'ServiceAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
    });
    new KubeObject<k8s.KubeServiceProps>(this, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'ClusterIP', selector, ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }] },
    });
    new KubeObject<k8s.KubePodDisruptionBudgetProps>(this, 'Budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
    const deployment = new KubeObject<k8s.KubeDeploymentProps>(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: props.replicas,
        revisionHistoryLimit: 5,
        selector: { matchLabels: selector },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: { metadata: { labels }, spec: podSpec(props) },
      },
    });
    deployment.addDependency(...(props.after ?? []));
  }
}

function podSpec({ name, image, selector, resources, health, variables }: ServerProps): Plain<k8s.PodSpec> {
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity(SERVER_USER),
    terminationGracePeriodSeconds: 30,
    topologySpreadConstraints: spreadOverNodes(selector),
    containers: [
      {
        name,
        image,
        imagePullPolicy: 'IfNotPresent',
        ports: [{ name: 'http', containerPort: SERVER_PORT, protocol: 'TCP' }],
        env: environmentVariables(variables),
        resources: resourceRequirements(resources),
        securityContext: CONTAINER_SECURITY,
        startupProbe: { httpGet: { path: health.live, port: 'http' }, periodSeconds: 2, failureThreshold: 30 },
        readinessProbe: { httpGet: { path: health.ready, port: 'http' }, periodSeconds: 5, timeoutSeconds: 2 },
        livenessProbe: { httpGet: { path: health.live, port: 'http' }, periodSeconds: 10, timeoutSeconds: 2 },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
  };
}

function environmentVariables(variables: Readonly<Record<string, Variable>>): Plain<k8s.EnvVar>[] {
  const byName = Object.entries(variables).sort(([a], [b]) => compareText(a, b));
  return byName.map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } },
  );
}
