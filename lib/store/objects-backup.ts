import { Backup, type BackupPlan } from './backup';
import { mirror, unmirror } from './backup-scripts';
import { type Objects, REGION } from './objects';

/** Mirrors all buckets of the object store. rclone copies from one S3 API to the other and needs no room of its own. */
export function backUpObjects(store: Objects, schedule: string, plan: BackupPlan): Backup {
  const { encrypted } = store.platform.traits;
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
        RCLONE_CONFIG_OBJECTS_ACCESS_KEY_ID: { secret: store.credentials.name, key: 'backup-access-key' },
        RCLONE_CONFIG_OBJECTS_SECRET_ACCESS_KEY: { secret: store.credentials.name, key: 'backup-secret-key' },
      },
    },
  });
}
