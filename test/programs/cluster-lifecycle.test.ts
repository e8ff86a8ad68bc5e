import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTEXT, localSite, STACK } from './fakes/local-site';

const site = localSite();

describe('up', () => {
  test('makes everything with kind, says what it does, and a second time only asks', () => {
    const { status, stdout, stderr } = site.up();

    expect(stderr.replaceAll(site.project, 'PROJECT').replace(/in \d+ s/g, 'in N s')).toMatchInlineSnapshot(`
"[1/8] prerequisites: what is needed (docker, kind, kubectl, terraform, helm, git) is there
[2/8] configuration: making PROJECT/.clusters/kind-local-254carbon
[2/8] configuration: made PROJECT/.clusters/kind-local-254carbon in N s
[3/8] cluster: making kind-local-254carbon
      Preparing nodes
      Starting control-plane
      API server https://127.0.0.1:6443
[3/8] cluster: made kind-local-254carbon in N s
[4/8] base: making base of local, 93 objects
[4/8] base: made base of local, 93 objects in N s
[5/8] stack: making stack somewhere/stack
      Terraform has been successfully initialized!
      Apply complete!
[5/8] stack: made stack somewhere/stack in N s
[6/8] argo cd: making Argo CD
      chart argo-cd 10.9.2
      waiting for argocd-server
[6/8] argo cd: made Argo CD in N s
[7/8] working tree: making PROJECT/dist/local in the git server
[7/8] working tree: made PROJECT/dist/local in the git server in N s
[8/8] root: making projects and root Application
[8/8] root: made projects and root Application in N s
"
`);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n').at(-1)).toContain(`${CONTEXT} is up: API server at 127.0.0.1:`);
    expect(stdout).toContain('next: npm run cluster -- verify');
    expect(site.machine.typed()).toMatchSnapshot();

    site.machine.forget();
    const again = site.up();

    expect(again.status).toBe(0);
    expect(again.stderr.split('\n').filter((line) => line.startsWith('['))).toHaveLength(8);
    expect(again.stderr).not.toMatch(/making|made/);
    const asked =
      /^(docker (info|network (ls|inspect))|kind get|kubectl .*(config|get|port-forward)|terraform .*(version|init|plan)|git (init|add|write-tree|commit-tree|ls-remote))/;
    expect(site.machine.typed().filter((call) => !asked.test(call))).toEqual([]);
  });

  test('makes everything with k3d, by the setting of source 004', () => {
    const { status, stdout } = site.machine.cluster(['up'], { ...STACK, CLUSTER_PROVIDER: 'k3d', CLUSTER_NAME: 'second' });

    expect(status).toBe(0);
    expect(stdout).toContain('k3d-second is up');
    const calls = site.machine.typed().filter((call) => /^(docker|k3d)|storageclass|server-side/.test(call));
    expect(calls).toMatchSnapshot();
  });

  test('promises hosts of this machine only where the facts lead its ports to the edge', () => {
    const { status, stdout } = site.machine.cluster(['up', '--env', 'dev'], STACK);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^k3d-\S+ is up: API server at 127\.0\.0\.1:\d+; next: npm run cluster -- verify --wait 900 --env dev$/m);
  });

  test('leaves Git, keys and configuration to nobody else', () => {
    site.up();

    expect(statSync(site.state()).mode & 0o777).toBe(0o700);
    for (const name of ['encryption.key', 'encryption.yaml', 'configuration.yaml', 'cluster.json'])
      expect(statSync(site.state(name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(site.project, '.clusters/.gitignore'), 'utf8')).toBe('*\n');
    const key = readFileSync(site.state('encryption.key'), 'utf8').trim();
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(readFileSync(site.state('encryption.yaml'), 'utf8')).toContain(key);
    expect(JSON.stringify(site.machine.calls())).not.toContain(key);
  });

  test('shows Argo CD the files as they lie there, uncommitted ones too, in the commit that it had before if nothing changed', () => {
    const added = join(site.project, 'dist/local/workloads/tiles/configmap_new.yaml');
    site.up();
    const before = site.machine.git('rev-parse', 'main');
    writeFileSync(added, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n  namespace: kfm-web\n');

    const { stderr } = site.up();

    expect(stderr).toContain('working tree: making');
    expect(site.machine.git('rev-parse', 'main')).not.toBe(before);
    expect(site.machine.git('show', 'main:dist/local/workloads/tiles/configmap_new.yaml')).toContain('name: new');
    expect(site.machine.git('ls-tree', '--name-only', 'main', 'dist/')).toBe('dist/local');
    expect(site.machine.typed().some((call) => call.includes('annotate applications.argoproj.io --all'))).toBe(true);
    expect(existsSync(join(site.project, '.git'))).toBe(false);
    rmSync(added);
  });

  test.each([
    ['cluster', 'kind create'],
    ['base', 'apply --server-side --force-conflicts'],
    ['stack', 'terraform -chdir'],
    ['argo cd', 'helm template'],
    ['argo cd', 'rollout status'],
    ['working tree', 'git push'],
  ])('goes on after the step %s failed in %s', (step, call) => {
    site.machine.change((world) => world.faults.push({ call, says: 'the disk is full', once: true }));

    const failed = site.up();

    expect(failed.status).toBe(2);
    expect(failed.stderr).toContain('the disk is full');
    expect(failed.stderr).toContain(`error: ${step}: `);
    expect(failed.stderr).toContain('run "npm run cluster -- up" again: it goes on');

    site.machine.forget();
    const again = site.up();

    expect(again.status).toBe(0);
    const created = site.machine.typed().filter((typed) => typed.startsWith('kind create') || typed.startsWith('kind delete'));
    expect(created.map((typed) => typed.split(' ')[1])).toEqual(step === 'cluster' ? ['delete', 'create'] : []);
  });

  test('tells what is done when it is interrupted, deletes the half-made cluster the next time, and completes', async () => {
    site.machine.change((world) => world.faults.push({ call: 'kind create', sleeps: 20_000, once: true }));

    const { status, stderr } = await site.machine.interrupted(['up'], 'kind create', STACK);

    expect(status).toBe(2);
    expect(stderr).toContain('interrupted in cluster; done before it: prerequisites, configuration; run "npm run cluster -- up" again');
    expect(site.machine.world.clusters).toEqual({ kind: ['local-254carbon'] });
    expect(existsSync(`${site.state()}@lock`)).toBe(false);

    site.machine.forget();
    expect(site.up().status).toBe(0);
    expect(
      site.machine
        .typed()
        .filter((typed) => /^kind (create|delete)/.test(typed))
        .map((typed) => typed.split(' ')[1]),
    ).toEqual(['delete', 'create']);
  });

  test('takes signals of one second for one, since npm passes on what the terminal sent already', async () => {
    site.machine.change((world) => world.faults.push({ call: 'kind create', sleeps: 20_000, once: true }));

    const { status, stderr } = await site.machine.interrupted(['up'], 'kind create', STACK, [
      ['SIGINT', 0],
      ['SIGINT', 5],
      ['SIGTERM', 5],
    ]);

    expect(status).toBe(2);
    expect(stderr).toContain('interrupted in cluster; done before it');
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('is interrupted by %s as by Ctrl-C, and outside of steps says how to go on', async (signal) => {
    site.makeCluster();
    site.machine.change((world) => world.faults.push({ call: 'kind delete', sleeps: 20_000, once: true }));

    const { status, stderr } = await site.machine.interrupted(['down', '--yes'], 'kind delete', STACK, [[signal, 0]]);

    expect(status).toBe(2);
    expect(stderr).toContain('error: interrupted; run the same command again');
    expect(site.machine.cluster(['down', '--yes'], STACK).status).toBe(0);
  });

  test('ends with who insists, and leaves none of its programs behind', async () => {
    site.machine.change((world) => world.faults.push({ call: 'kind create', sleeps: 20_000, deaf: true, once: true }));

    const { status } = await site.machine.interrupted(['up'], 'kind create', STACK, [
      ['SIGINT', 0],
      ['SIGTERM', 1300],
    ]);

    expect(status).toBeNull();
    const { pid } = site.machine.calls().find(({ program, args }) => program === 'kind' && args[0] === 'create') as { pid: number };
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout).toMatch(/^(Z.*)?\s*$/);
    // Its lock is left behind, and taken over.
    expect(existsSync(`${site.state()}@lock`)).toBe(true);
    expect(site.up().status).toBe(0);
  });

  test('with the stack of the environment itself, tells terraform the cluster, and the pool of each node', () => {
    const { status, stderr } = site.machine.cluster(['up']);

    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('made stack local in ') });
    const apply = site.machine.calls().find(({ program, args }) => program === 'terraform' && args.includes('apply'));
    const given = apply?.args.flatMap((arg, index, all) => (all[index - 1] === '-var' ? [arg.split(/=(.*)/s).slice(0, 2)] : []));
    const { context, config_path, nodes, ...others } = Object.fromEntries(given ?? []);
    expect(apply?.args[0]).toBe(`-chdir=${site.state('stack/stacks/local')}`);
    expect({ context, others }).toEqual({ context: CONTEXT, others: {} });
    expect(config_path).toMatch(/\/\.kube\/config$/);
    expect(JSON.parse(nodes)).toEqual({
      'local-254carbon-worker': 'x86',
      'local-254carbon-worker2': 'x86',
      'local-254carbon-worker3': 'arm',
    });
  });
});

