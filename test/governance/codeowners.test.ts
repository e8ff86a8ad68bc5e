import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../../envs';
import { catalogue } from '../../envs/catalogue';
import { codeowners, type GovernedEnvironment } from '../../lib/governance/codeowners';

const ROOT = join(__dirname, '../..');

interface Line {
  readonly pattern: string;
  readonly owners: string;
  readonly matches: (path: string) => boolean;
}

/** CODEOWNERS as GitHub documents it: gitignore's patterns without negation, classes and escapes, the last match wins. */
function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [pattern, ...owners] = line.split(/ +/) as [string, ...string[]];
      const expression = expressionOf(pattern);
      return { pattern, owners: owners.join(' '), matches: (path) => expression.test(path) };
    });
}

/** A slash before the end ties a pattern to the root; one at the end means everything below; `/*` at the end stops at files. */
function expressionOf(pattern: string): RegExp {
  const isTied = pattern.slice(0, -1).includes('/');
  const below = pattern.endsWith('/') ? '/.+' : pattern.endsWith('/*') ? '' : '(?:/.+)?';
  const body = pattern
    .replace(/^\/|\/$/g, '')
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:[^/]+/)*'));
  return new RegExp(`^${isTied ? '' : '(?:.+/)?'}${body}${below}$`);
}

function ownerOf(path: string, lines: readonly Line[]): Line | undefined {
  return lines.findLast(({ matches }) => matches(path));
}

let governed: GovernedEnvironment[];
let text: string;
let lines: Line[];
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && !path.startsWith('node_modules/'));

beforeAll(async () => {
  governed = await Promise.all(Object.values(environments).map(async (load) => new (await load())()));
  text = codeowners(catalogue, governed);
  lines = linesOf(text);
});

const [PLATFORM, SECURITY, RELEASE] = ['@kfm/platform-sre', '@kfm/security', '@kfm/release'];

/** What is owned before it exists. */
const EXPECTED = [
  '/lib/reach/',
  '/test/reach/',
  '/envs/*/lock/',
  '/envs/releases/',
  '/envs/*/waivers.ts',
  '/dist/**/ingress.networking.k8s.io_*.yaml',
  '/dist/**/route.route.openshift.io_*.yaml',
  '/dist/**/*.admissionregistration.k8s.io_*.yaml',
  '/dist/**/externalsecret.external-secrets.io_*.yaml',
  '/dist/**/secret_*.yaml',
];

