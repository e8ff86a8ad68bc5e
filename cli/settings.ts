import { relative, resolve } from 'node:path';
import { aliases, environments } from '../envs';
import { nearest } from '../lib';
import { badSetting, partOfManifests, settingOfAnother } from './configuration/messages';
import { type Checked, checkSettings } from './configuration/setting-checks';
import { readSettingsFile } from './configuration/settings-file';
import type { FileSystem } from './ports/file-system';

/** The settings of cluster commands, by the names that source 004 gives them (requirements E32, E33). */
export const DEFAULTS = {
  CLUSTER_PROVIDER: 'kind',
  CLUSTER_NAME: 'local-254carbon',
  KUSTOMIZE_DIR: 'k8s/overlays/local',
  TERRAFORM_DIR: 'terraform/stacks/local',
  KUBECONFORM_FLAGS: '-strict -ignore-missing-schemas -summary',
  CONTFEST_POLICY_DIR: 'policies/opa',
  STORAGE_CLASS_DEFAULT: 'standard',
  BACKUP_BUCKET: '',
} as const satisfies Readonly<Record<Checked, string>>;

export type SettingName = keyof typeof DEFAULTS;

export interface Setting {
  readonly value: string;
  /** Where the value comes from: a flag, a variable, a file by its path in the project and its line, or the default. */
  readonly source: string;
  /** Of a folder that somebody named: its path from the project, wherever it lies. */
  readonly path?: string;
  /** What was passed over on the way to the value: sources that name the setting and say nothing. @default none */
  readonly empty?: readonly string[];
}

export type Settings = Readonly<Record<SettingName, Setting>>;

export interface SettingsProps {
  readonly root: string;
  readonly fs: FileSystem;
  /** Canonical id. */
  readonly environment: string;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
}

export const DEFAULT_SOURCE = 'default';

/** Source 004 misspells one name; whoever writes it right is heard first. */
const RIGHT_SPELLINGS: Readonly<Partial<Record<SettingName, string>>> = { CONTFEST_POLICY_DIR: 'CONFTEST_POLICY_DIR' };

const FOLDERS: readonly SettingName[] = ['KUSTOMIZE_DIR', 'TERRAFORM_DIR'];

const FLAGS: Readonly<Partial<Record<SettingName, string>>> = { CLUSTER_PROVIDER: '--provider', CLUSTER_NAME: '--name' };

/** Flag, environment variable, the environment's file, default: the first of them that says something. @throws {Refusal} a value that cannot be one */
export function readSettings({ variables, flags, ...project }: SettingsProps): Settings {
  const names = Object.keys(DEFAULTS) as SettingName[];
  const file = readSettingsFile(project, names.flatMap(spellings));
  const read = (name: SettingName): Setting => {
    const candidates = [
      { value: flags[name], source: FLAGS[name] ?? `flag for ${name}` },
      ...spellings(name).map((spelling) => ({ value: variables[spelling], source: `environment variable ${spelling}` })),
      ...spellings(name).map((spelling) => ({ value: file.get(spelling)?.value, source: file.get(spelling)?.place ?? '' })),
    ];
    const said = candidates.findIndex(({ value }) => value !== undefined && value.trim() !== '');
    const passed = said < 0 ? candidates : candidates.slice(0, said);
    const empty = passed.filter(({ value }) => value !== undefined).map(({ source }) => source);
    const { value: text, source } = candidates[said] ?? { value: DEFAULTS[name], source: DEFAULT_SOURCE };
    const value = (text as string).trim();
    const path = relative(project.root, resolve(project.root, value));
    return { value, source, ...(said >= 0 && FOLDERS.includes(name) && { path }), ...(empty.length > 0 && { empty }) };
  };
  const settings = Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as Settings;
  checkSettings(settings);
  return settings;
}

function spellings(name: SettingName): string[] {
  const right = RIGHT_SPELLINGS[name];
  return right === undefined ? [name] : [right, name];
}

/** What the folders of the settings mean in this project. */
export interface Resolved {
  /** Folder of manifests by its path from the project, e.g. `dist/local`; of one that lies elsewhere as well. */
  readonly dist: string;
  /** `local` or `hybrid`, or the folder of another Terraform stack. */
  readonly stack: string;
}

const STACKS = ['local', 'hybrid'];

/**
 * The layout of source 004 in that of this project: `k8s/overlays/ENV` is `dist/ENV`, `terraform/stacks/NAME` the stack of that name.
 * @throws {Refusal} manifests of another environment than the one that is meant, and those of several or of a part of one
 */
export function resolved({ KUSTOMIZE_DIR, TERRAFORM_DIR }: Settings, environment: string): Resolved {
  return { dist: distOf(KUSTOMIZE_DIR, environment), stack: stackOf(TERRAFORM_DIR) };
}

/** The project itself, and what it lies in. */
const ABOVE = /^(?:\.\.(?:\/\.\.)*)?$/;

/** What lies before a layout, if anything does; the layout; the folder of an environment; what of it. */
const LAID_OUT = /^(.*?\/)??(k8s\/overlays|dist)\/([^/]+)(\/.+)?$/;

function distOf({ value, source, path = value }: Setting, environment: string): string {
  const own = `dist/${environment}`;
  if (source === DEFAULT_SOURCE) return own;
  if (path === 'dist' || ABOVE.test(path)) throw partOfManifests(source, 'KUSTOMIZE_DIR', value, 'holds every environment', own);
  const [, before, layout, asked, part] = LAID_OUT.exec(path) ?? [];
  if (asked === undefined) return path;
  const owner = layout !== 'dist' && Object.hasOwn(aliases, asked) ? (aliases[asked] as string) : asked;
  const known = Object.keys(environments);
  if (known.includes(owner) && owner !== environment) throw settingOfAnother(source, 'KUSTOMIZE_DIR', value, environment, owner);
  // Not where this project has its manifests: somebody's own folder.
  if (before !== undefined) return path;
  if (!known.includes(owner)) {
    const best = nearest(asked, [...known, ...Object.keys(aliases)]);
    throw badSetting(source, 'KUSTOMIZE_DIR', value, `the folder of ${known.join(', ')}`, best && `${layout}/${best}`);
  }
  if (part !== undefined) throw partOfManifests(source, 'KUSTOMIZE_DIR', value, `is a part of ${environment}`, own);
  return own;
}

function stackOf({ value, source, path = value }: Setting): string {
  const [, asked] = /^(?:terraform\/)?stacks\/([^/]+)$/.exec(path) ?? [];
  // A name without a slash would be read as that of a stack.
  if (asked === undefined) return path.includes('/') ? path : `./${path}`;
  if (!STACKS.includes(asked)) {
    const best = nearest(asked, STACKS);
    throw badSetting(source, 'TERRAFORM_DIR', value, STACKS.map((name) => `terraform/stacks/${name}`).join(' or '), best);
  }
  return asked;
}
