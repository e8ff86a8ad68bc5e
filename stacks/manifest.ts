import { version } from 'cdktf/package.json';
import type { StackName } from './facts';
import { jsonText } from './text';

/** Path of a stack's text in the folder that is synthesized into, as cdktf has it. */
export function stackPath(name: StackName): string {
  return `stacks/${name}/cdk.tf.json`;
}

/** The text of manifest.json, by which cdktf's command line finds stacks. */
export function manifestText(names: readonly StackName[]): string {
  const stacks = names.map((name) => [
    name,
    {
      annotations: [],
      constructPath: name,
      dependencies: [],
      name,
      stackMetadataPath: `stacks/${name}/metadata.json`,
      synthesizedStackPath: stackPath(name),
      workingDirectory: `stacks/${name}`,
    },
  ]);
  return jsonText({ version, stacks: Object.fromEntries(stacks) });
}
