import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOfContext, kubeconfigFiles } from '../../cli/cluster/kubeconfig';
import { isTaken } from '../../cli/cluster/prerequisites';
import { clusterAt } from '../../cli/cluster/target';
import { terraformOn } from '../../cli/cluster/terraform';
import { type Programs, programsOn, type Ran } from '../../cli/ports/programs';
import { clusters } from '../../envs/clusters';

interface Entry {
  readonly server: string;
  readonly 'proxy-url'?: string;
}

/** kubectl with one context, which is called as its cluster is. */
function kubectlWith(context: string, entry: Entry): Programs {
  const config = { contexts: [{ name: context, context: { cluster: 'one' } }], clusters: [{ name: 'one', cluster: entry }] };
  return { has: () => true, run: async () => ({ status: 0, stdout: JSON.stringify(config), stderr: '' }) };
}

function at(context: string, entry: Entry, environment: keyof typeof clusters = 'local', remote = false): ReturnType<typeof clusterAt> {
  return clusterAt(kubectlWith(context, entry), { context, remote, cluster: clusters[environment], clusters: Object.values(clusters) });
}

describe('the cluster of a context', () => {
  test.each(['https://127.0.0.1:6443', 'https://localhost:6443', 'https://[::1]:6443', 'https://0.0.0.0:40123'])(
    'is of this machine at %s',
    async (server) => {
      expect(await at('kind-one', { server })).toMatchObject({ isLocal: true, server });
    },
  );

  test.each([
    ['a name that neither kind nor k3d gives', 'docker-desktop', { server: 'https://127.0.0.1:6443' }],
    ['an address elsewhere', 'kind-one', { server: 'https://203.0.113.7:6443' }],
    [
      'a proxy, whose loopback is its own',
      'kind-one',
      { server: 'https://127.0.0.1:6443', 'proxy-url': 'socks5://bastion.example.org:1080' },
    ],
    ['a name that only begins like this machine', 'kind-one', { server: 'https://127.0.0.1.example.org:6443' }],
  ])('with %s has to be meant', async (_, context, entry) => {
    await expect(at(context, entry)).rejects.toThrow('say --remote if it is meant');
    expect(await at(context, entry, 'local', true)).toMatchObject({ isLocal: false });
  });

  test.each([
    ['10.17.0.5', 'kfm-stage'],
    [clusters.prod.ranges.apiServer[0]?.replace(/\.0\/\d+$/, '.5') ?? '', 'kfm-prod'],
    ['api.kfm.example.org', 'kfm-prod'],
    ['api.dev.kfm.example.org', 'kfm-dev'],
    ['API.KFM.EXAMPLE.ORG', 'kfm-prod'],
  ])('with the address %s is that of %s, whatever it is called and even if it is meant', async (host, owner) => {
    await expect(at('kind-local-254carbon', { server: `https://${host}:6443` }, 'local', true)).rejects.toThrow(
      `is ${owner}'s by envs/clusters.ts`,
    );
  });

  test('with its own address still has to be meant', async () => {
    await expect(at('stage', { server: 'https://10.17.0.5:6443' }, 'stage')).rejects.toThrow('say --remote');
    expect(await at('stage', { server: 'https://10.17.0.5:6443' }, 'stage', true)).toMatchObject({ context: 'stage' });
  });

  test('with a server that is no URL is refused in words', async () => {
    await expect(at('kind-one', { server: 'nowhere' })).rejects.toThrow('its server is "nowhere"; expected a URL');
  });

  test('that is not in kubeconfig is refused with those that are', async () => {
    const programs = kubectlWith('kind-two', { server: 'https://127.0.0.1:6443' });

    const reached = clusterAt(programs, { context: 'kind-one', cluster: clusters.local, clusters: [] });

    await expect(reached).rejects.toThrow('kubeconfig has no context kind-one; there are kind-two');
  });
});

describe('terraform plan', () => {
  const planned = (ran: Partial<Ran>) => {
    const programs: Programs = { has: () => true, run: async () => ({ status: 0, stdout: '', stderr: '', ...ran }) };
    return terraformOn(programs, {
      folder: '/stack',
      state: '/state',
      data: '/data',
      context: 'kind-one',
      kubeconfig: '/config',
      variables: {},
    }).plan();
  };

  test.each([
    ['nothing would change', { status: 0, stdout: 'No changes.' }, { code: 0, said: 'No changes.' }],
    ['something would', { status: 2, stdout: 'Plan: 1 to add' }, { code: 1, said: 'Plan: 1 to add' }],
    ['it could not tell', { status: 1, stderr: 'Error: no provider' }, { code: 2, said: 'Error: no provider' }],
    ['it was killed', { status: 137 }, { code: 2, said: '' }],
  ])('says by the exit codes of this project that %s', async (_, ran, expected) => {
    expect(await planned(ran)).toEqual(expected);
  });
});

