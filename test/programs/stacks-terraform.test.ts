// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's expressions look so
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeStack } from '../../stacks';
import { LOCAL, STAGE } from '../stacks/facts';

const PROVIDER = 'registry.terraform.io/hashicorp/kubernetes/2.38.0';
const SCRIPTS = join(__dirname, '../../stacks/scripts');

const facts = {
  ...LOCAL,
  scripts: {
    gitServer: readFileSync(join(SCRIPTS, 'git-server.js'), 'utf8'),
    mockSecrets: readFileSync(join(SCRIPTS, 'mock-secrets.js'), 'utf8'),
  },
};
const STACKS: readonly [string, string][] = [
  ['local', synthesizeStack('local', facts)],
  ['hybrid', synthesizeStack('hybrid', STAGE)],
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Called {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function terraform(
  args: readonly string[],
  { input = '', variables = {} }: { input?: string; variables?: Record<string, string> } = {},
): Called {
  const { status, stdout, stderr } = spawnSync('terraform', args, {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...variables },
  });
  return { status, stdout, stderr };
}

/**
 * A stack as Terraform understands it by itself: resources of the provider become its own that hold the same, so that their
 * expressions, references and lifecycles are judged. Only what is written and never kept has no place there.
 */
function withoutProvider(text: string): string {
  const {
    terraform: settings,
    variable,
    output,
    resource,
  } = JSON.parse(text.replaceAll(/kubernetes_\w+(?=\.[a-z-]+_)/g, 'terraform_data'));
  const held = Object.values(resource as Record<string, Record<string, Record<string, unknown>>>).flatMap((named) =>
    Object.entries(named).map(([name, { count, for_each, depends_on, lifecycle, data_wo: _, ...input }]) => [
      name,
      { count, for_each, depends_on, lifecycle, input },
    ]),
  );
  return JSON.stringify({
    terraform: { ...settings, required_providers: {} },
    variable,
    output,
    resource: { terraform_data: Object.fromEntries(held) },
  });
}

interface Applied {
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly input: { readonly value: Readonly<Record<string, unknown>> } } }[];
  }[];
  /** What had to be done, by resource. */
  readonly changed: readonly string[];
}

/** What Terraform remembers of a stack once it has applied it, and what that changed. */
function apply(text: string, ...args: string[]): Applied {
  const state = join(folder, 'kept/terraform.tfstate');
  mkdirSync(join(folder, 'kept'), { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), withoutProvider(text));
  for (const call of [
    ['init', '-input=false', `-backend-config=path=${state}`],
    ['validate'],
    ['plan', '-input=false', '-var=context=kind-x', '-out=plan', ...args],
    ['apply', '-input=false', 'plan'],
  ])
    expect(terraform(call)).toMatchObject({ status: 0, stderr: '' });
  const { resource_changes: changes } = JSON.parse(terraform(['show', '-json', 'plan']).stdout) as {
    readonly resource_changes: readonly { readonly name: string; readonly change: { readonly actions: readonly string[] } }[];
  };
  const changed = changes.map(({ name, change }) => `${name} ${change.actions.join()}`).filter((line) => !line.endsWith(' no-op'));
  return { ...JSON.parse(readFileSync(state, 'utf8')), changed };
}

const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const withTerraform = hasTerraform ? test : test.skip;

withTerraform(
  'Terraform reads programs and plan as they were written, and keeps its state where it is told (skipped without terraform)',
  () => {
    const state = apply(synthesizeStack('local', facts));

    const held = (name: string) => state.resources.find((resource) => resource.name === name)?.instances[0]?.attributes.input.value['data'];
    expect(held('git-server_script')).toEqual({ 'git-server.js': facts.scripts.gitServer });
    const { 'plan.json': plan, ...programs } = held('mock-secrets_files') as Record<string, string>;
    expect(programs).toEqual({ 'mock-secrets.js': facts.scripts.mockSecrets });
    expect(JSON.parse(plan as string)).toEqual(facts.mockSecrets);
    expect(state.outputs['repository']?.value).toBe(facts.repository);
  },
);

