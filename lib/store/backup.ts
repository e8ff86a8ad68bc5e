import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Plain } from '../construct/plain';
import { TLS_FILES } from '../tenancy/certificate';
import type { Bucket } from '../tenancy/cluster';
import { endpointOf, type Part } from '../tenancy/component';
import { NetworkEdge, OutsideEdge, tcp } from '../tenancy/network-edge';
import type { SecretRef } from '../tenancy/secret-ref';
import { Cron } from '../workload/cron';
import type { Resources } from '../workload/hardening';
import type { ContainerProps, Variables } from '../workload/program';
import { expire, fetch, upload } from './backup-scripts';
import type { Store } from './store';

const RCLONE_IMAGE = 'docker.io/rclone/rclone:1.75.1@sha256:45401ad7410db1d67ffdb58e19059ad20b0d8e0285a60e38bbec55cc1019c7a5';

/** Where a backup is put together before it is sent, and put down before it is restored. */
const WORK = '/work';

const MODEST: Resources = { cpu: '100m', cpuLimit: '1', memory: '256Mi' };

/** A step of a backup or a restore: a script for a shell that stops at the first error. */
export interface Step {
  readonly name: string;
  readonly image: string;
  readonly script: string;
  readonly variables?: Variables;
}

/** Where backups go, and for how long. */
export interface BackupPlan {
  readonly bucket: Bucket;
  /** Keys `access-key` and `secret-key` of the bucket. */
  readonly credentials: SecretRef;
  /** Days that a backup is kept. */
  readonly retention: number;
}

export interface BackupProps extends BackupPlan {
  /** Five fields of cron, in UTC. */
  readonly schedule: string;
  /** Room to put the backup together. */
  readonly storage: string;
  /** Writes the state into the folder `/work/backup` and verifies it. */
  readonly dump?: Step;
  /** Brings the state in `/work/backup` back. */
  readonly restore?: Step;
  /**
   * For stores that rclone copies itself, in place of `dump` and `restore`: the scripts, the variables of their remote, and
   * the step that gives what was restored back to whom it belongs.
   */
  readonly copy?: { readonly backup: string; readonly restore: string; readonly variables: Variables; readonly handOver: Step };
}

/**
 * A CronJob that copies a canonical store out of the cluster, verifies what it sent by reading it back and only then
 * forgets what is too old; and a CronJob that never starts by itself, from which people start a restore (requirements
 * E25 to E29, runbook backup-and-restore).
 */
export class Backup extends Construct {
  constructor(
    private readonly store: Store,
    private readonly props: BackupProps,
  ) {
    super(store, 'Backup');
    const { dump, restore, copy, schedule } = props;
    const backup = store.part(`${store.name}-backup`);
    const restoring = store.part(`${store.name}-restore`);
    const { name } = store;

    const send = copy ? copy.backup : `${upload(name)}\n${expire(name, props.retention)}`;
    this.cron(backup, schedule, dump, this.rclone(send, copy?.variables));
    const bring = copy ? this.rclone(copy.restore, copy.variables) : { ...this.rclone(fetch(name)), name: 'fetch' };
    this.cron(restoring, 'never', bring, copy ? copy.handOver : (restore as Step));

    for (const part of [backup, restoring]) {
      const from = endpointOf(part);
      new NetworkEdge(store.policies, { from, to: store.endpoint, ports: [store.port], labels: store.labels });
      new OutsideEdge(store.policies, {
        from,
        to: 'backup-bucket',
        ranges: props.bucket.ranges,
        ports: [tcp(443)],
        labels: store.labels,
      });
    }
  }

  private cron(part: Part, schedule: string, before: Step | undefined, main: Step): void {
    const { platform, secret } = this.store;
    new Cron(this.store.runtime, part.name, {
      part,
      platform,
      schedule,
      container: this.step(main),
      ...(before && { before: [this.step(before)] }),
      secrets: [secret],
      deadline: 4 * 3600,
      // A claim as large as the store goes with its pod; logs of runs are where all logs are.
      keep: 3600,
      retries: 1,
      user: 10_003,
      volumes: this.volumes(),
    });
  }

  private volumes(): Plain<k8s.Volume>[] {
    const { platform, name } = this.store;
    const claim = {
      accessModes: ['ReadWriteOnce'],
      storageClassName: platform.cluster.scratchClass,
      resources: { requests: { storage: this.props.storage } },
    };
    return [
      { name: 'work', ephemeral: { volumeClaimTemplate: { spec: claim } } },
      ...(platform.traits.encrypted ? [{ name: 'tls', secret: { secretName: `${name}-tls`, defaultMode: 0o440 } }] : []),
    ];
  }

  private step({ name, image, script, variables }: Step): ContainerProps {
    return {
      name,
      image,
      command: ['sh', '-euc', script],
      ...(variables && { variables }),
      resources: MODEST,
      mounts: [
        { name: 'work', mountPath: WORK },
        ...(this.store.platform.traits.encrypted ? [{ name: 'tls', mountPath: TLS_FILES, readOnly: true }] : []),
      ],
    };
  }

  private rclone(script: string, variables: Variables = {}): Step {
    return { name: 'rclone', image: RCLONE_IMAGE, script, variables: { ...this.bucketVariables(), ...variables } };
  }

  /** rclone's remote `bucket`. */
  private bucketVariables(): Variables {
    const { bucket, credentials } = this.props;
    return {
      BUCKET: bucket.name,
      RCLONE_CONFIG: '/tmp/rclone.conf',
      RCLONE_CONFIG_BUCKET_TYPE: 's3',
      RCLONE_CONFIG_BUCKET_PROVIDER: 'Other',
      RCLONE_CONFIG_BUCKET_ENDPOINT: bucket.endpoint,
      RCLONE_CONFIG_BUCKET_REGION: bucket.region,
      RCLONE_CONFIG_BUCKET_NO_CHECK_BUCKET: 'true',
      RCLONE_CONFIG_BUCKET_ACCESS_KEY_ID: { secret: credentials.name, key: 'access-key' },
      RCLONE_CONFIG_BUCKET_SECRET_ACCESS_KEY: { secret: credentials.name, key: 'secret-key' },
    };
  }
}
