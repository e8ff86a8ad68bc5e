import { dnsLabelProblem, nearest } from '../../lib';
import { badSetting } from './messages';
import { wordsOf } from './words';

/** A value and who gave it. */
interface Said {
  readonly value: string;
  readonly source: string;
}

type Check = (said: Said, name: string) => void;

const PROVIDERS = ['kind', 'k3d'];

/** k3d refuses longer names; it appends the names of its containers. */
const LONGEST_OF_K3D = 32;

/** What each setting takes; these are all that there are. */
const CHECKS = {
  CLUSTER_PROVIDER: ({ value, source }: Said, name: string) => {
    if (!PROVIDERS.includes(value)) throw badSetting(source, name, value, PROVIDERS.join(' or '), nearest(value.toLowerCase(), PROVIDERS));
  },
  CLUSTER_NAME: ({ value, source }: Said, name: string) => {
    const expected = 'the name of a cluster: at most 63 lower-case letters, digits and "-", the first and last no "-"';
    if (dnsLabelProblem(value) !== undefined) throw badSetting(source, name, value, expected);
  },
  KUSTOMIZE_DIR: folder,
  TERRAFORM_DIR: folder,
  CONTFEST_POLICY_DIR: folder,
  KUBECONFORM_FLAGS: ({ value, source }: Said, name: string) => {
    try {
      wordsOf(value);
    } catch (error) {
      throw badSetting(source, name, value, `words as on a command line; it ${(error as Error).message}`);
    }
  },
  STORAGE_CLASS_DEFAULT: ({ value, source }: Said, name: string) => {
    const isName = value.split('.').every((label) => dnsLabelProblem(label) === undefined);
    if (!isName) throw badSetting(source, name, value, 'the name of a storage class: lower-case letters, digits, "-" and "."');
  },
  BACKUP_BUCKET: ({ value, source }: Said, name: string) => {
    if (value !== '' && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value))
      throw badSetting(source, name, value, 'the name of a bucket: 3 to 63 lower-case letters, digits, "-" and ".", or nothing');
  },
} as const satisfies Readonly<Record<string, Check>>;

export type Checked = keyof typeof CHECKS;

/** @throws {Refusal} the first value that is not of its kind, with the source that had it */
export function checkSettings(settings: Readonly<Record<Checked, Said>>): void {
  for (const [name, check] of Object.entries(CHECKS)) check(settings[name as Checked], name);
  const { value, source } = settings.CLUSTER_NAME;
  if (settings.CLUSTER_PROVIDER.value === 'k3d' && value.length > LONGEST_OF_K3D)
    throw badSetting(source, 'CLUSTER_NAME', value, `at most ${LONGEST_OF_K3D} characters, which is what k3d takes`);
}

/** A folder is handed to other programs, so it must not look like an option. */
function folder({ value, source }: Said, name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a path with them is what this refuses
  if (/^-|[\u0000-\u001f]/.test(value)) throw badSetting(source, name, value, 'a folder, by its path in the project');
}
