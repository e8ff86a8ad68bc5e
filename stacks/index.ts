import type { StackFacts, StackName } from './facts';
import { HybridStack } from './hybrid';
import { LocalStack } from './local';

export type { StackFacts, StackName } from './facts';
export { manifestText, stackPath } from './manifest';

const STACKS = { local: LocalStack, hybrid: HybridStack } as const;

/** The text of a stack's cdk.tf.json: the same facts give the same bytes. */
export function synthesizeStack(name: StackName, facts: StackFacts): string {
  return new STACKS[name](facts).text();
}
