import { printOutcome } from '../../cli/report/promotion';
import { terminal } from '../../cli/report/terminal';
import { emitYaml, type Manifest } from '../../lib';

const web = { matchLabels: { app: 'web' } };

function policy(ingress: readonly unknown[]): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'db', namespace: 'data' },
    spec: { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress },
  };
}

function pod(name: string, namespace: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ name, image: 'registry.example.org/a:1' }] },
  };
}

function tree(ingress: readonly unknown[]): Map<string, string> {
  return new Map([
    ['workloads/db/pod_db.yaml', emitYaml(pod('db', 'data'))],
    ['workloads/web/pod_web.yaml', emitYaml(pod('web', 'web'))],
    ['policies/db/networkpolicy_db.yaml', emitYaml(policy(ingress))],
    ['index.json', '{}'],
  ]);
}

test('a promotion tells who may reach whom once it is merged, before anything else', () => {
  const printed: string[] = [];
  const said: string[] = [];
  const to = (lines: string[]) => ({ write: (text: string) => lines.push(text) });
  const opened = [
    { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } }, podSelector: web }], ports: [{ port: 5432 }] },
  ];
  const files = [...tree(opened)];
  const plan = { isRed: false, findings: [], files, locks: [], moves: [], components: ['db'], releases: {}, ranges: {} };

  printOutcome(
    {
      subject: 'Promote db to stage',
      environment: 'stage',
      outcome: { code: 0, plan, paths: ['dist/stage/policies/db/networkpolicy_db.yaml'], before: tree([]) },
      isDry: false,
      json: false,
    },
    terminal(to(printed), to(said), {}),
  );

  const [first = ''] = printed.join('').split('\n');
  expect(first).toContain('reachability');
  expect(printed.join('')).toContain('web/Pod/web may now connect to data/Pod/db on TCP 5432');
});
