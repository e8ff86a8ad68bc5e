import type { k8s } from 'cdk8s-plus-28';
import { KubeObject } from '../construct/kube-object';
import { callerNotDeclared } from '../errors';
import { backupAlerts } from '../observability/backup-alerts';
import { Observability } from '../observability/observability';
import { storeAlerts, storePanels } from '../observability/store-alerts';
import { StoreCertificate } from '../tenancy/certificate';
import { Component, type Platform } from '../tenancy/component';
import { NetworkEdge } from '../tenancy/network-edge';
import type { Endpoint } from '../tenancy/peer';
import { Secret } from '../tenancy/secret';
import type { SecretRef } from '../tenancy/secret-ref';
import { SmokeCheck } from '../tenancy/smoke-check';
import { metadataOf, serviceAccount } from '../workload/program';
import { storePod } from './store-pod';
import type { StoreProps, StoreServer } from './store-server';

/** Hours after which the last backup is too old: they are made once a day. */
const BACKUP_AGE = 26;

/**
 * A store: one StatefulSet with configuration, credentials by reference and an own claim, for declared callers only.
 * Its claim outlives it, and canonical state is never pruned (requirement B7).
 */
export abstract class Store extends Component {
  readonly secret: Secret;
  readonly credentials: SecretRef;
  readonly port: number;
  override readonly smoke: readonly SmokeCheck[];

  protected constructor(scope: Platform, name: string, props: StoreProps, server: StoreServer) {
    const entry = scope.catalogue.store(name);
    const { credentials, retention } = props;
    super(scope, { name, namespace: entry.namespace, state: entry.state, overrides: { credentials, retention } });
    const { runtime } = this;
    const { encrypted } = scope.traits;
    const metadata = metadataOf(this);
    const configuration = metadataOf(this, `${name}-configuration`);
    this.port = server.port;
    this.smoke = [SmokeCheck.available('StatefulSet'), SmokeCheck.listens(server.port)];
    this.credentials = props.credentials;

    this.secret = new Secret(runtime, 'Credentials', {
      secret: props.credentials,
      traits: scope.traits,
      namespace: this.namespace,
      keys: server.keys,
      labels: this.labels,
    });
    // No dependency: pods wait for the Secret of their certificate by themselves, and a sync would wait for the authority.
    if (encrypted) new StoreCertificate(this.policies, this);
    serviceAccount(runtime, this);
    new KubeObject<k8s.KubeConfigMapProps>(runtime, 'Configuration', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: configuration,
      data: server.files,
    });
    new KubeObject<k8s.KubeServiceProps>(runtime, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        clusterIP: 'None',
        selector: this.selector,
        ports: [
          { name, port: server.port, protocol: 'TCP', targetPort: name },
          { name: 'metrics', port: server.metricsPort, protocol: 'TCP', targetPort: 'metrics' },
        ],
      },
    });
    new KubeObject<k8s.KubePodDisruptionBudgetProps>(runtime, 'Budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: this.selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
    const statefulSet = new KubeObject<k8s.KubeStatefulSetProps>(runtime, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { ...metadata, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
      spec: {
        serviceName: name,
        replicas: 1,
        revisionHistoryLimit: 5,
        selector: { matchLabels: this.selector },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        template: storePod({
          part: this,
          platform: scope,
          server,
          resources: props.resources,
          secret: this.secret,
          configuration: configuration.name,
          path: this.node.path,
        }),
        volumeClaimTemplates: [
          {
            metadata: { name: 'data', labels: this.selector },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: scope.cluster.storageClass.name,
              resources: { requests: { storage: props.storage } },
            },
          },
        ],
      },
    });
    statefulSet.addDependency(this.secret);
    new Observability(this, {
      port: server.metricsPort,
      alerts: [...storeAlerts(this), ...(props.retention !== undefined ? backupAlerts(this, { hours: BACKUP_AGE }) : [])],
      panels: storePanels(this),
    });
  }

  get host(): string {
    return `${this.name}.${this.namespace}.svc.cluster.local`;
  }

  /**
   * Lets a component connect, and tells it how.
   * @throws a caller that the catalogue does not declare
   */
  admit(caller: Component, pods: Endpoint = caller.endpoint): void {
    const { callers } = this.platform.catalogue.store(this.name);
    if (!callers.includes(caller.name)) throw callerNotDeclared(caller.node.path, this.name, caller.name, callers);
    new NetworkEdge(caller.policies, { from: pods, to: this.endpoint, ports: [this.port], labels: caller.labels });
  }
}
