import { remarksOn } from '../../cli/configuration/remarks';
import { parseSettings } from '../../cli/configuration/settings-file';
import { wordsOf } from '../../cli/configuration/words';
import { disk } from '../../cli/ports/file-system';
import { DEFAULTS, readSettings, resolved, type SettingName, type Settings } from '../../cli/settings';
import { clusterFacts, environments } from '../../envs';
import { type Cluster, unknown } from '../../lib';
import { PROJECT } from './run';

interface Given {
  readonly environment?: string;
  readonly flags?: Partial<Record<SettingName, string>>;
  readonly variables?: Record<string, string>;
  readonly file?: string;
}

/** Settings with a file of the environment that only the test has. */
function settingsOf({ environment = 'dev', flags = {}, variables = {}, file }: Given): Settings {
  const path = `/project/envs/${environment}/settings.env`;
  const fs = {
    ...disk,
    kindOf: (asked: string) => (asked === path && file !== undefined ? ('file' as const) : undefined),
    read: () => file ?? '',
  };
  return readSettings({ root: '/project', fs, environment, variables, flags });
}

describe('settings', () => {
  test('have exactly the names and defaults of source 004', () => {
    expect(DEFAULTS).toEqual({
      CLUSTER_PROVIDER: 'kind',
      CLUSTER_NAME: 'local-254carbon',
      KUSTOMIZE_DIR: 'k8s/overlays/local',
      TERRAFORM_DIR: 'terraform/stacks/local',
      KUBECONFORM_FLAGS: '-strict -ignore-missing-schemas -summary',
      CONTFEST_POLICY_DIR: 'policies/opa',
      STORAGE_CLASS_DEFAULT: 'standard',
      BACKUP_BUCKET: '',
    });
    const values = Object.entries(settingsOf({})).map(([name, setting]) => [name, setting]);
    expect(values).toEqual(Object.entries(DEFAULTS).map(([name, value]) => [name, { value, source: 'default' }]));
  });

  test.each<[string, Given, string, string]>([
    ['a flag over all', { flags: { CLUSTER_NAME: 'f' }, variables: { CLUSTER_NAME: 'v' }, file: 'CLUSTER_NAME=e' }, 'f', '--name'],
    ['a variable over the file', { variables: { CLUSTER_NAME: 'v' }, file: 'CLUSTER_NAME=e' }, 'v', 'environment variable CLUSTER_NAME'],
    ['the file over the default', { file: '# ours\n\nCLUSTER_NAME=e' }, 'e', 'envs/dev/settings.env:3'],
    ['an empty variable under the file', { variables: { CLUSTER_NAME: '' }, file: 'CLUSTER_NAME=e' }, 'e', 'envs/dev/settings.env:1'],
    ['a blank variable under the default', { variables: { CLUSTER_NAME: ' ' } }, 'local-254carbon', 'default'],
  ])('take %s', (_, given, value, source) => {
    expect(settingsOf(given).CLUSTER_NAME).toMatchObject({ value, source });
  });

  test.each<[string, Given, string, string]>([
    ['the misspelt one', { variables: { CONTFEST_POLICY_DIR: 'a' } }, 'a', 'environment variable CONTFEST_POLICY_DIR'],
    ['the right one', { variables: { CONFTEST_POLICY_DIR: 'b' } }, 'b', 'environment variable CONFTEST_POLICY_DIR'],
    [
      'the right one of two',
      { variables: { CONTFEST_POLICY_DIR: 'a', CONFTEST_POLICY_DIR: 'b' } },
      'b',
      'environment variable CONFTEST_POLICY_DIR',
    ],
    [
      'a misspelt variable over a file',
      { variables: { CONTFEST_POLICY_DIR: 'a' }, file: 'CONFTEST_POLICY_DIR=b' },
      'a',
      'environment variable CONTFEST_POLICY_DIR',
    ],
    ['the right one of two lines', { file: 'CONTFEST_POLICY_DIR=a\nCONFTEST_POLICY_DIR=b' }, 'b', 'envs/dev/settings.env:2'],
  ])('hear of both spellings of the policy folder %s', (_, given, value, source) => {
    expect(settingsOf(given).CONTFEST_POLICY_DIR).toEqual({ value, source });
  });

  test.each<[string, Record<string, string>, string]>([
    ['a provider', { CLUSTER_PROVIDER: 'k3s' }, 'CLUSTER_PROVIDER is "k3s"; expected kind or k3d; did you mean "k3d"?'],
    ['a name', { CLUSTER_NAME: 'Local_1' }, 'CLUSTER_NAME is "Local_1"; expected the name of a cluster'],
    [
      'a name too long for k3d',
      { CLUSTER_PROVIDER: 'k3d', CLUSTER_NAME: 'a'.repeat(33) },
      'at most 32 characters, which is what k3d takes',
    ],
    ['a folder that looks like an option', { TERRAFORM_DIR: '-destroy' }, 'TERRAFORM_DIR is "-destroy"; expected a folder'],
    ['a line break in a folder', { CONFTEST_POLICY_DIR: 'a\nb' }, 'CONTFEST_POLICY_DIR is "a\\nb"; expected a folder'],
    ['flags that do not end', { KUBECONFORM_FLAGS: "-skip 'Job" }, 'has a quote or a backslash that nothing ends'],
    ['a storage class', { STORAGE_CLASS_DEFAULT: 'a..b' }, 'expected the name of a storage class'],
    ['a bucket', { BACKUP_BUCKET: 's3://kfm' }, 'BACKUP_BUCKET is "s3://kfm"; expected the name of a bucket'],
  ])('refuse %s, with the source that had it', (_, variables, message) => {
    expect(() => settingsOf({ variables })).toThrow(message);
    expect(() => settingsOf({ variables })).toThrow(/^environment variable /);
  });

  test.each([
    ['k8s/overlays/staging', 'stage', 'dist/stage'],
    ['k8s/overlays/stage/', 'stage', 'dist/stage'],
    ['dist/stage', 'stage', 'dist/stage'],
    ['/project/dist/stage', 'stage', 'dist/stage'],
    ['/project/k8s/overlays/staging', 'stage', 'dist/stage'],
    ['dist/prod/../stage/.', 'stage', 'dist/stage'],
    ['./rendered/x', 'stage', 'rendered/x'],
    ['rendered/dist/stage', 'stage', 'rendered/dist/stage'],
    ['/elsewhere/x', 'stage', '../elsewhere/x'],
    ['/elsewhere/dist/stage/apps', 'stage', '../elsewhere/dist/stage/apps'],
  ])('read the overlay %s of %s as %s', (value, environment, dist) => {
    expect(resolved(settingsOf({ environment, variables: { KUSTOMIZE_DIR: value } }), environment).dist).toBe(dist);
  });

  test.each([
    ['terraform/stacks/hybrid', 'hybrid'],
    ['/project/stacks/hybrid', 'hybrid'],
    ['/elsewhere/stack', '../elsewhere/stack'],
    ['stacks/local/', 'local'],
    ['elsewhere/stack', 'elsewhere/stack'],
    ['local', './local'],
  ])('read the stack %s as %s', (value, stack) => {
    expect(resolved(settingsOf({ variables: { TERRAFORM_DIR: value } }), 'dev').stack).toBe(stack);
  });

  test('resolve their defaults to what the environment has', () => {
    for (const name of Object.keys(environments)) {
      const settings = readSettings({ root: PROJECT, fs: disk, environment: name, variables: {}, flags: {} });
      expect(resolved(settings, name)).toEqual({ dist: `dist/${name}`, stack: ['local', 'dev'].includes(name) ? 'local' : 'hybrid' });
    }
  });

  test.each([
    ['KUSTOMIZE_DIR', 'k8s/overlays/production', "which is prod's, and the environment is dev"],
    ['KUSTOMIZE_DIR', 'k8s/overlays/local', "which is local's, and the environment is dev"],
    ['KUSTOMIZE_DIR', 'dist/prod/bootstrap', "which is prod's"],
    ['KUSTOMIZE_DIR', 'dist/prod/dist/dev', "which is prod's"],
    ['KUSTOMIZE_DIR', 'dist/dev/../prod', "which is prod's"],
    ['KUSTOMIZE_DIR', '/project/dist/prod', "which is prod's"],
    ['KUSTOMIZE_DIR', '/elsewhere/dist/prod', "which is prod's"],
    ['KUSTOMIZE_DIR', 'build/k8s/overlays/production/base', "which is prod's"],
    ['KUSTOMIZE_DIR', 'dist', 'which holds every environment; expected the folder of one, all of it, such as dist/dev'],
    ['KUSTOMIZE_DIR', '.', 'which holds every environment'],
    ['KUSTOMIZE_DIR', '../project', 'which holds every environment'],
    ['KUSTOMIZE_DIR', '/', 'which holds every environment'],
    ['KUSTOMIZE_DIR', 'dist/dev/bootstrap', 'which is a part of dev; expected the folder of one, all of it'],
    ['KUSTOMIZE_DIR', 'dist/prdo', 'did you mean "dist/prod"?'],
    ['KUSTOMIZE_DIR', 'k8s/overlays/constructor', 'expected the folder of local, dev, stage, prod'],
    ['TERRAFORM_DIR', 'terraform/stacks/hybird', 'did you mean "hybrid"?'],
  ])('refuse %s=%s for dev', (name, value, message) => {
    expect(() => resolved(settingsOf({ variables: { [name]: value } }), 'dev')).toThrow(message);
  });
});

