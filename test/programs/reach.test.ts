import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Lock, lockText, sha256 } from '../../lib';
import { PROJECT, run } from '../cli/run';
import { repository } from './repository';

interface Json {
  readonly connections: readonly { readonly from: string; readonly to: string; readonly ports: string }[];
  readonly verdict?: { readonly ports: string; readonly sides: readonly { readonly direction: string; readonly of: string }[] };
}

const POSTGRES = 'platform-data/StatefulSet/postgres';

describe('reach of a shipped environment', () => {
  test('tells who may call postgres: the governed API, its migration, and what backs it up', () => {
    const { status, stdout, stderr } = run(['reach', 'staging', '--to', POSTGRES]);

    expect(stdout).toMatchInlineSnapshot(`
"from                                    to                                  ports
kfm-api/Deployment/kfm-api              platform-data/StatefulSet/postgres  TCP 5432
kfm-api/Job/kfm-api-migration           platform-data/StatefulSet/postgres  TCP 5432
platform-data/CronJob/postgres-backup   platform-data/StatefulSet/postgres  TCP 5432
platform-data/CronJob/postgres-restore  platform-data/StatefulSet/postgres  TCP 5432
"
`);
    expect(stderr).toMatch(
      /^4 connections that may be possible, by \d+ workloads and \d+ policies of stage\nnot seen: the pods of \d+ charts \(/,
    );
    expect(status).toBe(0);
  });

  test('is sure of the same', () => {
    const [may, must] = [[], ['--must']].map((more) => run(['reach', 'stage', '--to', POSTGRES, '--json', ...more]).stdout);

    expect(must).toBe(may);
  });

  test('tells machines each connection once, and nothing else', () => {
    const { status, stdout } = run(['reach', 'prod', '--json']);

    const { connections, ...rest } = JSON.parse(stdout) as Json;
    expect({ status, rest }).toEqual({ status: 0, rest: {} });
    expect(new Set(connections.map((connection) => Object.keys(connection).join()))).toEqual(new Set(['from,to,ports']));
    expect(new Set(connections.map(({ from, to }) => `${from} ${to}`)).size).toBe(connections.length);
    expect(connections).toContainEqual({ from: 'kfm-api/Deployment/kfm-api', to: POSTGRES, ports: 'TCP 5432' });
    expect(connections.filter(({ from, to }) => !from.includes('/') && to.startsWith('platform-data/'))).toEqual([]);
  });

  test('explains what allows a connection, by policy, file and field', () => {
    const { status, stdout } = run(['reach', 'stage', '--from', 'kfm-api/Deployment/kfm-api', '--to', POSTGRES]);

    expect(stdout).toMatchInlineSnapshot(`
"kfm-api/Deployment/kfm-api may reach platform-data/StatefulSet/postgres on TCP 5432

egress of kfm-api/Deployment/kfm-api: closed by 8 policies
  allowed by kfm-api/kfm-api-to-postgres on TCP 5432
    dist/stage/policies/kfm-api/kfm-api/networkpolicy.networking.k8s.io_kfm-api-to-postgres.yaml spec.egress[0].to[0]

ingress of platform-data/StatefulSet/postgres: closed by 6 policies
  allowed by platform-data/postgres-from-kfm-api on TCP 5432
    dist/stage/policies/kfm-api/platform-data/networkpolicy.networking.k8s.io_postgres-from-kfm-api.yaml spec.ingress[0].from[0]
"
`);
    expect(status).toBe(0);
  });

  test('explains what isolates where there is no connection, with exit code 0', () => {
    const { status, stdout } = run(['reach', 'stage', '--from', 'kfm-web/Deployment/kfm-ui', '--to', POSTGRES]);

    expect(stdout).toMatch(/^kfm-web\/Deployment\/kfm-ui cannot reach platform-data\/StatefulSet\/postgres\n\negress of kfm-web/);
    expect(stdout).toContain(
      '  isolated by platform-data/default-deny\n    dist/stage/namespaces/platform-data/networkpolicy.networking.k8s.io_default-deny.yaml\n',
    );
    expect(status).toBe(0);
  });

  test('adds the verdict to the JSON of one pair, from outside too', () => {
    const { status, stdout } = run(['reach', 'stage', '--from', '203.0.113.7', '--to', POSTGRES, '--json']);

    const { connections, verdict } = JSON.parse(stdout) as Json;
    expect({ status, connections }).toEqual({ status: 0, connections: [] });
    expect(verdict).toMatchObject({ answer: 'may', ports: 'None', isBeyondPolicies: false });
    expect(verdict?.sides.map(({ direction, of }) => [direction, of])).toEqual([['Ingress', POSTGRES]]);
  });

  test('draws namespaces as clusters', () => {
    const { status, stdout } = run(['reach', 'stage', '--dot']);

    expect(stdout).toMatch(/^digraph "stage" \{\n {2}rankdir=LR;\n/);
    expect(stdout).toContain('  "kfm-api/Deployment/kfm-api" -> "platform-data/StatefulSet/postgres" [label="TCP 5432"];\n');
    expect(stdout).toContain('  subgraph "cluster_platform-data" {\n    label="platform-data";\n');
    expect(stdout).toContain('    "platform-data/StatefulSet/postgres" [label="StatefulSet/postgres"];\n');
    expect(stdout.match(/\{$/gm)?.length).toBe(stdout.match(/^\s*\}$/gm)?.length);
    expect(status).toBe(0);
  });

  test('is a picture by Graphviz: one file that runs nothing and asks for nothing, the same each time', () => {
    const { status, stdout } = run(['reach', 'stage', '--svg']);

    expect(stdout).toMatch(/^<svg role="img" aria-labelledby="title description" /);
    expect(stdout).toContain('<title id="title">Who may connect to whom in stage</title>');
    expect(stdout).toMatch(/ Into stores by the governed API: [1-9]\d*; around it: none\.<\/desc>/);
    expect(stdout).toContain(`>${POSTGRES.split('/').slice(1).join('/')}</text>`);
    expect(stdout).toMatch(
      /class="edge governed">\s*<title>kfm&#45;api\/Deployment\/kfm&#45;api&#45;&gt;platform&#45;data\/StatefulSet\/postgres</,
    );
    expect(stdout).toContain('prefers-color-scheme: dark');
    expect(stdout).toMatch(/<\/g>\n<\/svg>\n$/);
    expect(stdout.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/<script|<!|href|url\(|@import|\bon\w+=|https?:/i);
    expect(run(['reach', 'stage', '--svg']).stdout).toBe(stdout);
    expect(status).toBe(0);
  });

  test('is a picture of what leads to one end as well, with the pods of charts', () => {
    const { stdout, stderr } = run(['reach', 'stage', '--to', 'kfm-web', '--svg']);

    const nodes = [...stdout.matchAll(/class="node[^"]*">\s*<title>(.*?)<\/title>/g)].map(([, title]) =>
      `${title}`.replaceAll('&#45;', '-'),
    );
    expect(nodes).toEqual(expect.arrayContaining(['kfm-web/Deployment/kfm-ui', 'kfm-web/Deployment/tiles']));
    expect(nodes.filter((node) => node.startsWith('platform-data/'))).toEqual([]);
    expect(nodes.filter((node) => node.includes('not seen here')).length).toBeGreaterThan(0);
    expect(stderr).toMatch(/^\d+ connections that may be possible/);
  });

  test.each([
    [['stag'], 'there is no environment "stag"; did you mean "stage"?'],
    [[], 'reach: expected an environment, e.g. reach stage, or --manifests DIR, and not both'],
    [['stage', '--manifests', 'dist'], 'and not both'],
    [['stage', '--to', 'postgres'], '--to postgres: stage has no workload or namespace of that name; did you mean platform-data/'],
    [['stage', '--to', 'platform-data/StatefulSet/postgers'], 'did you mean platform-data/StatefulSet/postgres?'],
    [['stage', '--from', 'kfm-appi'], 'did you mean kfm-api?'],
    [['stage', '--from', '10.0.0.300'], 'expected a workload as NAMESPACE/KIND/NAME, a namespace, or an address or range'],
    [['stage', '--from', '10.44.1.2'], '--from 10.44.1.2: is inside the cluster, in the ranges of pods and Services'],
    [['stage', '--from', '::ffff:1.2.3.4'], 'is an IPv4 address written as an IPv6 one; write it as IPv4'],
    [['stage', '--from', POSTGRES, '--to', POSTGRES], 'is one workload with itself, of which policies decide nothing'],
    [['stage', '--from', '1.2.3.4', '--to', '1.2.3.5'], 'is one address outside with another'],
    [['stage', '--json', '--dot'], 'cannot be used with option'],
    [['stage', '--svg', '--dot'], 'cannot be used with option'],
  ])('refuses %j', (args, message) => {
    const { status, stdout, stderr } = run(['reach', ...args]);

    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('reach of a locked environment', () => {
  let copy: ReturnType<typeof repository>;
  beforeAll(() => {
    copy = repository('dev', 'stage', 'prod');
  });
  afterEach(() => copy.reset());
  afterAll(() => copy.remove());

  const LOCK = 'envs/prod/lock/kfm-ui.json';

  test('is of the bytes that it keeps, whatever its class renders', () => {
    const lock: Lock = JSON.parse(copy.read(LOCK));
    const policy = Object.keys(lock.files).find((path) => path.endsWith('kfm-ui-to-kfm-api.yaml')) as string;
    copy.replace(`dist/prod/${policy}`, 'port: 8080', 'port: 8081');
    copy.write(LOCK, lockText({ ...lock, files: { ...lock.files, [policy]: sha256(copy.read(`dist/prod/${policy}`)) } }));

    const { status, stdout } = copy.run('reach', 'prod', '--from', 'kfm-web/Deployment/kfm-ui', '--to', 'kfm-api/Deployment/kfm-api');

    expect(stdout).toMatch(/^kfm-web\/Deployment\/kfm-ui cannot reach kfm-api\/Deployment\/kfm-api\n/);
    expect(stdout).toContain(`  allowed by kfm-web/kfm-ui-to-kfm-api on TCP 8081\n    dist/prod/${policy} spec.egress[0].to[0]\n`);
    expect(status).toBe(0);
  });

  test('is not told where a lock is lost, so that nothing tells which bytes it keeps', () => {
    rmSync(join(copy.root, LOCK));

    const { status, stdout, stderr } = copy.run('reach', 'prod', '--json');

    expect(stderr).toMatch(/^error envs\/prod\/lock\/kfm-ui\.json: /);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('what changed of who reaches whom since a commit', () => {
  let copy: ReturnType<typeof repository>;
  beforeAll(() => {
    copy = repository('dev');
  });
  afterEach(() => copy.reset('main'));
  afterAll(() => copy.remove());

  const POLICY = 'dist/dev/policies/kfm-api/platform-data/networkpolicy.networking.k8s.io_postgres-from-kfm-api.yaml';
  const PAIR = ['--from', 'kfm-api/Deployment/kfm-api', '--to', POSTGRES];
  /** As if a commit had allowed something else than the classes do. */
  const committed = (path: string, from: string | RegExp, to: string): string => {
    copy.replace(path, from, to);
    copy.git('checkout', '--quiet', '--detach');
    return copy.commit('Another time');
  };

  test('is nothing where dist is what the classes render: exit code 0', () => {
    expect(copy.run('reach', 'dev', '--base', 'HEAD')).toMatchObject({
      status: 0,
      stdout: '',
      stderr: expect.stringMatching(/^0 changes of the connections that may be possible, from dev of HEAD to now\nnot seen: /),
    });
    expect(JSON.parse(copy.run('reach', 'dev', '--base', 'main', '--json', '--must').stdout)).toEqual({ changes: [] });
  });

  test('is a table, with exit code 1', () => {
    const base = committed(POLICY, 'port: 5432', 'port: 5433');
    const { status, stdout, stderr } = copy.run('reach', 'dev', '--base', base, ...PAIR);

    expect(stdout).toMatchInlineSnapshot(`
"change  from                        to                                  ports
new     kfm-api/Deployment/kfm-api  platform-data/StatefulSet/postgres  None → TCP 5432
"
`);
    expect(stderr).toContain(`1 change of the connections that may be possible, from dev of ${base} to now\n`);
    expect(status).toBe(1);
  });

  test('is JSON for machines', () => {
    const base = committed(POLICY, '        - port: 5432', '        - port: 5433');
    const { status, stdout } = copy.run('reach', 'dev', '--base', base, '--json', '--to', POSTGRES, '--must');

    const { changes } = JSON.parse(stdout) as { changes: unknown[] };
    expect(changes).toContainEqual({ change: 'new', from: 'kfm-api/Deployment/kfm-api', to: POSTGRES, after: 'TCP 5432' });
    expect(status).toBe(1);
  });

  test('names what was there alone, too', () => {
    const base = committed('dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml', /^ {2}name: kfm-api$/m, '  name: former');
    const { stdout } = copy.run('reach', 'dev', '--base', base, '--from', 'kfm-api/Deployment/former', '--to', 'platform-data', '--json');

    expect(JSON.parse(stdout)).toMatchObject({
      changes: expect.arrayContaining([{ change: 'removed', from: 'kfm-api/Deployment/former', to: POSTGRES, before: 'TCP 5432' }]),
    });
  });

  test('is everything where the commit has no such environment', () => {
    copy.git('checkout', '--quiet', '--detach');
    copy.git('rm', '-r', '--quiet', 'dist/dev');
    const base = copy.commit('Nothing yet');
    copy.git('checkout', '--quiet', 'main', '--', 'dist/dev');
    const { status, stdout, stderr } = copy.run('reach', 'dev', '--base', base, '--json');

    const { changes } = JSON.parse(stdout) as { changes: readonly { change: string; from: string; to: string; after: string }[] };
    const { connections } = JSON.parse(copy.run('reach', 'dev', '--json').stdout) as Json;
    expect(changes).toEqual(connections.map(({ from, to, ports }) => ({ change: 'new', from, to, after: ports })));
    expect(stderr).toContain(`dev of ${base} has no workloads\n`);
    expect(status).toBe(1);
  });

  test('is not told where what was committed leaves it open', () => {
    const base = committed(POLICY, 'policyTypes:', 'foo: 1\n  policyTypes:');
    const { status, stdout, stderr } = copy.run('reach', 'dev', '--base', base);

    expect(stderr).toMatch(new RegExp(`^error ${base}:${POLICY} spec\\.foo: is no field that is known here`));
    expect(stderr).toContain(`1 problem in dev of ${base}; who reaches whom is not decided\n`);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test.each([
    [['dev', '--base', 'nowhere'], '--base nowhere: names no commit of this clone; expected a branch, tag or commit'],
    [['dev', '--base', 'HEAD', '--dot'], "option '--base <ref>' cannot be used with option '--dot'"],
    [['--manifests', '.', '--base', 'HEAD'], "option '--base <ref>' cannot be used with option '--manifests <dir>'"],
  ])('refuses %j', (args, message) => {
    const { status, stdout, stderr } = copy.run('reach', ...args);

    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(message)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('reach of any folder of manifests', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reach-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const reach = (...args: string[]): ReturnType<typeof run> => run(['reach', '--manifests', '.', ...args], { cwd: folder });

  const WORLD = `apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: db, labels: {app: db}}
spec: {containers: [{name: db, ports: [{name: sql, containerPort: 5432}]}]}
`;
  const policy = (spec: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db}
spec: ${spec}
`;
  const FROM_SHOP = '{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {}}], ports: [{port: sql}]}]}';

  test('reads any layout; what names no namespace is in default', () => {
    write('a/world.yml', WORLD);
    write('policy.yaml', policy(FROM_SHOP));

    const { status, stdout, stderr } = reach('--to', 'default');

    expect(stdout).toBe('from                 to              ports\nshop/Deployment/web  default/Pod/db  TCP 5432\n');
    expect(stderr).toBe('1 connection that may be possible, by 2 workloads and 1 policy of .\n');
    expect(status).toBe(0);
  });

  test('explains by the files there, and of an address outside as well', () => {
    write('a/world.yml', WORLD);
    write('policy.yaml', policy(FROM_SHOP));

    expect(reach('--from', 'shop/Deployment/web', '--to', 'default/Pod/db').stdout).toBe(
      [
        'shop/Deployment/web may reach default/Pod/db on TCP 5432',
        '',
        'egress of shop/Deployment/web: open, no policy selects its pods',
        '',
        'ingress of default/Pod/db: closed by 1 policy',
        '  allowed by default/db on TCP 5432',
        '    policy.yaml spec.ingress[0].from[0]',
        '',
      ].join('\n'),
    );
    expect(reach('--from', '8.8.8.8', '--to', 'default/Pod/db').stdout).toBe(
      [
        '8.8.8.8 cannot reach default/Pod/db',
        '',
        'ingress of default/Pod/db: closed by 1 policy, none of which allows it',
        '  isolated by default/db',
        '    policy.yaml',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(reach('--from', '8.8.8.0/24', '--to', 'shop', '--json').stdout)).toEqual({
      connections: [{ from: '8.8.8.0-8.8.8.255', to: 'shop/Deployment/web', ports: 'All' }],
    });
  });

  test('says what depends on a label that nobody knows yet', () => {
    write('world.yml', WORLD);
    const hash = '{matchLabels: {pod-template-hash: abc}}';
    write('policy.yaml', policy(`{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: ${hash}}]}]}`));
    const pair = ['--from', 'shop/Deployment/web', '--to', 'default/Pod/db'];

    expect(reach(...pair).stdout).toContain(
      'allowed by default/db on all ports, perhaps: it depends on labels or addresses that are not known\n',
    );
    expect(reach(...pair, '--must').stdout).toMatch(/^shop\/Deployment\/web does not surely reach default\/Pod\/db\n/);
  });

  test('says nothing of an empty folder, and draws it', () => {
    expect(reach()).toEqual({ status: 0, stdout: '', stderr: '0 connections that may be possible, by 0 workloads and 0 policies of .\n' });
    expect(JSON.parse(reach('--json').stdout)).toEqual({ connections: [] });
    expect(reach('--dot').stdout).toBe('digraph "." {\n  rankdir=LR;\n  node [shape=box];\n}\n');
  });

  test('draws in red what gets into a store around the API, and says so', () => {
    const zone = (name: string, tier: string): string =>
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {platform.kfm.example.org/tier: ${tier}}}\n---\n`;
    write('world.yaml', `${zone('shop', 'frontend')}${zone('default', 'store')}${WORLD}`);
    write('policy.yaml', policy(FROM_SHOP));

    const { status, stdout } = reach('--svg');

    expect(stdout).toContain('around it: shop/Deployment/web to default/Pod/db.</desc>');
    expect(stdout).toMatch(
      /class="edge ungoverned">\s*<title>shop\/Deployment\/web&#45;&gt;default\/Pod\/db<\/title>\s*<path fill="none" stroke="#cf222e"/,
    );
    expect(status).toBe(0);
  });

  test('prints large worlds to the end, in rows and in JSON', () => {
    const pods = Array.from(
      { length: 50 },
      (_, index) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p${index}}\nspec: {containers: []}\n`,
    );
    write('pods.yaml', pods.join('---\n'));

    // 50 pods call 49 others, and each of them calls and is called by the outside of both families.
    const pairs = 50 * 49 + 50 * 4;
    expect(reach().stdout.trimEnd().split('\n')).toHaveLength(pairs + 1);
    expect((JSON.parse(reach('--json').stdout) as Json).connections).toHaveLength(pairs);
  });

  test.each([
    ['a malformed policy', policy('{podSelector: {}, ingress: [{ports: [{port: 0}]}]}'), 'other.yaml spec.ingress[0].ports[0].port: is 0;'],
    [
      'a policy of another kind',
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c}\n',
      'other.yaml: is a CiliumNetworkPolicy of cilium.io/v2, which is not understood: cannot decide who reaches whom',
    ],
    ['a file that is no YAML', 'a: [', 'other.yaml: '],
    [
      'a namespace that is no text',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: 1}\nspec: {}\n',
      'other.yaml metadata.namespace: ',
    ],
  ])('decides nothing where there is %s', (_, text, message) => {
    write('world.yml', WORLD);
    write('other.yaml', text);

    const { status, stdout, stderr } = reach('--json');

    expect(stderr).toContain(`error ${message}`);
    expect(stderr).toMatch(/\n1 problem in \.; who reaches whom is not decided\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('wants a folder that exists', () => {
    const { status, stderr } = run(['reach', '--manifests', join(folder, 'nowhere')]);

    expect(stderr).toContain('nowhere: is no folder; name one that holds manifests');
    expect(status).toBe(2);
  });
});

test('reach has an npm script, and tells its exit codes', () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

  expect(scripts.reach).toBe('node cli/launcher.js reach');
  expect(run(['reach', '--help']).stdout).toContain('Exit codes: 0 fine, 1 a difference or finding, 2 could not do it.');
});
