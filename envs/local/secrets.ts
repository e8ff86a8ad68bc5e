import { mock } from '../../lib';

/** Random values that seeding generates in the cluster. */
export const secrets = {
  postgres: mock('platform-data', 'postgres-credentials', 'postgres-password', 'kfm-api-password', 'backup-password', 'metrics-password'),
  audit: mock(
    'platform-data',
    'audit-credentials',
    'postgres-password',
    'kfm-api-password',
    'audit-owner-password',
    'backup-password',
    'metrics-password',
  ),
  graph: mock('platform-data', 'graph-credentials', 'postgres-password', 'kfm-api-password', 'backup-password', 'metrics-password'),
  objects: mock(
    'platform-data',
    'objects-credentials',
    'root-access-key',
    'root-secret-key',
    'backup-access-key',
    'backup-secret-key',
    'users.json',
  ),
  redis: mock('platform-data', 'redis-credentials', 'users.acl', 'metrics-password'),
  search: mock('platform-data', 'search-credentials', 'master-key'),
  api: mock(
    'kfm-api',
    'kfm-api-credentials',
    'postgres-password',
    'audit-password',
    'graph-password',
    'redis-password',
    'search-key',
    'objects-access-key',
    'objects-secret-key',
  ),
  'grafana-admin': mock('monitoring', 'grafana-admin', 'admin-user', 'admin-password'),
  'alert-receiver': mock('monitoring', 'alert-receiver', 'url'),
  notifications: mock('argocd', 'argocd-notifications-secret', 'slack-token'),
};
