import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import { badScale } from '../errors';
import type { Placement } from '../tenancy/cluster';
import type { Part, Platform } from '../tenancy/component';
import type { Secret } from '../tenancy/secret';
import type { Resources } from './hardening';
import { configurationOf, metadataOf, podTemplate, serviceAccount, type Variables } from './program';

/** A user id that no node knows. */
export const PROGRAM_USER = 10_001;

/** Seconds between the word that a pod will go and its signal, so that nothing is sent to it any more when it stops. */
const DRAIN = 5;

/** As many pods as their processors' use asks for. */
export interface Autoscaling {
  readonly min: number;
  readonly max: number;
  /** Use of the requested processor that is aimed at, in percent. @default 70 */
  readonly cpu?: number;
}

/** A fixed number of pods, or a range. */
export type Scale = number | Autoscaling;

export interface DeploymentProps {
  readonly part: Part;
  readonly platform: Platform;
  readonly image: string;
  readonly command?: readonly string[] | undefined;
  readonly arguments?: readonly string[] | undefined;
  readonly scale: Scale;
  readonly resources: Resources;
  readonly variables: Variables;
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: Pick<Plain<k8s.Container>, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;
  readonly placement?: Placement | undefined;
  /** What its pods read; it is there before they start, and they roll when it changes. @default nothing */
  readonly secrets?: readonly Secret[] | undefined;
  readonly volumes?: readonly Plain<k8s.Volume>[] | undefined;
  readonly mounts?: readonly Plain<k8s.VolumeMount>[] | undefined;
  /** Objects that must be there before the pods start, beside the secrets. @default none */
  readonly after?: readonly Construct[] | undefined;
}

/** A stateless program that runs all the time: Deployment, ServiceAccount without a token, budget for drained nodes, autoscaler if asked for. */
export class Deployment extends Construct {
  constructor(scope: Construct, id: string, props: DeploymentProps) {
    super(scope, id);
    const { part, scale, secrets = [] } = props;
    const metadata = metadataOf(part);
    const autoscaling = typeof scale === 'number' ? undefined : scale;
    refuseBadScale(this.node.path, scale);

    serviceAccount(this, part);
    new KubeObject<k8s.KubePodDisruptionBudgetProps>(this, 'Budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: part.selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
    if (autoscaling !== undefined) new Autoscaler(this, 'Autoscaler', { part, autoscaling });
    const deployment = new KubeObject<k8s.KubeDeploymentProps>(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        // An autoscaler owns the number; a field here would take it back at every sync.
        ...(typeof scale === 'number' && { replicas: scale }),
        revisionHistoryLimit: 5,
        selector: { matchLabels: part.selector },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: template(props, this.node.path),
      },
    });
    deployment.addDependency(...secrets, ...(props.after ?? []));
  }
}

function template(props: DeploymentProps, path: string): Plain<k8s.PodTemplateSpec> {
  const { part, platform, image, resources, variables, ports, probes, placement, secrets = [], volumes = [], mounts = [] } = props;
  return podTemplate({
    part,
    platform,
    user: PROGRAM_USER,
    placement,
    path,
    grace: 30 + DRAIN,
    configuration: configurationOf(secrets),
    volumes,
    containers: [
      {
        name: part.name,
        image,
        ...(props.command && { command: props.command }),
        ...(props.arguments && { arguments: props.arguments }),
        variables,
        resources,
        ports,
        mounts,
        probes: { ...probes, ...(sleeps(platform.cluster.kubernetes) && { lifecycle: { preStop: sleep(DRAIN) } }) },
      },
    ],
  });
}

/** The kubelet's own sleep, which needs no shell in the image: since Kubernetes 1.30 (feature gate PodLifecycleSleepAction), newer than the types. */
function sleeps(kubernetes: string): boolean {
  return Number(kubernetes.split('.')[1]) >= 30;
}

function sleep(seconds: number): Plain<k8s.LifecycleHandler> {
  return { sleep: { seconds } } as Plain<k8s.LifecycleHandler>;
}

function refuseBadScale(path: string, scale: Scale): void {
  const bounds = typeof scale === 'number' ? [scale, scale] : [scale.min, scale.max];
  const isRange =
    bounds.every((bound) => Number.isInteger(bound) && (bound as number) >= 1) && (bounds[0] as number) <= (bounds[1] as number);
  if (!isRange) throw badScale(path, JSON.stringify(scale));
}

interface AutoscalerProps {
  readonly part: Part;
  readonly autoscaling: Autoscaling;
}

/** Scales up at once and down slowly. */
class Autoscaler extends KubeObject<k8s.KubeHorizontalPodAutoscalerV2Props> {
  constructor(scope: Construct, id: string, { part, autoscaling: { min, max, cpu = 70 } }: AutoscalerProps) {
    super(scope, id, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: metadataOf(part),
      spec: {
        minReplicas: min,
        maxReplicas: max,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: part.name },
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpu } } }],
        behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    });
  }
}
