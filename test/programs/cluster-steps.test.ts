import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTEXT, localSite, STACK } from './fakes/local-site';

const site = localSite();

describe('single steps', () => {
  const LIMITS = (): string => join(site.project, 'dist/local/bootstrap/limitrange_limits.yaml');

  test('apply-base applies what changed, and only then', () => {
    site.makeCluster();
    site.machine.cluster(['apply-base']);
    const text = readFileSync(LIMITS(), 'utf8');
    site.machine.forget();
    expect(site.machine.cluster(['apply-base']).stdout).toContain('base unchanged, nothing applied');
    expect(site.machine.typed().filter((call) => call.includes(' apply '))).toEqual([]);

    writeFileSync(LIMITS(), text.replace('metadata:', 'metadata:\n  annotations: { changed: "yes" }'));
    const changed = site.machine.cluster(['apply-base']);
    writeFileSync(LIMITS(), text);

    expect(changed.stdout).toMatch(/base applied, \d+ objects/);
    const kinds = site.machine
      .calls()
      .filter(({ args }) => args.includes('apply'))
      .map(({ input }) => JSON.parse(input))
      .map(({ items, kind }) => (items === undefined ? [kind] : [...new Set(items.map((item: { kind: string }) => item.kind))].sort()));
    expect(kinds).toEqual([
      ['Namespace'],
      ['ConfigMap', 'LimitRange', 'NetworkPolicy', 'ResourceQuota', 'Role', 'RoleBinding'],
      ['ConfigMap'],
    ]);
    expect(site.machine.cluster(['apply-base', '--force']).stdout).toMatch(/base applied/);
  });

  test('each refuses a context that is not of this machine, unless environment, context and host are said', () => {
    site.machine.change((world) => {
      world.contexts = { work: 'https://203.0.113.7:6443' };
      world.live.work = { nodes: 1, objects: {} };
    });
    const applied = (...args: string[]) => site.machine.cluster(['apply-base', ...args], STACK);

    for (const command of ['seed', 'apply-base', 'apply-platform']) {
      const { status, stderr } = site.machine.cluster([command, '--context', 'work'], STACK);
      expect(status).toBe(2);
      expect(stderr).toContain('if this one is meant, say so: --env ENV --context work --remote 203.0.113.7');
    }
    expect(applied('--context', 'work', '--remote', '203.0.113.7')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--remote: local is on this machine and nowhere else; say which environment is meant: --env ENV'),
    });
    expect(applied('--env', 'dev', '--remote', '203.0.113.7').stderr).toContain(
      'which cluster is meant has to be said, too: --context NAME',
    );
    expect(applied('--env', 'dev', '--context', 'work', '--remote', '203.0.113.8').stderr).toContain(
      'expected its host once more, 203.0.113.7',
    );
    expect(applied('--env', 'dev', '--context', 'work', '--remote').stderr).toContain("option '--remote <host>' argument missing");
    expect(site.machine.typed().filter((call) => call.includes(' apply '))).toEqual([]);

    expect(applied('--env', 'dev', '--context', 'work', '--remote', '203.0.113.7').status).toBe(0);
    expect(applied('--context', 'none').stderr).toContain('kubeconfig has no context none with a cluster; there are work');
  });

  test('each refuses a local cluster that was made for another environment', () => {
    site.makeCluster();
    site.writeMarker('dev', true);

    for (const command of ['seed', 'apply-base', 'apply-platform', 'status']) {
      const { status, stderr } = site.machine.cluster([command], STACK);
      expect(status).toBe(2);
      expect(stderr).toContain(`${CONTEXT}: was made for dev, not for local`);
    }
  });

  test('no local cluster is that of an environment with locks', () => {
    site.makeCluster();

    for (const command of ['seed', 'apply-base', 'apply-platform', 'verify', 'status']) {
      const { status, stderr } = site.machine.cluster([command, '--env', 'staging'], STACK);
      expect(status).toBe(2);
      expect(stderr).toContain(
        '--env stage: has locks, so it is on no local cluster; say which cluster is meant: --context NAME --remote HOST',
      );
    }
    expect(site.machine.calls()).toEqual([]);
  });

  test('each shows what it would do to an environment with locks, and does it once the context is named again', () => {
    site.machine.change((world) => {
      world.contexts = { stage: 'https://10.17.0.5:6443' };
      world.live.stage = { nodes: 6, objects: {} };
    });
    const on = (command: string, ...confirm: string[]) =>
      site.machine.cluster([command, '--env', 'stage', '--context', 'stage', '--remote', '10.17.0.5', ...confirm], STACK);
    const writes = () => site.machine.typed().filter((call) => / apply /.test(call));

    for (const [command, shown] of [
      ['seed', 'Plan: 1 to add'],
      ['apply-base', 'would apply'],
      ['apply-platform', 'argo cd: would get Argo CD'],
    ] as const) {
      const { status, stderr } = on(command);
      expect(status).toBe(2);
      expect(stderr).toContain(shown);
      expect(stderr).toContain(
        'stage has locks, so nothing was done to stage (https://10.17.0.5:6443) yet; read what would be done, and say --confirm stage',
      );
      expect(on(command, '--confirm', 'prod').stderr).toContain('--confirm prod: the context that would be written to is stage');
      expect(writes()).toEqual([]);

      expect(on(command, '--confirm', 'stage').status).toBe(0);
      expect(writes()).not.toEqual([]);
      site.machine.forget();
    }
  });

  test('seed hands secrets to terraform by its environment, and never by a command line', () => {
    site.makeCluster();
    const secret = `value-${process.pid}-${Date.now()}`;
    const [user, password] = ['user', 'password'].map((name) => join(site.project, `${name}.txt`)) as [string, string];
    writeFileSync(user, 'reader\n');
    writeFileSync(password, `${secret}\n`);
    site.machine.forget();

    const { status, stdout, stderr } = site.machine.cluster(['seed', '--repository-username', user, '--repository-password', password], {
      ...STACK,
      TF_CLI_CONFIG_FILE: '/dev/null',
      TF_PLUGIN_CACHE_DIR: '/tmp',
      KUBE_HOST: 'https://10.18.0.5:6443',
      KUBE_CTX: 'prod',
      TF_WORKSPACE: 'other',
      TF_CLI_ARGS_apply: '-target=nothing',
      TF_LOG: 'trace',
      TF_LOG_PATH: '/tmp/terraform.log',
      TF_VAR_context: 'prod',
    });

    expect(status).toBe(0);
    const apply = site.machine.calls().find(({ program, args }) => program === 'terraform' && args.includes('apply'));
    expect(apply?.variables).toEqual([
      'CHECKPOINT_DISABLE',
      'TF_CLI_CONFIG_FILE',
      'TF_PLUGIN_CACHE_DIR',
      'TF_VAR_repository_credential',
      'TF_VAR_repository_credential_revision',
      'TF_VAR_repository_password',
      'TF_VAR_repository_username',
    ]);
    expect(site.machine.values().at(1)).toMatchObject({ TF_VAR_repository_password: secret, TF_VAR_repository_username: 'reader' });
    expect(JSON.stringify(site.machine.calls()) + stdout + stderr).not.toContain(secret);
    expect(
      readdirSync(site.state())
        .map((name) => join(site.state(), name))
        .filter((file) => statSync(file).isFile() && readFileSync(file, 'utf8').includes(secret)),
    ).toEqual([]);

    // What was given once and is left out would be taken from the cluster.
    const without = site.machine.cluster(['seed'], STACK);
    expect(without.status).toBe(2);
    expect(without.stderr).toContain(
      `give them again: npm run cluster -- seed --env local --context ${CONTEXT} --repository-username FILE --repository-password FILE`,
    );
    const half = site.machine.cluster(['seed', '--repository-username', user], STACK);
    expect(half.stderr).toContain('--repository-username and --repository-password belong together; --repository-password is missing');
    const unreadable = site.machine.cluster(['seed', '--repository-username', user, '--repository-password', `${password}.no`], STACK);
    expect(unreadable.stderr).toContain('cannot be read (ENOENT)');
  });

  test('seed writes secrets that are given anew, by a higher revision, which it keeps once they are in the cluster', async () => {
    site.makeCluster();
    const [user, password] = ['user', 'password'].map((name) => join(site.project, `${name}.txt`)) as [string, string];
    for (const file of [user, password]) writeFileSync(file, `value-${process.pid}-${Date.now()}\n`);
    const seed = () => site.machine.cluster(['seed', '--repository-username', user, '--repository-password', password], STACK);
    const given = () =>
      site.machine
        .values()
        .flatMap((values) => values.TF_VAR_repository_credential_revision ?? [])
        .map(Number);
    const kept = () => JSON.parse(readFileSync(site.state('switches.json'), 'utf8')).repository_credential;

    site.machine.change((world) => world.faults.push({ call: ' apply ', says: 'the disk is full', once: true }));
    expect(seed().status).toBe(2);
    expect(existsSync(site.state('switches.json'))).toBe(false);
    const failed = Math.max(...given());
    // Terraform itself is never that quick.
    await new Promise((resolve) => setTimeout(resolve, 1000));

    expect(seed().status).toBe(0);
    const first = kept();
    expect(first).toBe(Math.max(...given()));
    expect(first).toBeGreaterThan(failed);

    site.machine.forget();
    expect(seed().status).toBe(0);
    expect(kept()).toBeGreaterThan(first);
    expect(given().every((revision) => revision === kept())).toBe(true);

    // Asking whether it is all there asks for what is there.
    site.machine.forget();
    expect(site.up().status).toBe(0);
    expect(given().every((revision) => revision === kept())).toBe(true);
  });

  test('seed writes the stack that fits the environment, if nobody names another one', () => {
    site.makeCluster();

    const { status, stdout } = site.machine.cluster(['seed']);

    expect(stdout).toContain(`${CONTEXT}: stack local is applied`);
    expect(status).toBe(0);
    const folder = join(site.state('stack'), 'stacks/local');
    expect(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'))).toHaveProperty('terraform.backend.local');
    expect(site.machine.calls().flatMap(({ program, args }) => (program === 'terraform' ? args[0] : []))).toEqual(
      Array(3).fill(`-chdir=${folder}`),
    );
  });

  test('apply-platform brings what opens sealed secrets first, where there are any, and shows no working tree where none is served', () => {
    site.machine.change((world) => {
      world.contexts = { dev: 'https://10.16.0.5:6443' };
      world.live.dev = { nodes: 4, objects: {} };
    });

    const { status, stderr } = site.machine.cluster(['apply-platform', '--env', 'dev', '--context', 'dev', '--remote', '10.16.0.5']);

    expect(status).toBe(0);
    expect(stderr).toContain('Argo CD reads https://git.kfm.example.org/platform/desired-state.git itself');
    expect(
      site.machine
        .calls()
        .filter(({ program }) => program === 'helm')
        .map(({ args }) => args.slice(0, 3).join(' ')),
    ).toEqual(['show crds sealed-secrets', 'template argocd argo-cd']);
    const handed = site.machine.calls().findLast(({ input }) => input.includes('"Application"'));
    const kinds = JSON.parse(handed?.input ?? '').items.map(({ kind }: { kind: string }) => kind);
    expect(kinds[0]).toBe('SealedSecret');
    expect(kinds.at(-1)).toBe('Application');
    expect(site.machine.calls().some(({ program }) => program === 'git')).toBe(false);
  });

  test('apply-all needs the name of the context again, and an Argo CD that is not there', () => {
    site.makeCluster();
    const all = (context: string) => site.machine.cluster(['apply-all', '--i-know-that-argo-cd-is-not-there', context]);

    expect(all('kind-other').stderr).toContain(`the context that would be written to is ${CONTEXT}`);
    expect(site.machine.calls()).toEqual([]);

    expect(all(CONTEXT).status).toBe(0);
    const kinds = site.machine
      .calls()
      .flatMap(({ input }) => (input === '' ? [] : ((JSON.parse(input).items ?? []) as { kind: string }[]).map(({ kind }) => kind)));
    expect(kinds).toEqual(expect.arrayContaining(['Namespace', 'Deployment', 'StatefulSet']));
    expect(kinds).not.toContain('Application');

    site.machine.change((world) => {
      world.live[CONTEXT] = { nodes: 4, objects: { 'argo-cd': true, 'Application/root': true } };
    });
    site.machine.forget();
    const refused = all(CONTEXT);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('has 1 Applications of Argo CD, which would undo what is applied past it');
    site.machine.change((world) => world.faults.push({ call: 'applications.argoproj.io', says: 'Unauthorized' }));
    expect(all(CONTEXT).stderr).toContain('cannot tell whether Argo CD is there, so nothing was done: Unauthorized');
    expect(site.machine.typed().filter((call) => call.includes(' apply '))).toEqual([]);
  });
});