describe('down', () => {
  test('deletes what was made and all that is kept of it, and then has nothing to do', () => {
    site.makeCluster();

    const refused = site.machine.cluster(['down']);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('say --yes');
    expect(existsSync(site.state())).toBe(true);

    const down = site.machine.cluster(['down', '--yes']);
    expect(down.status).toBe(0);
    expect(down.stderr).toBe(`${CONTEXT}: made by kind, API server https://127.0.0.1:6443\n`);
    expect(down.stdout).toContain(`${CONTEXT}: taken down`);
    expect(site.machine.world.clusters).toEqual({ kind: [] });
    expect(existsSync(site.state())).toBe(false);

    const again = site.machine.cluster(['down', '--yes']);
    expect(again.status).toBe(0);
    expect(again.stdout).toContain('there is nothing to take down');
  });

  test('frees what the next cluster needs: after kind comes k3d, with the same range of addresses', () => {
    const k3d = { ...STACK, CLUSTER_PROVIDER: 'k3d' };
    expect(site.up().status).toBe(0);
    expect(Object.keys(site.machine.world.networks)).toEqual(['bridge', `desired-state-${CONTEXT}`]);
    expect(site.machine.calls().find(({ args }) => args[0] === 'create')?.network).toBe(`desired-state-${CONTEXT}`);
    const refused = site.machine.cluster(['up'], k3d);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining(`docker network rm desired-state-${CONTEXT}`) });

    expect(site.machine.cluster(['down', '--yes'], STACK).status).toBe(0);
    expect(site.machine.world.networks).toEqual({ bridge: '172.17.0.0/16' });
    const up = site.machine.cluster(['up'], k3d);

    expect(up.status).toBe(0);
    expect(site.machine.world).toMatchObject({
      clusters: { kind: [], k3d: ['local-254carbon'] },
      networks: { 'desired-state-k3d-local-254carbon': '10.201.0.0/16' },
    });
  });
});
