import { TLS_FILES } from '../tenancy/certificate';
import { Backup, type BackupPlan } from './backup';
import { HAND_OVER, mirror, unmirror } from './backup-scripts';
import { OBJECTS_IMAGE, type Objects, REGION } from './objects';

/** Mirrors all buckets of the object store. rclone copies from one S3 API to the other and needs no room of its own. */
export function backUpObjects(store: Objects, schedule: string, plan: BackupPlan): Backup {
  const { encrypted } = store.platform.traits;
  const accessKey = { secret: store.credentials.name, key: 'backup-access-key' };
  const secretKey = { secret: store.credentials.name, key: 'backup-secret-key' };
  return new Backup(store, {
    ...plan,
    schedule,
    storage: '1Gi',
    copy: {
      backup: mirror(store.name, plan.retention, encrypted),
      restore: unmirror(store.name, encrypted),
      variables: {
        RCLONE_CONFIG_OBJECTS_TYPE: 's3',
        RCLONE_CONFIG_OBJECTS_PROVIDER: 'Other',
        RCLONE_CONFIG_OBJECTS_ENDPOINT: store.url,
        RCLONE_CONFIG_OBJECTS_REGION: REGION,
        RCLONE_CONFIG_OBJECTS_ACCESS_KEY_ID: accessKey,
        RCLONE_CONFIG_OBJECTS_SECRET_ACCESS_KEY: secretKey,
      },
      handOver: {
        name: 'hand-over',
        image: OBJECTS_IMAGE,
        script: HAND_OVER,
        variables: {
          ADMIN_ENDPOINT_URL: store.url,
          ADMIN_REGION: REGION,
          ADMIN_ACCESS_KEY_ID: accessKey,
          ADMIN_SECRET_ACCESS_KEY: secretKey,
          ...(encrypted && { SSL_CERT_FILE: `${TLS_FILES}/ca.crt` }),
        },
      },
    },
  });
}
