import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from '../../cli/commands/validate';
import { type ToolReport, validateWithTools } from '../../cli/validation-tools/validate-with-tools';
import { context, PROJECT } from '../cli/run';

const TOOLS = ['kubectl', 'terraform', 'kubeconform', 'conftest'];

let folder: string;
let bin: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tools-'));
  bin = join(folder, 'bin');
  for (const path of ['bin', 'policies/opa', 'stack']) mkdirSync(join(folder, path), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts tools on the PATH that write down their arguments, one a line, and do what the script says. */
function install(names: readonly string[], script = ''): void {
  for (const name of names) {
    const record = `#!/bin/sh\nfor arg in ${name} "$@"; do printf '<%s>' "$arg"; done >> '${join(folder, 'calls')}'\necho >> '${join(folder, 'calls')}'\n`;
    writeFileSync(join(bin, name), `${record}${script}\n`, { mode: 0o755 });
  }
}

function calls(): string[] {
  const file = join(folder, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

/** With a stack of somebody else's, which needs no other part of this project. */
const VARIABLES = { TERRAFORM_DIR: './stack' };

async function judged(variables: Record<string, string> = {}): Promise<ToolReport & { readonly said: string }> {
  const given = context(folder, { PATH: bin, ...VARIABLES, ...variables });
  return { ...(await validateWithTools('dev', given.context)), said: given.stderr() };
}

describe('validate with tools', () => {
  test('asks each with what source 004 gives it', async () => {
    install(TOOLS);

    const { findings, broken, said } = await judged();

    expect({ findings, broken }).toEqual({ findings: [], broken: [] });
    expect(calls()).toEqual([
      '<kubectl><kustomize><dist/dev>',
      `<terraform><-chdir=${join(folder, 'stack')}><init><-backend=false><-input=false><-no-color>`,
      `<terraform><-chdir=${join(folder, 'stack')}><validate><-no-color>`,
      '<kubeconform><-ignore-filename-pattern><(^|/)(index\\.json|kustomization\\.yaml)$><-strict><-ignore-missing-schemas><-summary><dist/dev>',
      '<conftest><test><--no-color><--policy><policies/opa><--ignore><(^|/)(index\\.json|kustomization\\.yaml)$><dist/dev>',
    ]);
    expect(said).toContain('kubeconform dist/dev: passed');
  });

  test('splits flags as a shell does, and lets nothing in them run', async () => {
    install(['kubeconform']);

    await judged({ KUBECONFORM_FLAGS: "-skip 'A B' $(touch x) ; true" });

    expect(calls()).toEqual([
      '<kubeconform><-ignore-filename-pattern><(^|/)(index\\.json|kustomization\\.yaml)$><-skip><A B><$(touch><x)><;><true><dist/dev>',
    ]);
  });

  test('skips what is not installed, and says so', async () => {
    const { findings, broken, said } = await judged();

    expect({ findings, broken }).toEqual({ findings: [], broken: [] });
    for (const tool of ['kubectl kustomize', 'terraform validate', 'kubeconform', 'conftest']) {
      expect(said).toMatch(new RegExp(`${tool} \\S+: skipped: not installed`));
    }
  });

  test('makes a finding of each that fails, with what it said, and asks the others all the same', async () => {
    install(TOOLS, 'case "$*" in *init*) exit 0;; esac; echo "resource x is invalid" >&2; exit 1');

    const { findings, broken } = await judged();

    expect(broken).toEqual([]);
    expect(findings.map(({ rule, file, message }) => `${rule} ${file}: ${message}`)).toEqual([
      'tool/kubectl-kustomize dist/dev: resource x is invalid',
      'tool/terraform-validate ./stack: resource x is invalid',
      'tool/kubeconform dist/dev: resource x is invalid',
      'tool/conftest dist/dev: resource x is invalid',
    ]);
  });

  test.each([
    ['is killed', ['kubeconform'], 'kill -9 $$', {}, 'kubeconform dist/dev: could not run: ended with 137'],
    ['says that it cannot', ['kubeconform'], 'exit 127', {}, 'kubeconform dist/dev: could not run: ended with 127'],
    [
      'cannot be prepared',
      ['terraform'],
      'echo no network >&2; exit 1',
      {},
      'terraform validate ./stack: could not run: ended with 1\n  no network',
    ],
    [
      'is given policies that are not there',
      ['conftest'],
      '',
      { CONFTEST_POLICY_DIR: 'nowhere' },
      'conftest dist/dev: could not run: there is no folder nowhere (setting CONTFEST_POLICY_DIR, environment variable CONFTEST_POLICY_DIR)',
    ],
  ])('calls one that %s no verdict', async (_, names, script, variables, line) => {
    install(names, script);

    expect(await judged(variables)).toMatchObject({ findings: [], broken: [line] });
  });

  test('calls a program that is none no verdict', async () => {
    writeFileSync(join(bin, 'kubeconform'), '\u0000\u0001', { mode: 0o755 });

    const { findings, broken } = await judged();

    expect(findings).toEqual([]);
    expect(broken).toEqual([expect.stringContaining('kubeconform dist/dev: could not run')]);
  });

  test('calls conftest no verdict where the policies of this project are gone', async () => {
    install(['conftest']);
    rmSync(join(folder, 'policies'), { recursive: true });

    const { findings, broken } = await judged();

    expect(findings).toEqual([]);
    expect(broken).toEqual(['conftest dist/dev: could not run: there is no folder policies/opa (setting CONTFEST_POLICY_DIR, default)']);
    expect(calls()).toEqual([]);
  });

  // Conftest ends with 1 for both: a policy that it cannot read, and one that is broken.
  test('makes a finding of policies that conftest cannot read', async () => {
    mkdirSync(join(folder, 'policies/opa/pods.rego'));
    install(['conftest'], '/bin/cat policies/opa/pods.rego || exit 1');

    const { findings, broken } = await judged();

    expect(broken).toEqual([]);
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      expect.stringMatching(/^tool\/conftest: .*policies\/opa\/pods\.rego/),
    ]);
  });

  test('writes the stack of the environment for terraform, and removes it afterwards', async () => {
    install(['terraform'], `for arg in "$@"; do case "$arg" in -chdir=*) cp "\${arg#-chdir=}/cdk.tf.json" '${folder}';; esac; done`);
    const given = context(PROJECT, { PATH: `${bin}:/bin:/usr/bin` });

    await validateWithTools('stage', given.context);

    expect(given.stderr()).toContain('terraform validate stacks/hybrid: passed');
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')))).toContain('terraform');
    const [written] = /-chdir=([^>]*)>/.exec(calls()[0] as string)?.slice(1) ?? [];
    expect(written).toMatch(/stacks\/hybrid$/);
    expect(existsSync(written as string)).toBe(false);
  });

  test.each([
    ['passes', '', 0],
    ['fails', 'exit 1', 1],
    ['cannot run', 'kill -9 $$', 2],
  ])('of the whole command exits with what it came to when a tool %s', async (_, script, status) => {
    install(['kubeconform'], script);
    const given = context(PROJECT, { PATH: bin });

    expect(await validate({ env: ['dev'], tools: true }, given.context)).toBe(status);
  });
});
