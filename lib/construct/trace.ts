import { type IConstruct, Node } from 'constructs';

/** Where a construct was made: the call stack at its registration, as V8 prints it, innermost call first. */
export type Stack = string;

/**
 * Runs `make` and notes the call stack of every construct made meanwhile.
 * It listens where constructs register with their scope, `Node.addChild`, which is private to constructs (exact version, tested).
 */
export function traced<T>(make: () => T): { made: T; stacks: ReadonlyMap<IConstruct, Stack> } {
  const registry = Node.prototype as unknown as { addChild(child: IConstruct, id: string): void };
  const { addChild } = registry;
  const { stackTraceLimit } = Error;
  const stacks = new Map<IConstruct, Stack>();
  registry.addChild = function (child, id) {
    stacks.set(child, new Error('made here').stack ?? '');
    addChild.call(this, child, id);
  };
  Error.stackTraceLimit = 50;
  try {
    return { made: make(), stacks };
  } finally {
    registry.addChild = addChild;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
