// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's expressions look so
import { POOL } from '../../lib';
import { synthesizeStack } from '../../stacks';
import { resourceAt, resourcesOf } from './configuration';
import { LOCAL, STAGE } from './facts';

const local = synthesizeStack('local', LOCAL);
const hybrid = synthesizeStack('hybrid', STAGE);

describe('data-stores', () => {
  test('backups go to the bucket that the facts of the cluster name, unless a variable names another', () => {
    const { variable, output } = JSON.parse(hybrid);

    expect(variable.backup_bucket.default).toBe('kfm-stage-backup');
    expect(variable.backup_endpoint.default).toBe('https://s3.backup.kfm.example.org');
    expect(output.backup_bucket.value).toBe('${var.backup_bucket}');
    expect(output.backup_endpoint.value).toBe('${var.backup_endpoint}');
    expect(JSON.parse(local).variable.backup_bucket.default).toBe('');
  });
});

describe('git-server', () => {
  test('only Argo CD reads the Git server, and only on the port that reads', () => {
    expect(resourceAt(local, 'kubernetes_network_policy_v1.git-server_reading')).toMatchObject({
      spec: {
        policy_types: ['Ingress'],
        ingress: [
          {
            from: [
              {
                namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'argocd' } },
                pod_selector: { match_labels: { 'app.kubernetes.io/name': 'argocd-repo-server' } },
              },
            ],
            ports: [{ port: '8080', protocol: 'TCP' }],
          },
        ],
      },
    });
  });

  test('another program is shown by another pod of the Git server', () => {
    const template = (text: string): unknown => JSON.parse(text).resource.kubernetes_deployment_v1['git-server_deployment'].spec.template;

    expect(template(synthesizeStack('local', { ...LOCAL, scripts: { ...LOCAL.scripts, gitServer: '' } }))).not.toEqual(template(local));
  });
});

describe('mock-secrets', () => {
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
});

describe('nodes', () => {
  test('nodes get the label that pods select their pool by', () => {
    expect(resourceAt(hybrid, 'kubernetes_labels.nodes_pool')).toMatchObject({
      for_each: '${var.nodes}',
      labels: { [POOL]: '${each.value}' },
    });
  });
});
