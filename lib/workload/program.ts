import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import { sha256 } from '../manifest/digest';
import { compareText } from '../manifest/order';
import { type Placement, scheduling } from '../tenancy/cluster';
import type { Part, Platform } from '../tenancy/component';
import { PLATFORM } from '../tenancy/labels';
import { type Secret, secretDigest } from '../tenancy/secret';
import { CONTAINER_SECURITY, podSecurity, type Resources, resourceRequirements, spreadOverNodes } from './hardening';

/** An environment variable: its value, or the key of a Secret. */
export type Variable = string | { readonly secret: string; readonly key: string };

export type Variables = Readonly<Record<string, Variable>>;

/** A Secret whose keys are files below `path`. */
export interface SecretFiles {
  readonly secret: string;
  readonly path: string;
}

/** What runs in a container. */
export interface ContainerProps {
  readonly name: string;
  /** Image by tag and digest. */
  readonly image: string;
  /** @default the image's own */
  readonly command?: readonly string[];
  /** @default the image's own */
  readonly arguments?: readonly string[];
  readonly variables?: Variables;
  readonly resources: Resources;
  /** Names and numbers. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly probes?: Pick<Plain<k8s.Container>, 'startupProbe' | 'readinessProbe' | 'livenessProbe' | 'lifecycle'>;
  readonly mounts?: readonly Plain<k8s.VolumeMount>[];
}

/** A container that Pod Security `restricted` admits, with a directory `/tmp` to write to. */
export function container(props: ContainerProps): Plain<k8s.Container> {
  const { name, image, command, variables = {}, ports = {}, probes = {}, mounts = [] } = props;
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command && { command }),
    ...(props.arguments && { args: props.arguments }),
    ...(Object.keys(ports).length > 0 && {
      ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort, protocol: 'TCP' })),
    }),
    ...(Object.keys(variables).length > 0 && { env: environmentVariables(variables) }),
    resources: resourceRequirements(props.resources),
    securityContext: CONTAINER_SECURITY,
    ...probes,
    volumeMounts: [...mounts, { name: 'tmp', mountPath: '/tmp' }],
  };
}

function environmentVariables(variables: Variables): Plain<k8s.EnvVar>[] {
  const byName = Object.entries(variables).sort(([a], [b]) => compareText(a, b));
  return byName.map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } },
  );
}

export interface PodProps {
  readonly part: Part;
  readonly platform: Platform;
  /** User and group; one that no node knows. */
  readonly user: number;
  readonly containers: readonly ContainerProps[];
  /** Run one after the other before the others start. @default none */
  readonly before?: readonly ContainerProps[];
  readonly volumes?: readonly Plain<k8s.Volume>[];
  readonly placement?: Placement | undefined;
  /** Seconds to finish what was begun. @default 30 */
  readonly grace?: number;
  /** What the pods read and roll for when it changes. @default nothing */
  readonly configuration?: readonly string[];
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  /** For messages. */
  readonly path: string;
}

/** Annotation of pods: changes with the configuration and the secrets that they read, so that they roll without a hash in any name. */
const CONFIGURATION = `${PLATFORM}/configuration`;

/** A pod template that Pod Security `restricted` admits: no token, no privileges, nothing of the node, a root file system to read only. */
export function podTemplate(props: PodProps): Plain<k8s.PodTemplateSpec> {
  const { part, platform, user, containers, before = [], volumes = [], placement, grace = 30, configuration = [], restartPolicy } = props;
  return {
    metadata: {
      labels: part.labels,
      ...(configuration.length > 0 && { annotations: { [CONFIGURATION]: sha256(configuration.join('\n')) } }),
    },
    spec: {
      serviceAccountName: part.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurity(user),
      terminationGracePeriodSeconds: grace,
      ...(restartPolicy && { restartPolicy }),
      ...scheduling(platform.cluster, placement, props.path),
      topologySpreadConstraints: spreadOverNodes(part.selector),
      ...(before.length > 0 && { initContainers: before.map(container) }),
      containers: containers.map(container),
      volumes: [...volumes, { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
    },
  };
}

/** The digests of secrets, as configuration that pods roll for. */
export function configurationOf(secrets: readonly Secret[]): string[] {
  return secrets.map(({ secret }) => secretDigest(secret));
}

/** A ServiceAccount that no token is mounted for: nothing that the platform runs talks to the API server. */
export function serviceAccount(scope: Construct, part: Part): KubeObject<k8s.KubeServiceAccountProps> {
  return new KubeObject<k8s.KubeServiceAccountProps>(scope, 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(part),
    automountServiceAccountToken: false,
  });
}

/** Metadata of an object of a part: its own name unless another is given. */
export function metadataOf(
  { name, namespace, labels }: Part,
  other: string = name,
): { name: string; namespace: string; labels: Part['labels'] } {
  return { name: other, namespace, labels };
}
