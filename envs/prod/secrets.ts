import { sealed } from '../../lib';
import alertReceiver from './sealed/alert-receiver.json';
import argocdNotificationsSecret from './sealed/argocd-notifications-secret.json';
import auditCredentials from './sealed/audit-credentials.json';
import backupBucket from './sealed/backup-bucket.json';
import grafanaAdmin from './sealed/grafana-admin.json';
import graphCredentials from './sealed/graph-credentials.json';
import kfmApiCredentials from './sealed/kfm-api-credentials.json';
import nameserver from './sealed/nameserver.json';
import objectsCredentials from './sealed/objects-credentials.json';
import postgresCredentials from './sealed/postgres-credentials.json';
import redisCredentials from './sealed/redis-credentials.json';
import searchCredentials from './sealed/search-credentials.json';

/** Ciphertext for the controller of prod's cluster. */
export const secrets = {
  postgres: sealed(postgresCredentials),
  audit: sealed(auditCredentials),
  graph: sealed(graphCredentials),
  objects: sealed(objectsCredentials),
  redis: sealed(redisCredentials),
  search: sealed(searchCredentials),
  api: sealed(kfmApiCredentials),
  'grafana-admin': sealed(grafanaAdmin),
  'alert-receiver': sealed(alertReceiver),
  notifications: sealed(argocdNotificationsSecret),
  'backup-bucket': sealed(backupBucket),
  nameserver: sealed(nameserver),
};
