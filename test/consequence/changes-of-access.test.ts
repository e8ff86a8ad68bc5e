import type { Manifest } from '../../lib/manifest/manifest';
import { application, object, told } from './told';

function role(...rules: object[]): Manifest {
  return object('rbac.authorization.k8s.io/v1', 'Role', 'viewer', { rules });
}

function rule(verbs: string[], resources: string[], group = ''): object {
  return { apiGroups: [group], resources, verbs };
}

function project(spec: object): Manifest {
  return object('argoproj.io/v1alpha1', 'AppProject', 'team', { spec });
}

function policy(spec: object, name = 'p'): Manifest {
  return object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector: { matchLabels: { app: 'shop' } }, ...spec } });
}

const from = (app: string, ...ports: number[]): object => ({
  policyTypes: ['Ingress'],
  ingress: [{ from: [{ podSelector: { matchLabels: { app } } }], ports: ports.map((port) => ({ port })) }],
});

describe('a role', () => {
  test.each<[string, Manifest, Manifest, string]>([
    [
      'that lets do more is told as a set, whatever the order of its rules',
      role(rule(['get'], ['pods']), rule(['list'], ['jobs'], 'batch')),
      role(rule(['list', 'delete'], ['jobs'], 'batch'), rule(['get'], ['pods', 'secrets', 'events'])),
      'permission: widens: delete of batch/jobs, get of secrets + events',
    ],
    [
      'that lets do less is configuration',
      role(rule(['get', 'list'], ['pods'])),
      role(rule(['get'], ['pods'])),
      'configuration: narrows: list of pods',
    ],
    [
      'whose wildcard covers the rest',
      role(rule(['get'], ['pods'])),
      role(rule(['*'], ['pods'])),
      'permission: widens: everything of pods',
    ],
    [
      'that says the same in other words',
      role(rule(['get', 'list'], ['pods'])),
      role(rule(['list'], ['pods']), rule(['get'], ['pods'])),
      'configuration: permits the same in other words',
    ],
    [
      'that is restricted to a name',
      role(rule(['get'], ['secrets'])),
      role({ ...rule(['get'], ['secrets']), resourceNames: ['tls'] }),
      'configuration: narrows: get of secrets',
    ],
    ['that is new', undefined as never, role(rule(['get'], ['pods'])), 'permission: new; whom it is bound to may: get of pods'],
  ])('%s', (_, before, after, text) => {
    expect(told(before, after)).toEqual([text]);
  });

  test('that gathers others is told as such', () => {
    const cluster = (label: string): Manifest =>
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'all', {
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: label } }] },
      });

    expect(told(cluster('x'), cluster('y'))).toEqual([
      'permission: gathers the rules of other roles: aggregationRule.clusterRoleSelectors[0].matchLabels.a x → y',
    ]);
  });

  test('is bound to more, and to another only by making the binding again', () => {
    const binding = (name: string, ...groups: string[]): Manifest =>
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
        roleRef: { kind: 'Role', name },
        subjects: groups.map((group) => ({ kind: 'Group', name: group })),
      });

    expect(told(binding('viewer', 'a'), binding('operator', 'b', 'a'))).toEqual([
      'recreation: cannot change in place (roleRef.name): the API server refuses it, so the sync fails until somebody deletes the object; meanwhile the former role stays bound',
      'permission: widens: Group b too',
    ]);
  });
});

describe('an AppProject', () => {
  test.each<[string, object, object, string]>([
    [
      'with more',
      { sourceRepos: ['a'], destinations: [] },
      { sourceRepos: ['a', '*'], destinations: [{ server: 's', namespace: 'shop' }] },
      'permission: widens: repository *, destination shop of s',
    ],
    [
      'without its list of kinds allows all',
      { namespaceResourceWhitelist: [{ group: '', kind: 'Secret' }] },
      {},
      'permission: widens: namespaced */*; narrows: namespaced core/Secret',
    ],
    [
      'that no longer denies a kind',
      { clusterResourceBlacklist: [{ group: '', kind: 'Namespace' }] },
      { clusterResourceBlacklist: [] },
      'permission: widens: cluster-scoped core/Namespace, denied until now',
    ],
    ['with less', { sourceRepos: ['a', 'b'] }, { sourceRepos: ['a'] }, 'configuration: narrows: repository b'],
  ])('%s', (_, before, after, text) => {
    expect(told(project(before), project(after))).toEqual([text]);
  });
});

describe('a namespace', () => {
  const labelled = (level?: string): Manifest =>
    object('v1', 'Namespace', 'shop', { metadata: { labels: level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level } } });

  test.each([
    ['that takes less careful pods', 'restricted', 'baseline', 'permission: widens: Pod Security enforce restricted → baseline'],
    [
      "that falls back to the cluster's default",
      'baseline',
      undefined,
      "permission: widens: Pod Security enforce baseline → the cluster's default",
    ],
    ['that takes only more careful pods', 'baseline', 'restricted', 'configuration: narrows: Pod Security enforce baseline → restricted'],
  ])('%s', (_, before, after, text) => {
    expect(told(labelled(before), labelled(after))).toEqual([text]);
  });
});

