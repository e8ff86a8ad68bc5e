import type { k8s } from 'cdk8s-plus-28';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import { callerNotDeclared } from '../errors';
import { backupAlerts } from '../observability/backup-alerts';
import { Observability } from '../observability/observability';
import { storeAlerts, storePanels } from '../observability/store-alerts';
import { Component, type Platform } from '../tenancy/component';
import { tryFact } from '../tenancy/fact';
import { NetworkEdge } from '../tenancy/network-edge';
import type { Endpoint } from '../tenancy/peer';
import { Secret } from '../tenancy/secret';
import type { SecretRef } from '../tenancy/secret-ref';
import type { Resources } from '../workload/hardening';
import { type ContainerProps, configurationOf, metadataOf, podTemplate, serviceAccount, type Variables } from '../workload/program';
import { StoreCertificate, TLS_FILES } from './certificate';

/** What an environment decides about a store. */
export interface StoreProps {
  readonly credentials: SecretRef;
  readonly resources: Resources;
  /** Size of the claim; it can grow, never shrink. */
  readonly storage: string;
}

/** A server that keeps state, and how it is told what to do. */
export interface StoreServer {
  readonly image: string;
  /** User and group that the image runs as. */
  readonly user: number;
  readonly command?: readonly string[];
  readonly arguments?: readonly string[];
  readonly variables?: Variables;
  readonly port: number;
  /** Seconds to write down what is in memory. */
  readonly grace: number;
  /** Text files by name, mounted below `configuration`. */
  readonly files: Readonly<Record<string, string>>;
  readonly configuration: string;
  /** Further places of single configuration files: path by file name. */
  readonly links?: Readonly<Record<string, string>>;
  /** Keys of the credentials that it needs. */
  readonly keys: readonly string[];
  /** Where the keys are files. @default nowhere: variables refer to them */
  readonly credentials?: string;
  /** Where its state is. */
  readonly data: string;
  /** Run in its image before it, on its data. @default nothing */
  readonly prepare?: readonly string[];
  /** Directories that it writes to and forgets, in memory. */
  readonly sockets?: string;
  /** Says whether it takes requests. */
  readonly ready: Plain<k8s.Probe>;
  /** The port that `exporter` or the server itself has metrics on. */
  readonly metricsPort: number;
  readonly exporter?: Omit<ContainerProps, 'resources'>;
}

/** Hours after which the last backup is too old: they are made once a day. */
const BACKUP_AGE = 26;

const SMALL: Resources = { cpu: '20m', cpuLimit: '200m', memory: '64Mi', scratch: '64Mi' };

/**
 * A store: one StatefulSet with configuration, credentials by reference and an own claim, for declared callers only.
 * Its claim outlives it, and canonical state is never pruned (requirement B7).
 */
export abstract class Store extends Component {
  readonly secret: Secret;
  readonly credentials: SecretRef;
  readonly port: number;

  protected constructor(scope: Platform, name: string, props: StoreProps, server: StoreServer) {
    const entry = scope.catalogue.store(name);
    super(scope, name, entry.namespace, entry.state);
    const { runtime } = this;
    const { encrypted } = scope.traits;
    const metadata = metadataOf(this);
    const configuration = metadataOf(this, `${name}-configuration`);
    this.port = server.port;
    this.credentials = props.credentials;

    this.secret = new Secret(runtime, 'Credentials', {
      secret: props.credentials,
      traits: scope.traits,
      namespace: this.namespace,
      keys: server.keys,
      labels: this.labels,
    });
    // No dependency: pods wait for the Secret of their certificate by themselves, and a sync would wait for the authority.
    if (encrypted) new StoreCertificate(runtime, this);
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
      spec: { maxUnavailable: 1, selector: { matchLabels: this.selector } },
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
        template: this.template(server, props, configuration.name),
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
    const isBackedUp = this.state === 'canonical' && tryFact(scope.cluster.backup) !== undefined;
    new Observability(this, {
      port: server.metricsPort,
      alerts: [...storeAlerts(this), ...(isBackedUp ? backupAlerts(this, { hours: BACKUP_AGE }) : [])],
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
    new NetworkEdge(caller.policies, { from: pods, to: this.endpoint, port: this.port, labels: caller.labels });
  }

  private template(server: StoreServer, { resources }: StoreProps, configuration: string): Plain<k8s.PodTemplateSpec> {
    const { encrypted } = this.platform.traits;
    const { sockets, exporter } = server;
    const probe = server.ready;
    const mounts = [
      { name: 'configuration', mountPath: server.configuration, readOnly: true },
      ...Object.entries(server.links ?? {}).map(([file, path]) => ({
        name: 'configuration',
        mountPath: path,
        subPath: file,
        readOnly: true,
      })),
      ...(server.credentials === undefined ? [] : [{ name: 'credentials', mountPath: server.credentials, readOnly: true }]),
      ...(sockets === undefined ? [] : [{ name: 'sockets', mountPath: sockets }]),
      ...(encrypted ? [{ name: 'tls', mountPath: TLS_FILES, readOnly: true }] : []),
    ];
    const main: ContainerProps = {
      name: this.name,
      image: server.image,
      ...(server.command && { command: server.command }),
      ...(server.arguments && { arguments: server.arguments }),
      ...(server.variables && { variables: server.variables }),
      ports: { [this.name]: server.port, ...(exporter === undefined && { metrics: server.metricsPort }) },
      resources,
      probes: {
        startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 60 },
        readinessProbe: { ...probe, periodSeconds: 5, timeoutSeconds: 3 },
        livenessProbe: { ...probe, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
      },
      mounts: [{ name: 'data', mountPath: server.data }, ...mounts],
    };
    const sidecar = exporter && { ...exporter, ports: { metrics: server.metricsPort }, resources: SMALL, mounts };
    return podTemplate({
      part: this,
      platform: this.platform,
      user: server.user,
      grace: server.grace,
      path: this.node.path,
      configuration: [JSON.stringify(server.files), ...configurationOf([this.secret])],
      before:
        server.prepare === undefined
          ? []
          : [
              {
                name: 'prepare',
                image: server.image,
                command: server.prepare,
                resources: SMALL,
                mounts: [{ name: 'data', mountPath: server.data }],
              },
            ],
      containers: sidecar === undefined ? [main] : [main, sidecar],
      volumes: [
        { name: 'configuration', configMap: { name: configuration } },
        ...(server.credentials === undefined
          ? []
          : [{ name: 'credentials', secret: { secretName: this.credentials.name, defaultMode: 0o440 } }]),
        ...(sockets === undefined ? [] : [{ name: 'sockets', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }]),
        ...(encrypted ? [{ name: 'tls', secret: { secretName: `${this.name}-tls`, defaultMode: 0o440 } }] : []),
      ],
    });
  }
}
