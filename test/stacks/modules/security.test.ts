// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's expressions look so
import { synthesizeStack } from '../../../stacks';
import { resourcesOf } from '../configuration';
import { LOCAL, STAGE } from '../facts';

const local = synthesizeStack('local', LOCAL);
const hybrid = synthesizeStack('hybrid', STAGE);

test('the secrets of a stack are written and never kept', () => {
  const security = resourcesOf(hybrid).filter(({ address }) => address.includes('security_'));

  expect(security).toMatchInlineSnapshot(`
[
  {
    "address": "kubernetes_secret_v1.security_repository-credential",
    "block": {
      "count": "\${var.repository_credential ? 1 : 0}",
      "data_wo": {
        "password": "\${var.repository_password}",
        "type": "git",
        "url": "https://git.kfm.example.org/platform/desired-state.git",
        "username": "\${var.repository_username}",
      },
      "data_wo_revision": "\${var.repository_credential_revision}",
      "metadata": {
        "labels": {
          "app.kubernetes.io/managed-by": "terraform",
          "argocd.argoproj.io/secret-type": "repository",
        },
        "name": "desired-state-repository",
        "namespace": "argocd",
      },
      "type": "Opaque",
    },
    "type": "kubernetes_secret_v1",
  },
  {
    "address": "kubernetes_secret_v1.security_sealing-key",
    "block": {
      "count": "\${var.sealing_key ? 1 : 0}",
      "data_wo": {
        "tls.crt": "\${var.sealing_certificate}",
        "tls.key": "\${var.sealing_private_key}",
      },
      "data_wo_revision": "\${var.sealing_key_revision}",
      "metadata": {
        "labels": {
          "app.kubernetes.io/managed-by": "terraform",
          "sealedsecrets.bitnami.com/sealed-secrets-key": "active",
        },
        "name": "sealing-key",
        "namespace": "sealed-secrets",
      },
      "type": "kubernetes.io/tls",
    },
    "type": "kubernetes_secret_v1",
  },
]
`);
  const { variable } = JSON.parse(hybrid);
  for (const name of ['repository_username', 'repository_password', 'sealing_certificate', 'sealing_private_key'])
    expect(variable[name]).toMatchObject({ ephemeral: true, sensitive: true, default: null });
});

test.each([
  ['local', local],
  ['hybrid', hybrid],
])('no value of a secret is in the stack %s: each comes from a variable that nothing keeps', (_, text) => {
  const { variable } = JSON.parse(text);
  const secrets = resourcesOf(text).filter(({ type }) => type === 'kubernetes_secret_v1');

  expect(secrets).toHaveLength(2);
  for (const { block } of secrets) {
    expect(Object.keys(block)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:binary_)?data$/)]));
    const { type, url, ...values } = block['data_wo'] as Record<string, string>;
    expect(Object.keys(values)).toHaveLength(2);
    for (const value of Object.values(values))
      expect(variable[/^\$\{var\.(\w+)\}$/.exec(value)?.[1] ?? '']).toMatchObject({ ephemeral: true });
  }
});
