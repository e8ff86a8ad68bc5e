import type { k8s } from 'cdk8s-plus-28';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import { callerNotDeclared } from '../errors';
import { Component, type Platform } from '../tenancy/component';
import type { Endpoint } from '../tenancy/network-edge';
import { SealedSecret, type SecretRef } from '../tenancy/sealed-secret';
import { CONTAINER_SECURITY, podSecurity, type Resources, resourceRequirements, spreadOverNodes } from '../workload/hardening';
import { BOOTSTRAP_ROLES, CLIENT_AUTHENTICATION, postgresConfiguration } from './postgres-configuration';

/** The official image; its digest is the one of the multi-architecture index (docs/images.md). */
const IMAGE = 'docker.io/library/postgres:17.6@sha256:00bc86618629af00d2937fdc5a5d63db3ff8450acf52f0636ec813c7f4902929';

/** The user `postgres` of the image. */
const POSTGRES_USER = 999;
const PORT = 5432;
const CONFIGURATION = '/etc/postgresql';
const CREDENTIALS = '/run/secrets/postgres';

/** Keys of the credentials: the superuser's password, and that of the role which the API logs in as. */
const PASSWORD_KEYS = ['postgres-password', 'kfm-api-password'] as const;

export interface PostgresProps {
  readonly credentials: SecretRef;
  readonly resources: Resources;
  /** Size of the claim; it can grow, never shrink. */
  readonly storage: string;
}

/** PostgreSQL, the catalogue of KFM: one StatefulSet with its configuration, credentials by reference and an own claim. */
export class Postgres extends Component {
  constructor(scope: Platform, { credentials, resources, storage }: PostgresProps) {
    const entry = scope.catalogue.store('postgres');
    super(scope, 'postgres', entry.namespace, entry.state);
    const unit = this.runtimeUnit();
    const metadata = this.metadata();
    const configuration = this.metadata('postgres-configuration');

    const secret = new SealedSecret(unit, 'Credentials', {
      secret: credentials,
      namespace: this.namespace,
      keys: PASSWORD_KEYS,
      labels: this.labels,
    });
    new KubeObject<k8s.KubeServiceAccountProps>(unit, 'ServiceAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
    });
    new KubeObject<k8s.KubeConfigMapProps>(unit, 'Configuration', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: configuration,
      data: {
        'postgresql.conf': postgresConfiguration(resources.memory),
        'pg_hba.conf': CLIENT_AUTHENTICATION,
        'roles.sql': BOOTSTRAP_ROLES,
      },
    });
    new KubeObject<k8s.KubeServiceProps>(unit, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        clusterIP: 'None',
        selector: this.selector,
        ports: [{ name: 'postgres', port: PORT, protocol: 'TCP', targetPort: 'postgres' }],
      },
    });
    new KubeObject<k8s.KubePodDisruptionBudgetProps>(unit, 'Budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: this.selector } },
    });
    const statefulSet = new KubeObject<k8s.KubeStatefulSetProps>(unit, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { ...metadata, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
      spec: {
        serviceName: this.name,
        replicas: 1,
        revisionHistoryLimit: 5,
        selector: { matchLabels: this.selector },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        template: {
          metadata: { labels: this.labels },
          spec: this.podSpec(resources, credentials, configuration.name),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data', labels: this.selector },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: scope.cluster.storageClass,
              resources: { requests: { storage } },
            },
          },
        ],
      },
    });
    statefulSet.addDependency(secret);
  }

  get host(): string {
    return `${this.name}.${this.namespace}.svc.cluster.local`;
  }

  readonly port = PORT;

  /** Where a component may connect. @throws a caller that the catalogue does not declare */
  endpointFor(caller: Component): Endpoint {
    const { callers } = this.platform.catalogue.store(this.name);
    if (!callers.includes(caller.name)) throw callerNotDeclared(caller.node.path, this.name, caller.name, callers);
    return { name: this.name, namespace: this.namespace, labels: this.selector };
  }

  private podSpec(resources: Resources, credentials: SecretRef, configuration: string): Plain<k8s.PodSpec> {
    const isReady = ['pg_isready', '--username=kfm_api', '--dbname=kfm', '--host=127.0.0.1'];
    return {
      serviceAccountName: this.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurity(POSTGRES_USER),
      terminationGracePeriodSeconds: 120,
      topologySpreadConstraints: spreadOverNodes(this.selector),
      containers: [
        {
          name: 'postgres',
          image: IMAGE,
          imagePullPolicy: 'IfNotPresent',
          args: ['-c', `config_file=${CONFIGURATION}/postgresql.conf`, '-c', `hba_file=${CONFIGURATION}/pg_hba.conf`],
          env: [
            { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
            { name: 'POSTGRES_PASSWORD_FILE', value: `${CREDENTIALS}/postgres-password` },
            { name: 'POSTGRES_INITDB_ARGS', value: '--auth=scram-sha-256 --data-checksums' },
          ],
          ports: [{ name: 'postgres', containerPort: PORT, protocol: 'TCP' }],
          resources: resourceRequirements(resources),
          securityContext: CONTAINER_SECURITY,
          startupProbe: { exec: { command: isReady }, periodSeconds: 5, failureThreshold: 60 },
          readinessProbe: { exec: { command: isReady }, periodSeconds: 5, timeoutSeconds: 3 },
          livenessProbe: { exec: { command: isReady }, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
          volumeMounts: [
            { name: 'data', mountPath: '/var/lib/postgresql/data' },
            { name: 'configuration', mountPath: CONFIGURATION, readOnly: true },
            { name: 'configuration', mountPath: '/docker-entrypoint-initdb.d/roles.sql', subPath: 'roles.sql', readOnly: true },
            { name: 'credentials', mountPath: CREDENTIALS, readOnly: true },
            { name: 'sockets', mountPath: '/var/run/postgresql' },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'configuration', configMap: { name: configuration } },
        { name: 'credentials', secret: { secretName: credentials.name, defaultMode: 0o440 } },
        { name: 'sockets', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
        { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      ],
    };
  }
}
