import { type Cluster, Unknown } from '../../lib';
import type { SettingName, Settings } from '../settings';

/**
 * What a reader of the settings should know besides the values: variables that are empty, and settings that say something else than the
 * facts of the cluster. Manifests are made with the facts, whatever a setting says; what hears the setting is said for each.
 */
export function remarksOn(settings: Settings, { name, storageClass, backup }: Cluster): string[] {
  const bucket = backup === undefined || backup instanceof Unknown ? '' : backup.name;
  return [
    ...(Object.entries(settings) as [SettingName, Settings[SettingName]][]).flatMap(([setting, { source, empty = [] }]) =>
      empty.map((where) => `${setting}: the ${where} is empty, which counts as not set; taken from ${source}`),
    ),
    ...contradiction(settings, 'STORAGE_CLASS_DEFAULT', name, storageClass.name, CLASS_IS_HEARD),
    ...contradiction(settings, 'BACKUP_BUCKET', name, bucket, BUCKET_IS_HEARD),
  ];
}

const CLASS_IS_HEARD = 'claims in manifests are made with the fact; "cluster verify" demands both, the setting only where it is given';
const BUCKET_IS_HEARD =
  'backups in manifests are made with the fact, and so "backup" and "restore", which start them; "cluster seed" hands the setting to Terraform, unless it is empty';

function contradiction(settings: Settings, setting: SettingName, cluster: string, fact: string, heard: string): string[] {
  const { value, source } = settings[setting];
  if (value === fact) return [];
  return [`${setting} is ${spoken(value)} (${source}), and the facts of ${cluster} in envs/clusters.ts say ${spoken(fact)}: ${heard}`];
}

function spoken(value: string): string {
  return value === '' ? 'nothing' : `"${value}"`;
}
