import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contains, overlap } from '../../cli/cluster/address-range';
import { type ClusterEntry, fileOfContext, kubeconfigFiles, withoutUser } from '../../cli/cluster/kubeconfig';
import { isTaken } from '../../cli/cluster/prerequisites';
import { clusterAt } from '../../cli/cluster/target';
import { terraformOn } from '../../cli/cluster/terraform';
import { type Programs, programsOn, type Ran } from '../../cli/ports/programs';
import { clusters } from '../../envs/clusters';

/** kubectl with one context, which is called as its cluster is. */
function kubectlWith(context: string, entry: ClusterEntry): Programs {
  const config = { contexts: [{ name: context, context: { cluster: 'one' } }], clusters: [{ name: 'one', cluster: entry }] };
  return { has: () => true, run: async () => ({ status: 0, stdout: JSON.stringify(config), stderr: '' }) };
}

function at(
  context: string,
  entry: ClusterEntry,
  environment: keyof typeof clusters = 'local',
  remote?: string,
): ReturnType<typeof clusterAt> {
  return clusterAt(kubectlWith(context, entry), {
    context,
    ...(remote !== undefined && { remote }),
    cluster: clusters[environment],
    clusters: Object.values(clusters),
  });
}

describe('the cluster of a context', () => {
  test.each(['https://127.0.0.1:6443', 'https://localhost:6443', 'https://[::1]:6443', 'https://0.0.0.0:40123'])(
    'is of this machine at %s',
    async (server) => {
      expect(await at('kind-one', { server })).toMatchObject({ isLocal: true, server });
    },
  );

  test.each([
    ['an address elsewhere', 'kind-one', { server: 'https://203.0.113.7:6443' }, '203.0.113.7'],
    ['a name that only begins like this machine', 'kind-one', { server: 'https://127.0.0.1.example.org:6443' }, '127.0.0.1.example.org'],
    ['the name of a load balancer', 'prod', { server: 'https://lb-1.eu.example.net' }, 'lb-1.eu.example.net'],
    ['a name in its certificate', 'kind-one', { server: 'https://127.0.0.1:6443', 'tls-server-name': 'lb.example.net' }, 'lb.example.net'],
    ['a proxy', 'kind-one', { server: 'https://lb.example.net', 'proxy-url': 'socks5://bastion.example.org:1080' }, 'lb.example.net'],
  ])('with %s has to be meant: its host has to be said once more', async (_, context, entry, host) => {
    await expect(at(context, entry, 'dev')).rejects.toThrow(`--env ENV --context ${context} --remote ${host}`);
    await expect(at(context, entry, 'dev', 'other.example.net')).rejects.toThrow(`expected its host once more, ${host}`);
    expect(await at(context, entry, 'dev', host)).toMatchObject({ isLocal: false });
    expect(await at(context, entry, 'dev', `${host.toUpperCase()}.`)).toMatchObject({ isLocal: false });
  });

  test.each([
    ['a name that neither kind nor k3d gives', 'docker-desktop', { server: 'https://127.0.0.1:6443' }, '127.0.0.1'],
    [
      'a proxy, whose loopback is its own',
      'kind-one',
      { server: 'https://127.0.0.1:6443', 'proxy-url': 'socks5://b.example:1080' },
      '127.0.0.1',
    ],
    ['another loopback', 'kind-one', { server: 'https://127.0.0.2:6443' }, '127.0.0.2'],
    [
      'a name of this machine in its certificate',
      'kind-one',
      { server: 'https://127.0.0.1:6443', 'tls-server-name': 'localhost' },
      'localhost',
    ],
  ])('with %s is nobody knows whose, even if its host is said', async (_, context, entry, host) => {
    for (const remote of [undefined, host])
      await expect(at(context, entry, 'dev', remote)).rejects.toThrow('so nobody could tell whose it is');
  });

  test.each([
    ['10.17.0.5', 'kfm-stage'],
    ['[::ffff:10.17.0.5]', 'kfm-stage'],
    [clusters.prod.ranges.apiServer[0]?.replace(/\.0\/\d+$/, '.5') ?? '', 'kfm-prod'],
    ['api.kfm.example.org', 'kfm-prod'],
    ['api.kfm.example.org.', 'kfm-prod'],
    ['api.dev.kfm.example.org', 'kfm-dev'],
    ['API.KFM.EXAMPLE.ORG', 'kfm-prod'],
  ])('with the address %s is that of %s, whatever it is called, however it is reached and even if it is meant', async (host, owner) => {
    for (const entry of [
      { server: `https://${host}:6443` },
      { server: `https://${host}:6443`, 'tls-server-name': 'lb.example.net' },
      { server: 'https://127.0.0.1:6443', 'tls-server-name': host },
    ])
      await expect(at('kind-local-254carbon', entry, 'local', host)).rejects.toThrow(`is ${owner}'s by envs/clusters.ts`);
  });

  test('with its own address still has to be meant', async () => {
    await expect(at('stage', { server: 'https://10.17.0.5:6443' }, 'stage')).rejects.toThrow('--remote 10.17.0.5');
    expect(await at('stage', { server: 'https://10.17.0.5:6443' }, 'stage', '10.17.0.5')).toMatchObject({ context: 'stage' });
  });

  test('of this machine is not remote', async () => {
    await expect(at('kind-one', { server: 'https://127.0.0.1:6443' }, 'dev', '127.0.0.1')).rejects.toThrow('leave out --remote');
  });

  test('is shown without names and passwords', async () => {
    const word = `word-${process.pid}`;
    const entry = { server: `https://jane:${word}@203.0.113.7:6443`, 'proxy-url': `http://jane:${word}@proxy.example.org:3128` };
    const refused = await at('work', entry, 'dev').catch(String);

    expect(refused).toContain('its server is https://203.0.113.7:6443/, by the proxy http://proxy.example.org:3128/');
    expect(refused).not.toContain(word);
    expect((await at('work', entry, 'dev', '203.0.113.7')).server).toBe('https://203.0.113.7:6443/');
    expect(withoutUser(`jane:${word}@no url`)).toBe('no url');
  });

  test('with a server that is no URL is refused in words', async () => {
    await expect(at('kind-one', { server: 'nowhere' })).rejects.toThrow('its server is "nowhere"; expected a URL');
  });

  test('that is not in kubeconfig is refused with those that are', async () => {
    const programs = kubectlWith('kind-two', { server: 'https://127.0.0.1:6443' });

    const reached = clusterAt(programs, { context: 'kind-one', cluster: clusters.local, clusters: [] });

    await expect(reached).rejects.toThrow('kubeconfig has no context kind-one with a cluster; there are kind-two');
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
  'terraform itself keeps its state where it is told, whatever variables say, and plans nothing once it is applied',
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
    const elsewhere = { TF_WORKSPACE: 'other', TF_CLI_ARGS_plan: '-no-such-option', TF_VAR_password: 'hunter2 and more' };
    const terraform = terraformOn(programsOn({ ...process.env, ...elsewhere }), {
      ...files,
      context: 'kind-one',
      kubeconfig: '/config',
      variables: {},
      secrets: { TF_VAR_password: 'hunter2' },
    });
    const lines: string[] = [];

    await terraform.init();
    expect((await terraform.plan()).code).toBe(1);
    await terraform.apply((line) => lines.push(line));

    expect(lines.join('\n')).toContain('Apply complete!');
    expect(await terraform.plan()).toMatchObject({ code: 0 });
    expect(await terraform.outputs()).toEqual({ cluster: 'kind-one' });
    expect(readFileSync(files.state, 'utf8')).toContain('kind-one 7');
    expect(readdirSync(files.folder)).toEqual(['cdk.tf.json']);
    writeFileSync(join(files.folder, 'cdk.tf.json'), '{');
    expect((await terraform.plan()).code).toBe(2);
    rmSync(folder, { recursive: true });
  },
);

describe('kubeconfig', () => {
  test('is where KUBECONFIG says, in as many files as it says, or at home', () => {
    expect(kubeconfigFiles({ KUBECONFIG: '/a::b/../c', HOME: '/home/one' })).toEqual(['/a', join(process.cwd(), 'c')]);
    expect(kubeconfigFiles({ HOME: '/home/one' })).toEqual(['/home/one/.kube/config']);
  });

  /** kubectl with files that each have a cluster of the same name; of all together, the first one counts. */
  const kubectlWithFiles = (files: Readonly<Record<string, { contexts: string[]; server: string }>>): Programs => ({
    has: () => true,
    run: async (_, args) => {
      const own = args[0] === '--kubeconfig' ? [files[args[1] as string] as { contexts: string[]; server: string }] : Object.values(files);
      const contexts = own.flatMap((file) => file.contexts).map((name) => ({ name, context: { cluster: 'it' } }));
      const config = { contexts, clusters: own.map(({ server }) => ({ name: 'it', cluster: { server } })) };
      const asked = args.includes('get-contexts') ? args.at(-3) : undefined;
      return {
        status: asked === undefined || contexts.some(({ name }) => name === asked) ? 0 : 1,
        stdout: JSON.stringify(config),
        stderr: '',
      };
    },
  });

  test('of several files the one counts that has the context', async () => {
    const server = 'https://127.0.0.1:6443';
    const programs = kubectlWithFiles({ '/a': { contexts: ['other'], server }, '/b': { contexts: ['kind-one'], server } });

    expect(await fileOfContext(programs, ['/a', '/b'], 'kind-one')).toBe('/b');
    await expect(fileOfContext(programs, ['/a', '/b'], 'kind-two')).rejects.toThrow('/a, /b: no file has the context kind-two');
  });

  test('of several files none counts that leads elsewhere than all of them together, which is what was checked', async () => {
    const programs = kubectlWithFiles({
      '/a': { contexts: [], server: 'https://127.0.0.1:6443' },
      '/b': { contexts: ['kind-one'], server: 'https://10.18.0.5:6443' },
    });

    await expect(fileOfContext(programs, ['/a', '/b'], 'kind-one')).rejects.toThrow(
      'context kind-one: /b, which terraform reads, leads to https://10.18.0.5:6443, and all files of KUBECONFIG together to https://127.0.0.1:6443',
    );
  });
});

describe('ranges of addresses', () => {
  test.each([
    ['the same', '10.201.0.0/16', '10.201.0.0/16', true],
    ['one in the other', '10.201.0.0/16', '10.201.16.0/20', true],
    ['the other in the one', '10.201.16.0/20', '10.0.0.0/8', true],
    ['beside each other', '10.201.0.0/17', '10.201.128.0/17', false],
    ['everything', '0.0.0.0/0', '10.201.0.0/16', true],
    ['of the other version', '10.201.0.0/16', 'fd00::/8', false],
    ['of version 6', 'fd00::/8', 'fd12:3456::/32', true],
  ])('overlap or not: %s', (_, one, other, expected) => {
    expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected]);
  });

  test('hold addresses, and no names', () => {
    expect(contains(['10.17.0.0/24', 'fd00::/8'], '10.17.0.255')).toBe(true);
    expect(contains(['10.17.0.0/24', 'fd00::/8'], '10.17.1.0')).toBe(false);
    expect(contains(['0.0.0.0/0'], 'localhost')).toBe(false);
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

  test('get the variables of this process but those that they are not to have', async () => {
    writeFileSync(join(folder, 'one'), '#!/bin/sh\necho "$KEPT $LEFT_OUT $GIVEN"\n', { mode: 0o755 });
    const programs = programsOn({ PATH: `${folder}:/usr/bin:/bin`, KEPT: 'kept', LEFT_OUT: 'no', GIVEN: 'no' });

    const { stdout } = await programs.run('one', [], { without: /^(LEFT_OUT|GIVEN)$/, environment: { GIVEN: 'given' } });

    expect(stdout).toBe('kept  given\n');
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
