/** An API version that Kubernetes no longer serves. */
export interface RemovedApi {
  /** The first minor version without it, e.g. `1.25`. */
  readonly removedIn: string;
  /** What to write instead; absent if there is no successor. */
  readonly useInstead?: string;
}

/** By `apiVersion/Kind`. Source: Kubernetes' deprecated API migration guide, releases 1.16 to 1.32. */
export const REMOVED_APIS: ReadonlyMap<string, RemovedApi> = new Map(
  [
    ['1.16', 'extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 'apps/v1'],
    ['1.16', 'apps/v1beta1', 'Deployment StatefulSet ReplicaSet', 'apps/v1'],
    ['1.16', 'apps/v1beta2', 'DaemonSet Deployment ReplicaSet StatefulSet', 'apps/v1'],
    ['1.16', 'extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1'],
    ['1.16', 'extensions/v1beta1', 'PodSecurityPolicy', ''],
    [
      '1.22',
      'admissionregistration.k8s.io/v1beta1',
      'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
      'admissionregistration.k8s.io/v1',
    ],
    ['1.22', 'apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 'apiextensions.k8s.io/v1'],
    ['1.22', 'apiregistration.k8s.io/v1beta1', 'APIService', 'apiregistration.k8s.io/v1'],
    ['1.22', 'certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 'certificates.k8s.io/v1'],
    ['1.22', 'coordination.k8s.io/v1beta1', 'Lease', 'coordination.k8s.io/v1'],
    ['1.22', 'extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'],
    ['1.22', 'networking.k8s.io/v1beta1', 'Ingress IngressClass', 'networking.k8s.io/v1'],
    ['1.22', 'rbac.authorization.k8s.io/v1beta1', 'ClusterRole ClusterRoleBinding Role RoleBinding', 'rbac.authorization.k8s.io/v1'],
    ['1.22', 'scheduling.k8s.io/v1beta1', 'PriorityClass', 'scheduling.k8s.io/v1'],
    ['1.22', 'storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', 'storage.k8s.io/v1'],
    ['1.25', 'batch/v1beta1', 'CronJob', 'batch/v1'],
    ['1.25', 'discovery.k8s.io/v1beta1', 'EndpointSlice', 'discovery.k8s.io/v1'],
    ['1.25', 'events.k8s.io/v1beta1', 'Event', 'events.k8s.io/v1'],
    ['1.25', 'autoscaling/v2beta1', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['1.25', 'policy/v1beta1', 'PodDisruptionBudget', 'policy/v1'],
    ['1.25', 'policy/v1beta1', 'PodSecurityPolicy', ''],
    ['1.25', 'node.k8s.io/v1beta1', 'RuntimeClass', 'node.k8s.io/v1'],
    ['1.26', 'autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['1.26', 'flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1'],
    ['1.27', 'storage.k8s.io/v1beta1', 'CSIStorageCapacity', 'storage.k8s.io/v1'],
    ['1.29', 'flowcontrol.apiserver.k8s.io/v1beta2', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1'],
    ['1.32', 'flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1'],
  ].flatMap(([removedIn, apiVersion, kinds, useInstead]) =>
    (kinds as string)
      .split(' ')
      .map((kind): [string, RemovedApi] => [
        `${apiVersion}/${kind}`,
        { removedIn: removedIn as string, ...(useInstead && { useInstead }) },
      ]),
  ),
);
