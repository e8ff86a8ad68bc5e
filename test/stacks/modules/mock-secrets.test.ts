import { synthesizeStack } from '../../../stacks';
import { resourceAt, resourcesOf } from '../configuration';
import { LOCAL } from '../facts';

const local = synthesizeStack('local', LOCAL);

test('the Job may read the Secrets of the plan, create some beside them, and nothing else', () => {
  const roles = resourcesOf(local).filter(({ type }) => type === 'kubernetes_role_v1');

  expect(roles.map(({ block }) => (block['metadata'] as { namespace: string }).namespace)).toEqual([
    'argocd',
    'kfm-api',
    'monitoring',
    'platform-data',
  ]);
  expect(roles[2]?.block['rule']).toEqual([
    { api_groups: [''], resources: ['secrets'], resource_names: ['alert-receiver', 'grafana-admin'], verbs: ['get'] },
    { api_groups: [''], resources: ['secrets'], verbs: ['create'] },
  ]);
});

test('another plan or program is another Job, since a Job cannot be changed', () => {
  expect(resourceAt(local, 'kubernetes_job_v1.mock-secrets_job')['lifecycle']).toEqual({
    replace_triggered_by: ['kubernetes_config_map_v1.mock-secrets_files'],
  });
});
