import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CONTEXT, closed, listening, localSite, STACK } from './fakes/local-site';

const site = localSite();

describe('up', () => {
  test('says at once what is missing, and how to get it', () => {
    site.machine.without('kind', 'terraform', 'helm');

    const { status, stderr } = site.up();

    expect(status).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
"error: prerequisites: nothing was made yet, since this is in the way:
  kind is not installed; get it from https://kind.sigs.k8s.io/docs/user/quick-start/#installation
  terraform is not installed; get it from https://developer.hashicorp.com/terraform/install
  helm is not installed; get it from https://helm.sh/docs/intro/install
run "npm run cluster -- up" again: it goes on with what is not there yet
"
`);
  });

  test.each([
    ['1.10.5', 'terraform is 1.10.5; expected 1.11 or newer; get it from https://developer.hashicorp.com'],
    ['', 'terraform does not say its version'],
  ])('says that terraform "%s" is too old, or does not say how old it is', (version, message) => {
    site.machine.change((world) => {
      world.terraform = version;
    });

    expect(site.up()).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });

  test('says that docker does not run, and that ports are in use', async () => {
    site.machine.change((world) => world.faults.push({ call: 'docker info', says: 'Cannot connect to the Docker daemon', once: true }));
    expect(site.up().stderr).toContain(
      'docker does not run: Cannot connect to the Docker daemon; start Docker Desktop, or systemctl start docker',
    );

    const server = await listening(site.ports[1]);
    const { status, stderr } = site.up();
    await closed(server);

    expect(status).toBe(2);
    expect(stderr).toContain(`port ${site.ports[1]} is in use`);
    expect(stderr).not.toContain(`port ${site.ports[0]} is in use`);
    expect(site.machine.world.clusters).toEqual({});
  });

  test('says that a network of docker is in the way, which would cut pods off from the API server', () => {
    site.machine.change((world) => {
      world.networks = { 'desired-state-kind-local-254carbon': '172.19.0.0/16', other: '10.201.16.0/20' };
    });

    const { status, stderr } = site.up();

    expect(status).toBe(2);
    expect(stderr).toContain("docker's network desired-state-kind-local-254carbon has 172.19.0.0/16; expected 10.201.0.0/16");
  });

  test.each([
    ['somebody else made', (): void => {}, 'was not made from here, so it is left alone'],
    ['was made for another environment', (): void => void site.writeMarker('dev', true), 'was made for dev, not for local'],
  ])('leaves a cluster alone that %s', (_, prepare, message) => {
    site.machine.change((world) => {
      world.clusters = { kind: ['local-254carbon'] };
    });
    prepare();

    for (const command of ['up', 'down']) {
      const { status, stderr } = site.machine.cluster(command === 'down' ? ['down', '--yes'] : [command], STACK);
      expect(status).toBe(2);
      expect(stderr).toContain(message);
    }
    expect(site.machine.world.clusters).toEqual({ kind: ['local-254carbon'] });
  });

  test('leaves a cluster alone that another run is at work on, as all commands do that write', () => {
    site.makeCluster();
    writeFileSync(`${site.state()}@lock`, `${process.pid} ${hostname()}\n`);

    for (const args of [
      ['up'],
      ['down', '--yes'],
      ['seed'],
      ['apply-base'],
      ['apply-platform'],
      ['apply-all', '--i-know-that-argo-cd-is-not-there', CONTEXT],
    ]) {
      const { status, stderr } = site.machine.cluster(args, STACK);
      expect(status).toBe(2);
      expect(stderr).toContain(`${CONTEXT}: process ${process.pid} on ${hostname()} is at work on it; wait for it`);
    }
    expect(site.machine.calls()).toEqual([]);
    expect(existsSync(`${site.state()}@lock`)).toBe(true);
  });

  test('gives no new encryption key to a cluster that was made with another one, whose secrets it could not read', () => {
    expect(site.up().status).toBe(0);
    const made = readFileSync(site.state('encryption.yaml'), 'utf8');
    rmSync(site.state('encryption.key'));

    const { status, stderr } = site.up();

    expect(status).toBe(2);
    expect(stderr).toContain(`${CONTEXT}: was made with another encryption key than ${site.state('encryption.key')} has now`);
    expect(readFileSync(site.state('encryption.yaml'), 'utf8')).toBe(made);
    expect(existsSync(site.state('encryption.key'))).toBe(false);
  });

  test('says that a cluster was made by another configuration, by any of its files', () => {
    expect(site.up().stderr).not.toContain('older configuration');
    const marker = JSON.parse(readFileSync(site.state('cluster.json'), 'utf8'));
    const policy = join(site.project, 'lib/local-cluster/audit-policy.ts');
    const text = readFileSync(policy, 'utf8');
    writeFileSync(policy, text.replace("omitStages: ['RequestReceived']", 'omitStages: []'));

    const { status, stderr } = site.up();
    writeFileSync(policy, text);

    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`${CONTEXT} was made by an older configuration`),
    });
    expect(JSON.parse(readFileSync(site.state('cluster.json'), 'utf8'))).toEqual(marker);
  });

  test('keeps in mind what a cluster was begun with, if it is whole after a run that was stopped', () => {
    site.makeCluster();
    site.writeMarker('local', false);
    site.machine.change((world) => {
      world.live[CONTEXT] = { nodes: 4, objects: {}, uid: 'its-own' };
    });

    expect(site.up().stderr).toContain(`${CONTEXT} was made by an older configuration`);
    expect(JSON.parse(readFileSync(site.state('cluster.json'), 'utf8'))).toEqual({
      environment: 'local',
      isMade: true,
      configuration: '',
      uid: 'its-own',
    });
    expect(site.machine.typed().filter((call) => /^kind (create|delete)/.test(call))).toEqual([]);
  });

  test('takes another cluster behind the same name and port for what it is', () => {
    site.makeCluster();
    site.writeMarker('local', true, 'uid-made-here');
    site.machine.change((world) => {
      world.live[CONTEXT] = { nodes: 4, objects: {}, uid: 'uid-of-prod-through-a-tunnel' };
    });

    for (const args of [['up'], ['seed'], ['apply-base'], ['apply-platform'], ['status']]) {
      const { status, stderr } = site.machine.cluster(args, STACK);
      expect(status).toBe(2);
      expect(stderr).toContain('leads to another cluster than the one that was made from here');
    }
    expect(site.machine.typed().filter((call) => / apply /.test(call))).toEqual([]);
  });

  test('does not delete a cluster that was made and does not answer', () => {
    site.makeCluster();
    site.machine.change((world) => world.faults.push({ call: '/readyz', says: 'The connection to the server was refused' }));

    const { status, stderr } = site.up();

    expect(status).toBe(2);
    expect(stderr).toContain('was made from here, but its API server does not answer (The connection to the server was refused)');
    expect(site.machine.world.clusters).toEqual({ kind: ['local-254carbon'] });
  });

  test.each([
    ["another cluster's server", 'https://10.17.0.5:6443', "is kfm-stage's by envs/clusters.ts"],
    ['a server that is not here', 'https://203.0.113.7:6443', 'expected a kind-* or k3d-* cluster on this machine'],
    [
      "another cluster's server behind a tunnel",
      { server: 'https://127.0.0.1:6443', 'tls-server-name': 'api.kfm.example.org' },
      "its server https://127.0.0.1:6443 (api.kfm.example.org) is kfm-prod's by envs/clusters.ts",
    ],
  ])('does not overwrite a context of its name that has %s', (_, server, message) => {
    site.machine.change((world) => {
      world.contexts = { [CONTEXT]: server };
    });

    const { status, stderr } = site.up();

    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(site.machine.world.contexts).toEqual({ [CONTEXT]: server });
    expect(site.machine.world.clusters).toEqual({});
  });

  test('makes no cluster for an environment with locks', () => {
    for (const command of ['up', 'down']) {
      const { status, stderr } = site.machine.cluster([command, '--env', 'staging'], STACK);
      expect(status).toBe(2);
      expect(stderr).toContain('--env stage: its cluster is locked and is not made here');
    }
    expect(site.machine.calls()).toEqual([]);
  });
});
