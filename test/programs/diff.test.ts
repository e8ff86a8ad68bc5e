import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DiffOptions, diff } from '../../cli/commands/diff';
import { context, PROJECT, projectCopy, run } from '../cli/run';

const DEPLOYMENT = 'dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'diff-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
}

function commitAll(folder: string): void {
  git(folder, 'add', '--all', '--force', 'dist');
  git(folder, 'commit', '--quiet', '--message', 'x');
}

/** A repository with what is committed of dev, and a change of it. */
async function diffOfDev(change: (folder: string) => void, options: Partial<DiffOptions> = {}) {
  cpSync(join(PROJECT, 'dist/dev'), join(root, 'dist/dev'), { recursive: true });
  git(root, 'init', '--quiet');
  commitAll(root);
  change(root);
  const { context: given, stdout, stderr } = context(root);
  const status = await diff({ base: 'HEAD', format: 'text', ...options }, given);
  return { status, stdout: stdout(), stderr: stderr() };
}

function edit(path: string, from: string | RegExp, to: string): (folder: string) => void {
  return (folder) => writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(from, to));
}

describe('diff', () => {
  test.each(['text', 'markdown'] as const)('prints nothing as %s, and exits 0, where nothing changed', async (format) => {
    expect(await diffOfDev(() => {}, { format })).toEqual({ status: 0, stdout: '', stderr: 'dist is as in HEAD\n' });
  });

  test('takes a file whose mode alone changed for unchanged', async () => {
    expect(await diffOfDev((folder) => chmodSync(join(folder, DEPLOYMENT), 0o755))).toMatchObject({ status: 0, stdout: '' });
  });

  test('prints by environment and component what happens, worst first', async () => {
    const outcome = await diffOfDev((folder) => {
      edit(DEPLOYMENT, 'replicas: 1', 'replicas: 2')(folder);
      edit(DEPLOYMENT, /kfm-api:[\d.]+@/, 'kfm-api:9.0.0@')(folder);
      edit('dist/dev/README.md', '# dev', '# Dev')(folder);
      rmSync(join(folder, 'dist/dev/workloads/tiles/service_tiles.yaml'));
    });

    expect(outcome).toMatchObject({ status: 1, stderr: '' });
    expect(outcome.stdout.replace(/\d+\.\d+\.\d+ →/g, 'OLD →')).toMatchInlineSnapshot(`
"1 deletion, 1 restart, 1 capacity, 1 image, 1 cosmetic

dev
  tiles
    deletion      Service kfm-web/tiles: Application workloads-tiles prunes it; nothing answers under its name any more
  kfm-api
    restart       Deployment kfm-api/kfm-api: 2 pods roll, at most 1 more and 0 fewer at a time: image kfm-api OLD → 9.0.0
    capacity      Deployment kfm-api/kfm-api: replicas 1 → 2
    image         Deployment kfm-api/kfm-api: kfm-api OLD → 9.0.0
  (no component)
    cosmetic      dist/dev/README.md: is generated for people and tools; nothing applies it
"
`);
  });

  test('prints as JSON each changed field, with the object and the file', async () => {
    const { stdout } = await diffOfDev(edit(DEPLOYMENT, 'replicas: 1', 'replicas: 2'), { format: 'json' });

    expect(JSON.parse(stdout)).toEqual({
      environments: [
        {
          name: 'dev',
          components: [
            {
              name: 'kfm-api',
              changes: [
                {
                  risk: 'capacity',
                  environment: 'dev',
                  component: 'kfm-api',
                  object: 'apps/Deployment/kfm-api/kfm-api',
                  file: DEPLOYMENT,
                  change: 'changed',
                  summary: 'replicas 1 → 2',
                  fields: [{ field: 'spec.replicas', before: 1, after: 2 }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test('sees files that are new, in no index, ignored by git, or no manifests at all', async () => {
    const { stdout } = await diffOfDev((folder) => {
      writeFileSync(join(folder, '.gitignore'), '*.tmp.yaml\n');
      writeFileSync(join(folder, 'dist/dev/apps/a.tmp.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "a:b\\nc"\n');
      writeFileSync(join(folder, 'dist/dev/apps/b:c.yaml'), 'a: [');
      writeFileSync(join(folder, 'dist/stray.txt'), 'x');
      symlinkSync('/etc/passwd', join(folder, 'dist/dev/apps/link.yaml'));
    });

    expect(stdout).toMatchInlineSnapshot(`
"1 reachability, 2 deletion, 1 configuration, 1 cosmetic

dev
  (no component)
    reachability  dist/dev/apps/b:c.yaml: cannot decide who reaches whom: dist/dev/apps/b:c.yaml: unexpected end of the stream within a flow collection (1:5), dist/dev/apps/link.yaml: is no regular file and was not followed
    deletion      dist/dev/apps/b:c.yaml: cannot be read (unexpected end of the stream within a flow collection (1:5)); what Argo CD cannot read stops the sync of its whole folder
    deletion      dist/dev/apps/link.yaml: holds no object
    configuration ConfigMap a:b c: new; no workload in dist reads it

dist, outside of every environment
  (no component)
    cosmetic      dist/stray.txt: is no manifest, and Argo CD does not read it
"
`);
  });

  test('tells the environments asked for, by alias too', async () => {
    const change = (folder: string): void => {
      edit(DEPLOYMENT, 'replicas: 1', 'replicas: 2')(folder);
      cpSync(join(folder, 'dist/dev/apps'), join(folder, 'dist/gone/apps'), { recursive: true });
    };

    expect(await diffOfDev(change, { env: ['gone'] })).toMatchObject({ status: 1, stdout: expect.not.stringContaining('\ndev\n') });
    await expect(diff({ base: 'HEAD', format: 'text', env: ['staging'] }, context(root).context)).resolves.toBe(0);
    await expect(diff({ base: 'HEAD', format: 'text', env: ['dve'] }, context(root).context)).rejects.toThrow(
      'there is no environment "dve"',
    );
  });

  const KFM_UI = '{app.kubernetes.io/instance: kfm-ui, app.kubernetes.io/name: kfm-ui}';
  const POSTGRES = '{app.kubernetes.io/instance: postgres, app.kubernetes.io/name: postgres}';
  const policy = (namespace: string, spec: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: shortcut, namespace: ${namespace}}\nspec: ${spec}\n`;
  const peer = (namespace: string, pods: string): string =>
    `[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${namespace}}}, podSelector: {matchLabels: ${pods}}}]`;
  const shortcut = (folder: string): void => {
    const out = `{podSelector: {matchLabels: ${KFM_UI}}, policyTypes: [Egress], egress: [{to: ${peer('platform-data', POSTGRES)}, ports: [{port: 5432}]}]}`;
    const into = `{podSelector: {matchLabels: ${POSTGRES}}, policyTypes: [Ingress], ingress: [{from: ${peer('kfm-web', KFM_UI)}}]}`;
    writeFileSync(join(folder, 'dist/dev/policies/kfm-ui/shortcut.yaml'), `${policy('kfm-web', out)}---\n${policy('platform-data', into)}`);
  };

  test('tells first who may connect to whom by a change, and could not before', async () => {
    const { status, stdout } = await diffOfDev(shortcut);

    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^1 reachability, 2 network\n\ndev\n {2}postgres\n {4}reachability {2}StatefulSet platform-data\/postgres: kfm-web\/Deployment\/kfm-ui may now connect to platform-data\/StatefulSet\/postgres on TCP 5432\n/,
    );
    const { stdout: page } = await diffOfDev(() => {}, { format: 'markdown', base: 'HEAD~1' });
    expect(page).toContain('- **reachability** StatefulSet platform-data/postgres: kfm-web/Deployment/kfm-ui may now connect to');
  });

  test('tells who may no longer connect, of the bytes on both sides', async () => {
    const path = 'dist/dev/policies/kfm-api/platform-data/networkpolicy.networking.k8s.io_postgres-from-kfm-api.yaml';
    const { stdout } = await diffOfDev(edit(path, 'port: 5432', 'port: 5433'), { format: 'json' });

    const { environments } = JSON.parse(stdout) as {
      environments: readonly { components: readonly { changes: readonly Record<string, unknown>[] }[] }[];
    };
    const changes = environments.flatMap(({ components }) => components.flatMap((component) => component.changes));
    const [first] = changes;
    expect(first).toEqual({
      risk: 'reachability',
      environment: 'dev',
      component: 'postgres',
      object: 'apps/StatefulSet/platform-data/postgres',
      file: 'dist/dev/stores/postgres/statefulset.apps_postgres.yaml',
      change: 'changed',
      summary: 'kfm-api/Deployment/kfm-api may no longer connect to platform-data/StatefulSet/postgres on TCP 5432',
      fields: [],
    });
    expect(changes.filter(({ risk }) => risk === 'network')).toMatchObject([{ object: expect.stringContaining('postgres-from-kfm-api') }]);
  });

  test('says nothing of connections where a release alone changed, and reads no other file for it', async () => {
    const { stdout } = await diffOfDev((folder) => {
      writeFileSync(join(folder, 'dist/dev/policies/kfm-ui/zz.yaml'), 'a: [');
      commitAll(folder);
      edit(DEPLOYMENT, /kfm-api:[\d.]+@/, 'kfm-api:9.0.0@')(folder);
    });

    expect(stdout).toMatch(/^1 restart, 1 image\n/);
  });

  test('compares with the ref as it is given', async () => {
    const { status, stdout } = await diffOfDev(
      (folder) => {
        edit(DEPLOYMENT, 'replicas: 1', 'replicas: 2')(folder);
        commitAll(folder);
        renameSync(join(folder, DEPLOYMENT), join(folder, 'dist/dev/workloads/kfm-api/other.yaml'));
      },
      { base: 'HEAD~1' },
    );

    expect(status).toBe(1);
    expect(stdout).toContain(
      'cosmetic      Deployment kfm-api/kfm-api: is in another file, was workloads/kfm-api/deployment.apps_kfm-api.yaml',
    );
    expect(stdout).toContain('capacity      Deployment kfm-api/kfm-api: replicas 1 → 2');
  });

  test('says which ref there is no commit of', async () => {
    await expect(diffOfDev(() => {}, { base: '--nowhere' })).rejects.toThrow(
      '--base --nowhere: names no commit of this clone; expected a branch, tag or commit, and git fetch brings what is missing',
    );
  });

  test('is a command: 0 without a difference, 1 with one, 2 for an unknown ref and without a repository', () => {
    const { project, remove } = projectCopy('dev');
    try {
      expect(run(['diff'], { project, cwd: project })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('is not in a git repository'),
      });
      git(project, 'init', '--quiet');
      expect(run(['diff'], { project, cwd: project })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('--base HEAD: names no commit'),
      });
      commitAll(project);
      expect(run(['diff'], { project, cwd: project })).toEqual({ status: 0, stdout: '', stderr: 'dist is as in HEAD\n' });
      expect(run(['diff', '--base', 'nowhere'], { project, cwd: project })).toMatchObject({ status: 2, stdout: '' });
      edit(DEPLOYMENT, 'replicas: 1', 'replicas: 2')(project);
      expect(run(['diff', '--format', 'markdown'], { project, cwd: root })).toMatchObject({
        status: 1,
        stdout: expect.stringMatching(/^## What happens to the clusters: 1 capacity\n/),
      });
    } finally {
      remove();
    }
  });
});