const real = programsOn(process.env);

(real.has('terraform') ? test : test.skip)(
  'terraform itself keeps its state where it is told, and plans nothing once it is applied',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
    const stack = {
      terraform: { backend: { local: {} } },
      variable: { context: { type: 'string' }, config_path: { type: 'string' }, password: { type: 'string', default: '' } },
      resource: { terraform_data: { cluster: { input: `\${var.context} \${length(var.password)}` } } },
      output: { cluster: { value: `\${var.context}` } },
    };
    mkdirSync(join(folder, 'stack'));
    writeFileSync(join(folder, 'stack/cdk.tf.json'), JSON.stringify(stack));
    const files = { folder: join(folder, 'stack'), state: join(folder, 'state'), data: join(folder, 'data') };
    const terraform = terraformOn(real, {
      ...files,
      context: 'kind-one',
      kubeconfig: '/config',
      variables: {},
      secrets: { TF_VAR_password: 'four' },
    });
    const lines: string[] = [];

    await terraform.init();
    expect((await terraform.plan()).code).toBe(1);
    await terraform.apply((line) => lines.push(line));

    expect(lines.join('\n')).toContain('Apply complete!');
    expect(await terraform.plan()).toMatchObject({ code: 0 });
    expect(await terraform.outputs()).toEqual({ cluster: 'kind-one' });
    expect(readFileSync(files.state, 'utf8')).toContain('kind-one 4');
    expect(readdirSync(files.folder)).toEqual(['cdk.tf.json']);
    writeFileSync(join(files.folder, 'cdk.tf.json'), '{');
    expect((await terraform.plan()).code).toBe(2);
    rmSync(folder, { recursive: true });
  },
);

describe('kubeconfig', () => {
  test('is where KUBECONFIG says, in as many files as it says, or at home', () => {
    expect(kubeconfigFiles({ KUBECONFIG: '/a::/b', HOME: '/home/one' })).toEqual(['/a', '/b']);
    expect(kubeconfigFiles({ HOME: '/home/one' })).toEqual(['/home/one/.kube/config']);
  });

  test('of several files the one counts that has the context', async () => {
    const programs: Programs = {
      has: () => true,
      run: async (_, args) => ({ status: args[1] === '/b' ? 0 : 1, stdout: '', stderr: '' }),
    };

    expect(await fileOfContext(programs, ['/a', '/b'], 'kind-one')).toBe('/b');
    await expect(fileOfContext(programs, ['/a', '/c'], 'kind-one')).rejects.toThrow('/a, /c: no file has the context kind-one');
  });
});

test('a port is taken while somebody listens on it, on all addresses or on one', async () => {
  for (const host of ['0.0.0.0', '127.0.0.1']) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const { port } = server.address() as { port: number };

    expect(await isTaken(port)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isTaken(port)).toBe(false);
  }
});

describe('programs on the PATH', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'path-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (text: string): Programs => {
    writeFileSync(join(folder, 'one'), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return programsOn({ PATH: `${folder}:/usr/bin:/bin` });
  };

  test('are files: a folder of their name is none', () => {
    mkdirSync(join(folder, 'helm'));
    writeFileSync(join(folder, 'kind'), 'not for running', { mode: 0o644 });

    const programs = programsOn({ PATH: folder });

    expect(programs.has('helm')).toBe(false);
    expect(programs.has('kind')).toBe(false);
  });

  test('are heard line by line, the last line too if it does not end', async () => {
    const lines: string[] = [];

    await program('printf "first\\nsecond"').run('one', [], { onLine: (line) => lines.push(line) });

    expect(lines).toEqual(['first', 'second']);
  });

  test('are interrupted once, out of reach of the terminal, when the signal is aborted', async () => {
    const controller = new AbortController();
    const script =
      'const end = setTimeout(() => {}, 30_000); process.on("SIGINT", () => { console.log("interrupted"); clearTimeout(end); }); console.log("ready");';
    writeFileSync(join(folder, 'one'), `#!${process.execPath}\n${script}\n`, { mode: 0o755 });

    const { stdout, status } = await programsOn({ PATH: folder }).run('one', [], {
      signal: controller.signal,
      onLine: (line) => line === 'ready' && controller.abort(),
    });

    expect(stdout).toBe('ready\ninterrupted\n');
    expect(status).toBe(0);
  });
});
