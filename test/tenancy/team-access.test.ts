import { type Manifest, valueAt } from '../../lib/manifest/manifest';
import type { Cluster } from '../../lib/tenancy/cluster';
import { TeamAccess } from '../../lib/tenancy/team-access';
import { TestPlatform } from '../platform';

const BACKUP = { name: 'test-backup', endpoint: 'https://s3.example.org', region: 'eu', ranges: ['192.0.2.0/28'] };

function rendered(cluster: Partial<Cluster>): Manifest[] {
  const scope = new TestPlatform({ cluster });
  new TeamAccess(scope);
  return scope.manifests('rbac');
}

const manifests = rendered({ backup: BACKUP });
const roles = manifests.filter(({ kind }) => kind === 'Role');

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

function rulesOf(name: string): Rule[] {
  return roles.filter(({ metadata }) => metadata.name === name).flatMap((role) => (role as unknown as { rules: Rule[] }).rules);
}

function may(name: string, verb: string, resource: string, group = ''): boolean {
  return rulesOf(name).some(
    ({ apiGroups, resources, verbs }) => apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb),
  );
}

describe('what people may do', () => {
  test('is given by Roles alone, in the namespaces of teams', () => {
    expect([...new Set(manifests.map(({ kind }) => kind))].sort()).toEqual(['Role', 'RoleBinding']);
    expect([...new Set(manifests.map(({ metadata }) => metadata.namespace))].sort()).toEqual([
      'kfm-api',
      'kfm-pipelines',
      'kfm-web',
      'platform-data',
    ]);
  });

  test('names no wildcard, no secret, no shell, and no way to more', () => {
    const everything = roles.flatMap((role) => (role as unknown as { rules: Rule[] }).rules);

    for (const { apiGroups, resources, verbs } of everything) {
      expect([...apiGroups, ...resources, ...verbs]).not.toContain('*');
      for (const resource of [
        'secrets',
        'pods/exec',
        'pods/attach',
        'pods/portforward',
        'serviceaccounts/token',
        'pods/ephemeralcontainers',
      ]) {
        expect(resources).not.toContain(resource);
      }
      for (const verb of ['bind', 'escalate', 'impersonate', 'patch', 'update']) expect(verbs).not.toContain(verb);
    }
  });

  test.each([
    ['team-viewer', 'get', 'pods/log', '', true],
    ['team-viewer', 'list', 'deployments', 'apps', true],
    ['team-viewer', 'delete', 'pods', '', false],
    ['team-viewer', 'create', 'jobs', 'batch', false],
    ['security-auditor', 'list', 'networkpolicies', 'networking.k8s.io', true],
    ['team-viewer', 'list', 'certificates', 'cert-manager.io', true],
    ['security-auditor', 'get', 'pods/log', '', false],
    ['platform-operator', 'delete', 'pods', '', true],
    ['platform-operator', 'create', 'pods', '', false],
    ['backup-operator', 'create', 'jobs', 'batch', true],
  ])('%s: %s %s of "%s" is %s', (role, verb, resource, group, allowed) => {
    expect(may(role, verb, resource, group)).toBe(allowed);
  });

  test('starts backups and restores beside stores only', () => {
    const places = roles.filter(({ metadata }) => metadata.name === 'backup-operator').map(({ metadata }) => metadata.namespace);

    expect(places).toEqual(['platform-data']);
  });

  test('has nobody start Jobs where nothing is backed up', () => {
    expect(rendered({}).filter(({ metadata }) => metadata.name === 'backup-operator')).toEqual([]);
  });

  test('goes to the group of the team that owns the namespace', () => {
    const binding = manifests.find(
      ({ kind, metadata }) => kind === 'RoleBinding' && metadata.namespace === 'kfm-web' && metadata.name === 'team-viewer',
    );

    expect(valueAt(binding, 'subjects')).toEqual([{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'test' }]);
    expect(valueAt(binding, 'roleRef')).toEqual({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'team-viewer' });
  });
});
