import { dirname, join } from 'node:path';
import { type Environment, mockPlan } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import { replaceFile } from '../ports/replace-file';
import { DEFAULT_SOURCE, resolved, type Settings } from '../settings';

/** By type expressions: an import statement, even of types alone, is one that loads (stacks-on-demand). */
export type StackName = import('../../stacks').StackName;
type StackFacts = import('../../stacks').StackFacts;

export interface StackFile {
  readonly fs: FileSystem;
  /** Folder of the project. */
  readonly root: string;
  readonly environment: Environment;
  readonly name: StackName;
  /** Folder that gets `stacks/NAME/cdk.tf.json`. */
  readonly out: string;
  /** Context of kubeconfig that Terraform takes if it is given none. @default it has to be given one */
  readonly context?: string;
}

const SCRIPTS = 'stacks/scripts';

/** The stack that seeds an environment: what is promoted to runs where no command of this program makes clusters. */
export function stackOf({ traits }: Environment): StackName {
  return traits.locked ? 'hybrid' : 'local';
}

/** The stack that the settings name, or the folder of another one; without a word of theirs, the one that seeds the environment. */
export function stackMeant(settings: Settings, environment: Environment): string {
  return settings.TERRAFORM_DIR.source === DEFAULT_SOURCE ? stackOf(environment) : resolved(settings, environment.name).stack;
}

/** Writes the Terraform configuration of an environment, whole or not at all. Returns the folder to run terraform in. */
export async function writeStack({ fs, root, environment, name, out, context }: StackFile): Promise<string> {
  const { stackPath, synthesizeStack } = await import('../../stacks');
  const file = join(out, stackPath(name));
  const script = (of: string): string => fs.read(join(root, SCRIPTS, of));
  const facts: StackFacts = {
    environment: environment.name,
    cluster: environment.cluster,
    repository: environment.delivery.repositoryIn(environment.catalogue).url,
    mockSecrets: mockPlan(environment.secrets()),
    scripts: { gitServer: script('git-server.js'), mockSecrets: script('mock-secrets.js') },
    ...(context !== undefined && { context }),
  };
  replaceFile(fs, file, synthesizeStack(name, facts));
  return dirname(file);
}

/** Writes what tells cdktf's command line which stacks are there. */
export async function writeStackManifest(fs: FileSystem, out: string, names: readonly StackName[]): Promise<void> {
  const { manifestText } = await import('../../stacks');
  replaceFile(fs, join(out, 'manifest.json'), manifestText(names));
}