describe('a network policy', () => {
  const everything = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };

  test.each<[string, Manifest | undefined, Manifest | undefined, string, Manifest[]?]>([
    ['that opens a port', policy(from('a', 1)), policy(from('a', 1, 2, 3)), 'network: opens app=a → app=shop on TCP 2 + TCP 3'],
    [
      'that closes one caller for another',
      policy(from('a', 1)),
      policy(from('b', 1)),
      'network: opens app=b → app=shop on TCP 1; no longer opens app=a → app=shop on TCP 1',
    ],
    [
      'that lets anybody in covers who came before',
      policy(from('a', 1)),
      policy({ policyTypes: ['Ingress'], ingress: [{}] }),
      'network: opens anyone, outside the cluster too → app=shop on all ports; with it no policy restricts ingress of app=shop',
    ],
    [
      'with ranges and namespaces',
      policy({ policyTypes: ['Egress'], egress: [] }),
      policy({
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
              { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'db' } } },
              { namespaceSelector: {}, podSelector: {} },
            ],
            ports: [{ protocol: 'UDP', port: 1, endPort: 9 }],
          },
        ],
      }),
      'network: opens app=shop → 10.0.0.0/8 except 10.1.0.0/16 on UDP 1-9, app=shop → all pods in db on UDP 1-9, app=shop → all pods in all namespaces on UDP 1-9',
    ],
    ['that is new', undefined, policy(from('a', 1)), 'network: new; opens app=a → app=shop on TCP 1; denies app=shop every other ingress'],
    [
      'that is new and permits everything',
      undefined,
      policy({ ...everything, ingress: [{}], egress: [{}] }),
      'network: new; opens anyone, outside the cluster too → all pods on all ports, all pods → anyone, outside the cluster too on all ports; with it no policy restricts ingress and egress of all pods',
    ],
    [
      'that is new and permits all that comes in',
      undefined,
      policy({ ...everything, ingress: [{}] }),
      'network: new; opens anyone, outside the cluster too → all pods on all ports; denies all pods every other egress; with it no policy restricts ingress of all pods',
    ],
    [
      'that left, and was the only one to isolate',
      policy(everything),
      undefined,
      'deletion: no Application syncs its folder, so it stays until somebody deletes it',
    ],
    [
      'that no longer isolates',
      policy({ policyTypes: ['Ingress', 'Egress'] }),
      policy({ policyTypes: ['Ingress'] }),
      'network: no other policy isolates app=shop for egress, so everything that reaches them is permitted',
    ],
    [
      'that no longer isolates what another one does',
      policy({ policyTypes: ['Ingress', 'Egress'] }),
      policy({ policyTypes: ['Ingress'] }),
      'network: another policy still isolates app=shop for egress',
      [policy(everything, 'deny')],
    ],
  ])('%s', (_, before, after, text, others = []) => {
    expect(told(before, after, others)).toEqual([text]);
  });

  test('that is pruned tells what it opened and what it kept shut', () => {
    const pruning = application('a', 'workloads/shop', { automated: { prune: true } });

    expect(told(policy(from('a', 1)), undefined, [pruning])).toEqual([
      'deletion: Application a prunes it; no other policy isolates app=shop for ingress, so everything that reaches them is permitted; no longer opens app=a → app=shop on TCP 1',
    ]);
  });
});

describe('exposure', () => {
  const route = (...hostnames: string[]): Manifest => object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { spec: { hostnames } });
  const service = (spec: object): Manifest => object('v1', 'Service', 's', { spec });
  const ingress = (annotations: object): Manifest => object('networking.k8s.io/v1', 'Ingress', 'i', { metadata: { annotations } });

  test.each<[string, Manifest | undefined, Manifest, string]>([
    ['under another host', route('a.org', 'b.org'), route('b.org', 'c.org'), 'exposure: answers for c.org; no longer answers for a.org'],
    ['of a new route', undefined, route('a.org'), 'exposure: new; answers for a.org'],
    [
      'by the type of a Service',
      service({ type: 'ClusterIP' }),
      service({ type: 'LoadBalancer' }),
      'exposure: spec.type ClusterIP → LoadBalancer',
    ],
    [
      'by an annotation of an entrance',
      ingress({ 'nginx.ingress.kubernetes.io/whitelist-source-range': '10.0.0.0/8' }),
      ingress({}),
      'exposure: metadata.annotations["nginx.ingress.kubernetes.io/whitelist-source-range"] removed, was 10.0.0.0/8',
    ],
    [
      'of an Ingress without TLS',
      undefined,
      object('networking.k8s.io/v1', 'Ingress', 'i', { spec: { rules: [{ host: 'a.org' }] } }),
      'exposure: new; answers for a.org; without TLS',
    ],
    [
      'is not what connects inside the cluster',
      service({ ports: [{ name: 'http', port: 80 }] }),
      service({ ports: [{ name: 'http', port: 81 }] }),
      'network: connections to the Service: spec.ports[name=http].port 80 → 81',
    ],
  ])('%s', (_, before, after, text) => {
    expect(told(before, after)).toEqual([text]);
  });
});
