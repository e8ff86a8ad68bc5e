import { synthesizeStack } from '../../../stacks';
import { resourceAt } from '../configuration';
import { LOCAL } from '../facts';

const local = synthesizeStack('local', LOCAL);

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