describe('a file of settings', () => {
  test.each([
    ['NAME=a', 'a'],
    ['NAME = a b  # why', 'a b'],
    ['NAME=a#b', 'a#b'],
    ['NAME="a # b" # why', 'a # b'],
    ["NAME='a'\r", 'a'],
    ['NAME=', ''],
    ['NAME= # nothing', ''],
    ['NAME=$(rm -r /)', '$(rm -r /)'],
  ])('reads %j as it is', (line, value) => {
    expect(parseSettings(line, 'f', ['NAME']).get('NAME')).toEqual({ value, place: 'f:1' });
  });

  test.each([
    ['NAME', 'f:2: "NAME" is no setting; expected a line NAME=VALUE'],
    ['export NAME=a', 'f:2: "export NAME=a" is no setting'],
    ['=a', 'f:2: "=a" is no setting'],
    ['NAMEE=a', 'f:2: there is no setting "NAMEE"; did you mean NAME?'],
    ['__proto__=a', 'f:2: there is no setting "__proto__"; there are NAME'],
    ['NAME="a', 'f:2: its value begins with a quote and does not end with it'],
    ['NAME=a\nNAME=b', 'f:3: NAME was given in f:2 already'],
  ])('refuses %j, with its line', (text, message) => {
    expect(() => parseSettings(`# ours\n${text}`, 'f', ['NAME'])).toThrow(message);
  });
});

