// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's expressions look so
import { synthesizeStack } from '../../stacks';
import { resourceAt, resourcesOf } from './configuration';
import { LOCAL, STAGE } from './facts';

const local = synthesizeStack('local', LOCAL);
const hybrid = synthesizeStack('hybrid', STAGE);

function addresses(text: string): string[] {
  return resourcesOf(text).map(({ address }) => address);
}

test('a local cluster is seeded with labels of nodes, secrets, a Git server and the Job that makes mock secrets', () => {
  expect(addresses(local)).toMatchInlineSnapshot(`
[
  "kubernetes_config_map_v1.git-server_script",
  "kubernetes_config_map_v1.mock-secrets_files",
  "kubernetes_deployment_v1.git-server_deployment",
  "kubernetes_job_v1.mock-secrets_job",
  "kubernetes_labels.nodes_pool",
  "kubernetes_namespace_v1.seed_namespace",
  "kubernetes_network_policy_v1.git-server_reading",
  "kubernetes_network_policy_v1.mock-secrets_asking",
  "kubernetes_network_policy_v1.seed_default-deny",
  "kubernetes_role_binding_v1.mock-secrets_binding-argocd",
  "kubernetes_role_binding_v1.mock-secrets_binding-kfm-api",
  "kubernetes_role_binding_v1.mock-secrets_binding-monitoring",
  "kubernetes_role_binding_v1.mock-secrets_binding-platform-data",
  "kubernetes_role_v1.mock-secrets_role-argocd",
  "kubernetes_role_v1.mock-secrets_role-kfm-api",
  "kubernetes_role_v1.mock-secrets_role-monitoring",
  "kubernetes_role_v1.mock-secrets_role-platform-data",
  "kubernetes_secret_v1.security_repository-credential",
  "kubernetes_secret_v1.security_sealing-key",
  "kubernetes_service_account_v1.mock-secrets_account",
  "kubernetes_service_v1.git-server_service",
]
`);
});

test('a cluster that is not made here is seeded with labels of nodes and secrets', () => {
  expect(addresses(hybrid)).toMatchInlineSnapshot(`
[
  "kubernetes_labels.nodes_pool",
  "kubernetes_secret_v1.security_repository-credential",
  "kubernetes_secret_v1.security_sealing-key",
]
`);
});

test.each(['kubernetes_deployment_v1.git-server_deployment', 'kubernetes_job_v1.mock-secrets_job'])(
  'the pods of %s may run in a namespace that restricts them',
  (address) => {
    const { spec } = (resourceAt(local, address)['spec'] as { template: { spec: Record<string, never> } }).template as never;

    expect(spec).toMatchObject({
      security_context: { run_as_non_root: true, run_as_user: '1000', seccomp_profile: { type: 'RuntimeDefault' } },
      container: [
        {
          image: expect.stringMatching(/@sha256:[0-9a-f]{64}$/),
          resources: { limits: { cpu: expect.any(String), memory: expect.any(String) } },
          security_context: {
            allow_privilege_escalation: false,
            capabilities: { drop: ['ALL'] },
            privileged: false,
            read_only_root_filesystem: true,
          },
        },
      ],
    });
  },
);

test('the same facts give the same text', () => {
  expect(synthesizeStack('local', LOCAL)).toBe(local);
});

test('a stack names neither this machine nor the version of what made it', () => {
  const path = process.cwd();

  for (const text of [local, hybrid]) expect(text).not.toMatch(new RegExp(`${path}|0\\.21\\.0|stackTrace|uniqueId`));
  expect(local).toMatch(/^\{\n {2}"\/\/": \{\n {4}"marker": "Generated from stacks\//);
});

test('the state is where init says, and the cluster where the person says', () => {
  const { terraform, provider, variable } = JSON.parse(local);

  expect(terraform).toEqual({
    backend: { local: {} },
    required_providers: { kubernetes: { source: 'hashicorp/kubernetes', version: '2.38.0' } },
    required_version: '>= 1.11',
  });
  expect(provider.kubernetes).toEqual([{ config_context: '${var.context}', config_path: '${var.config_path}' }]);
  expect(variable.context).not.toHaveProperty('default');
  expect(JSON.parse(synthesizeStack('local', { ...LOCAL, context: 'kind-x' })).variable.context.default).toBe('kind-x');
});

test('everything made says that Terraform made it', () => {
  for (const { type, address, block } of resourcesOf(local)) {
    if (type === 'kubernetes_labels') continue;
    expect([address, block]).toEqual([
      address,
      expect.objectContaining({
        metadata: expect.objectContaining({ labels: expect.objectContaining({ 'app.kubernetes.io/managed-by': 'terraform' }) }),
      }),
    ]);
  }
});

test.each([
  ['without mock secrets no Job is made', { mockSecrets: { secrets: [] } }, /mock-secrets/],
  ['with its repository elsewhere no Git server is made', { repository: STAGE.repository }, /git-server/],
  ['with neither there is no namespace of its own', { mockSecrets: { secrets: [] }, repository: STAGE.repository }, /seed/],
])('%s', (_, facts, unwanted) => {
  expect(addresses(local).join()).toMatch(unwanted);
  expect(addresses(synthesizeStack('local', { ...LOCAL, ...facts })).join()).not.toMatch(unwanted);
});

test('a cluster that is not made here has no mock secrets and no repository of its own', () => {
  expect(() => synthesizeStack('hybrid', { ...STAGE, mockSecrets: LOCAL.mockSecrets })).toThrowErrorMatchingInlineSnapshot(
    `"stage: has mock secrets, which the stack "hybrid" does not make; seal them"`,
  );
  expect(() => synthesizeStack('hybrid', { ...STAGE, repository: LOCAL.repository })).toThrowErrorMatchingInlineSnapshot(
    `"stage: reads http://git.seed.svc.cluster.local/desired-state.git, which only the stack "local" serves; expected a real repository"`,
  );
});
