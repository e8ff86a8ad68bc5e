import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

  test('each refuses a context that is not of this machine, unless that is meant', () => {
    site.machine.change((world) => {
      world.contexts = { work: 'https://203.0.113.7:6443' };
      world.live.work = { nodes: 1, objects: {} };
    });

    for (const command of ['seed', 'apply-base', 'apply-platform']) {
      const { status, stderr } = site.machine.cluster([command, '--context', 'work'], STACK);
      expect(status).toBe(2);
      expect(stderr).toContain('say --remote if it is meant');
    }
    expect(site.machine.cluster(['apply-base', '--context', 'work', '--remote'], STACK).status).toBe(0);
    expect(site.machine.cluster(['apply-base', '--context', 'none'], STACK).stderr).toContain(
      'kubeconfig has no context none; there are work',
    );
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
    });

    expect(status).toBe(0);
    const apply = site.machine.calls().find(({ program, args }) => program === 'terraform' && args.includes('apply'));
    expect(apply?.variables).toEqual([
      'CHECKPOINT_DISABLE',
      'TF_CLI_CONFIG_FILE',
      'TF_PLUGIN_CACHE_DIR',
      'TF_VAR_repository_credential',
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
    expect(without.stderr).toContain('give them again: --repository-username FILE --repository-password FILE');
    const half = site.machine.cluster(['seed', '--repository-username', user], STACK);
    expect(half.stderr).toContain('--repository-username and --repository-password belong together; --repository-password is missing');
    const unreadable = site.machine.cluster(['seed', '--repository-username', user, '--repository-password', `${password}.no`], STACK);
    expect(unreadable.stderr).toContain('cannot be read (ENOENT)');
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

    const { status, stderr } = site.machine.cluster(['apply-platform', '--env', 'dev', '--context', 'dev', '--remote']);

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