describe('CODEOWNERS', () => {
  test('is what the catalogue says', () => {
    expect(readFileSync(join(ROOT, '.github/CODEOWNERS'), 'utf8')).toBe(text);
  });

  test('says what made it, and to whom all belongs that no other line names', () => {
    expect(text.split('\n')[0]).toBe('# Generated from envs/catalogue.ts by npm run codeowners; edit that, not this file.');
    expect(lines[0]).toMatchObject({ pattern: '*', owners: PLATFORM });
  });

  test('uses no pattern that GitHub does not read as git does', () => {
    for (const { pattern, owners } of lines) {
      expect(pattern).not.toMatch(/[[\]!\\#?]/);
      expect(pattern).not.toMatch(/.\/\*+$/);
      expect(owners).toMatch(/^@[\w-]+\/[\w-]+(?: @[\w-]+\/[\w-]+)*$/);
    }
  });

  test('gives every file an owner, and every file of dist one by its folder or its kind', () => {
    const derived = /^dist\/[^/]+\/(?:README\.md|kustomization\.yaml|index\.json)$/;
    const general = files.filter((path) => ['*', '/dist/', undefined].includes(ownerOf(path, lines)?.pattern));

    expect(files.filter((path) => ownerOf(path, lines) === undefined)).toEqual([]);
    expect(general.filter((path) => path.startsWith('dist/') && !derived.test(path))).toEqual([]);
    expect(files.filter((path) => path.startsWith('dist/')).length).toBeGreaterThan(500);
  });

  test('matches something by every line, but for what is still to come', () => {
    const idle = lines.filter(({ matches }) => !files.some(matches)).map(({ pattern }) => pattern);

    // A component that is scaffolded but released nowhere has no folder yet.
    expect(idle.filter((pattern) => !EXPECTED.includes(pattern) && !/^\/dist\/[^/]+\/workloads\//.test(pattern))).toEqual([]);
  });

  test.each([
    ['README.md', PLATFORM],
    ['package-lock.json', PLATFORM],
    ['.github/workflows/ci.yml', PLATFORM],
    ['.github/CODEOWNERS', `${PLATFORM} ${SECURITY}`],
    ['lib/app/kfm-api.ts', PLATFORM],
    ['lib/policy/judge.ts', SECURITY],
    ['lib/policy/schema/known-fields.ts', SECURITY],
    ['lib/tenancy/secret-ref.ts', SECURITY],
    ['lib/tenancy/traits.ts', PLATFORM],
    ['docs/architecture.md', PLATFORM],
    ['docs/promotion.md', RELEASE],
    ['envs/catalogue.ts', `${PLATFORM} ${SECURITY}`],
    ['envs/clusters.ts', PLATFORM],
    ['envs/quotas.ts', PLATFORM],
    ['envs/dev/index.ts', `${PLATFORM} @kfm/services @kfm/web @kfm/pipelines @kfm/data-platform`],
    ['envs/stage/index.ts', RELEASE],
    ['envs/prod/index.ts', RELEASE],
    ['envs/stage/releases.ts', RELEASE],
    ['envs/dev/releases.ts', `${PLATFORM} @kfm/services @kfm/web @kfm/pipelines @kfm/data-platform`],
    ['envs/stage/lock/kfm-ui.json', RELEASE],
    ['envs/prod/lock/kfm-api.json', RELEASE],
    ['envs/releases/kfm-api.json', RELEASE],
    ['envs/prod/secrets.ts', SECURITY],
    ['envs/prod/waivers.ts', SECURITY],
    ['envs/prod/sealing.pem', SECURITY],
    ['envs/prod/sealed/kfm-api-credentials.json', SECURITY],
    ['dist/prod/README.md', PLATFORM],
    ['dist/prod/apps/application.argoproj.io_workloads-kfm-api.yaml', PLATFORM],
    ['dist/prod/bootstrap/configmap_argocd-cm.yaml', PLATFORM],
    ['dist/prod/bootstrap/configmap_argocd-rbac-cm.yaml', SECURITY],
    ['dist/prod/bootstrap/appproject.argoproj.io_services.yaml', SECURITY],
    ['dist/prod/bootstrap/networkpolicy.networking.k8s.io_argocd-server.yaml', SECURITY],
    ['dist/prod/core/storage/storageclass.storage.k8s.io_replicated.yaml', PLATFORM],
    ['dist/prod/core/cert-manager/sealedsecret.bitnami.com_nameserver.yaml', SECURITY],
    ['dist/prod/namespaces/kfm-api/namespace_kfm-api.yaml', PLATFORM],
    ['dist/prod/namespaces/kfm-api/resourcequota_quota.yaml', PLATFORM],
    ['dist/prod/namespaces/kfm-api/networkpolicy.networking.k8s.io_default-deny.yaml', SECURITY],
    ['dist/prod/rbac/kfm-api/role.rbac.authorization.k8s.io_team-viewer.yaml', SECURITY],
    ['dist/prod/policies/kfm-api/kfm-api/networkpolicy.networking.k8s.io_kfm-api-to-postgres.yaml', SECURITY],
    ['dist/prod/policies/admission/validatingadmissionpolicy.admissionregistration.k8s.io_x.yaml', SECURITY],
    ['dist/prod/secrets/backup-bucket/sealedsecret.bitnami.com_backup-bucket.yaml', SECURITY],
    ['dist/prod/observability/monitoring/prometheusrule.monitoring.coreos.com_kfm-api.yaml', PLATFORM],
    ['dist/dev/stores/postgres/statefulset.apps_postgres.yaml', '@kfm/data-platform'],
    ['dist/prod/stores/postgres/statefulset.apps_postgres.yaml', `@kfm/data-platform ${RELEASE}`],
    ['dist/prod/stores/postgres/sealedsecret.bitnami.com_postgres-credentials.yaml', SECURITY],
    ['dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml', '@kfm/services'],
    ['dist/stage/workloads/kfm-api/deployment.apps_kfm-api.yaml', `@kfm/services ${RELEASE}`],
    ['dist/prod/workloads/tiles/deployment.apps_tiles.yaml', `@kfm/web ${RELEASE}`],
    ['dist/prod/workloads/kfm-api/role.rbac.authorization.k8s.io_kfm-api.yaml', SECURITY],
    ['dist/prod/workloads/kfm-api/httproute.gateway.networking.k8s.io_kfm-api.yaml', PLATFORM],
    ['dist/prod/workloads/kfm-api/route.route.openshift.io_kfm-api.yaml', PLATFORM],
  ])('gives %s to %s', (path, owners) => {
    expect(ownerOf(path, lines)?.owners).toBe(owners);
  });

  test('follows the traits of an environment, not its name', () => {
    const open = linesOf(codeowners(catalogue, [{ name: 'prod', traits: { locked: false } }]));

    expect(ownerOf('envs/prod/index.ts', open)?.owners).toContain('@kfm/web');
    expect(ownerOf('envs/prod/releases.ts', open)?.owners).toContain('@kfm/web');
    expect(ownerOf('envs/releases/tiles.json', open)?.owners).toBe(RELEASE);
    expect(ownerOf('dist/prod/workloads/tiles/deployment.apps_tiles.yaml', open)?.owners).toBe('@kfm/web');
  });
});

describe('the matching that these tests rest on', () => {
  test.each([
    ['*', 'a/b.c', true],
    ['/docs/', 'docs/a/b.md', true],
    ['/docs/', 'x/docs/a.md', false],
    ['docs/', 'x/docs/a.md', true],
    ['/docs/*', 'docs/a.md', true],
    ['/docs/*', 'docs/a/b.md', false],
    ['/dist/*/apps/', 'dist/dev/apps/a.yaml', true],
    ['/dist/*/apps/', 'dist/dev/x/apps/a.yaml', false],
    ['/dist/**/role_*.yaml', 'dist/role_a.yaml', true],
    ['/dist/**/role_*.yaml', 'dist/dev/x/role_a.yaml', true],
    ['/dist/**/role_*.yaml', 'dist/dev/x/clusterrole_a.yaml', false],
    ['/a.b', 'aXb', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(expressionOf(pattern).test(path)).toBe(expected);
  });
});
