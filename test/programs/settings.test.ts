import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settings } from '../../cli/commands/settings';
import { context, PROJECT } from '../cli/run';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  mkdirSync(join(folder, 'envs/dev'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function show(options: Partial<Parameters<typeof settings>[0]>, variables: Record<string, string> = {}, root = folder) {
  const given = context(root, variables);
  const status = await settings({ env: 'local', ...options }, given.context);
  return { status, stdout: given.stdout(), stderr: given.stderr() };
}

describe('npm run settings', () => {
  test('prints each setting, where it comes from, and what it means here', async () => {
    cpSync(join(PROJECT, 'envs/dev/settings.env'), join(folder, 'envs/dev/settings.env'));

    const { status, stdout, stderr } = await show({ env: 'dev', name: 'mine' }, { CONTFEST_POLICY_DIR: 'rules' });

    expect({ status, stderr }).toEqual({ status: 0, stderr: 'settings of dev\n' });
    expect(stdout).toMatchInlineSnapshot(`
"CLUSTER_PROVIDER       k3d                                       envs/dev/settings.env:2
CLUSTER_NAME           mine                                      --name
KUSTOMIZE_DIR          k8s/overlays/local                        default                                   means dist/dev
TERRAFORM_DIR          terraform/stacks/local                    default                                   means local
KUBECONFORM_FLAGS      -strict -ignore-missing-schemas -summary  default
CONTFEST_POLICY_DIR    rules                                     environment variable CONTFEST_POLICY_DIR
STORAGE_CLASS_DEFAULT  local-path                                envs/dev/settings.env:4
BACKUP_BUCKET          (empty)                                   default
"
`);
  });

  test('prints the same as JSON, with remarks', async () => {
    const { stdout } = await show({ env: 'staging', json: true });

    const { environment, settings: rows, remarks } = JSON.parse(stdout);
    expect(environment).toBe('stage');
    expect(rows).toContainEqual({ name: 'KUSTOMIZE_DIR', value: 'k8s/overlays/local', source: 'default', means: 'dist/stage' });
    expect(remarks).toEqual([
      expect.stringContaining('STORAGE_CLASS_DEFAULT is "standard" (default), and the facts of kfm-stage'),
      expect.stringContaining('BACKUP_BUCKET is nothing (default), and the facts of kfm-stage in envs/clusters.ts say "kfm-stage-backup"'),
    ]);
  });

  test('refuses a file that is none, by its name', async () => {
    mkdirSync(join(folder, 'envs/dev/settings.env'));

    await expect(show({ env: 'dev' })).rejects.toThrow('envs/dev/settings.env: is a directory, expected a file of lines NAME=VALUE');
  });

  test('refuses a line by file and number', async () => {
    writeFileSync(join(folder, 'envs/dev/settings.env'), 'CLUSTER_NAME=kfm\nCLUSTER_PROVIDERS=k3d\n');

    await expect(show({ env: 'dev' })).rejects.toThrow(
      'envs/dev/settings.env:2: there is no setting "CLUSTER_PROVIDERS"; did you mean CLUSTER_PROVIDER?',
    );
  });
});