withTerraform('Terraform labels the nodes that it is given (skipped without terraform)', () => {
  const { resources } = apply(synthesizeStack('hybrid', STAGE), '-var=nodes={"worker-1":"general","worker-2":"pipelines"}');

  const labelled = resources.find(({ name }) => name === 'nodes_pool')?.instances.map(({ attributes }) => attributes.input.value);
  expect(labelled).toMatchObject([
    { metadata: { name: 'worker-1' }, labels: { 'platform.kfm.example.org/pool': 'general' } },
    { metadata: { name: 'worker-2' }, labels: { 'platform.kfm.example.org/pool': 'pipelines' } },
  ]);
});

withTerraform('Terraform makes the Job of another plan once more, and of the same one not (skipped without terraform)', () => {
  apply(synthesizeStack('local', facts));
  expect(apply(synthesizeStack('local', facts)).changed).toEqual([]);

  const { changed } = apply(synthesizeStack('local', { ...facts, mockSecrets: { secrets: facts.mockSecrets.secrets.slice(0, -1) } }));

  expect(changed).toContain('mock-secrets_files update');
  expect(changed).toContain('mock-secrets_job delete,create');
  expect(changed.filter((change) => change.startsWith('git-server'))).toEqual([]);
});

withTerraform('Terraform refuses a switch without its values, and a node of no pool (skipped without terraform)', () => {
  writeFileSync(join(folder, 'cdk.tf.json'), withoutProvider(STACKS[1]?.[1] as string));
  expect(terraform(['init', '-input=false', `-backend-config=path=${join(folder, 'state')}`])).toMatchObject({ status: 0 });
  const value = randomBytes(16).toString('hex');
  const plan = (...args: string[]) =>
    terraform(['plan', '-input=false', '-no-color', '-var=context=x', ...args], { variables: { TF_VAR_sealing_private_key: value } });

  const missing = plan('-var=sealing_key=true');
  expect(missing).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('sealing_key is true, so sealing_certificate has to be given.'),
  });
  expect(missing.stderr).not.toContain(value);
  expect(plan('-var=nodes={"worker-1":"gpu"}')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('A node is of one of the pools general, pipelines.'),
  });
  const given = plan('-var=sealing_key=true', '-var=sealing_certificate=x', '-var=nodes={"worker-1":"general"}', '-out=plan');
  expect(given).toMatchObject({ status: 0 });
  expect(terraform(['show', '-json', 'plan']).stdout).not.toContain(value);
});

/** A CLI configuration that finds the provider without a network, if one is configured here. */
function mirrored(): Record<string, string> | undefined {
  const { TF_CLI_CONFIG_FILE: file, TF_PLUGIN_CACHE_DIR: cache } = process.env;
  if (file !== undefined && existsSync(file)) return { TF_CLI_CONFIG_FILE: file };
  return cache !== undefined && existsSync(join(cache, PROVIDER)) ? { TF_PLUGIN_CACHE_DIR: cache } : undefined;
}

const mirror = hasTerraform ? mirrored() : undefined;

(mirror === undefined ? test.skip : test).each(STACKS)(
  'terraform validate accepts %s (skipped without terraform and a mirror of the provider)',
  (_, text) => {
    const { TF_PLUGIN_CACHE_DIR: cache, ...configured } = mirror ?? {};
    writeFileSync(join(folder, 'cdk.tf.json'), text);
    writeFileSync(
      join(folder, 'cache.tfrc'),
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(cache ?? '')}\n  }\n}\n`,
    );
    const variables = cache === undefined ? configured : { TF_CLI_CONFIG_FILE: join(folder, 'cache.tfrc') };

    expect(terraform(['init', '-input=false', '-backend=false'], { variables })).toMatchObject({ status: 0 });
    expect(terraform(['validate', '-json'], { variables })).toMatchObject({ status: 0 });
  },
);