describe('words', () => {
  test.each<[string, string[]]>([
    ['', []],
    [' -strict  -summary\t', ['-strict', '-summary']],
    ["-skip 'a b' x", ['-skip', 'a b', 'x']],
    ['-a="b \\" c"d', ['-a=b " cd']],
    ['a\\ b', ['a b']],
    ["''", ['']],
    ['$HOME;*`id`', ['$HOME;*`id`']],
  ])('of %j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test.each(["'", 'a"b', 'a\\'])('of %j have no end', (text) => {
    expect(() => wordsOf(text)).toThrow('nothing ends');
  });
});

describe('remarks', () => {
  test('of the shipped environments are none but what people set otherwise', async () => {
    const facts = await clusterFacts();
    for (const name of Object.keys(environments)) {
      const settings = readSettings({ root: PROJECT, fs: disk, environment: name, variables: {}, flags: {} });
      expect(remarksOn(settings, facts[name] as Cluster)).toEqual([]);
      expect(settings.CLUSTER_NAME.value).toBe(facts[name]?.name);
    }
  });

  test('say which of a setting and a fact is heard where, and which variables are empty', async () => {
    const stage = (await clusterFacts()).stage as Cluster;
    const settings = settingsOf({ environment: 'stage', variables: { STORAGE_CLASS_DEFAULT: 'fast', CLUSTER_NAME: '' } });

    expect(remarksOn(settings, { ...stage, backup: unknown('not bought', 'finance') })).toEqual([
      'CLUSTER_NAME: the environment variable CLUSTER_NAME is empty, which counts as not set; taken from default',
      'STORAGE_CLASS_DEFAULT is "fast" (environment variable STORAGE_CLASS_DEFAULT), and the facts of kfm-stage in envs/clusters.ts say "replicated": claims in manifests are made with the fact; "cluster verify" demands both, the setting only where it is given',
    ]);
  });
});
