import { AddOn } from './addon/add-on';
import { dependencyGraph } from './graph/dependency-graph';
import type { Graph } from './graph/graph';
import { factsOf, type Surroundings } from './platform-facts';
import { type Synthesis, worldOf } from './synthesis';

/** The graph of an environment as it would be published: locked components with the bytes that they keep. */
export function environmentGraph({ source, objects }: Synthesis, surroundings: Surroundings = {}): Graph {
  const addOns = source.node.children.filter((construct): construct is AddOn => construct instanceof AddOn);
  const definers = new Map(addOns.flatMap(({ name, footprint }) => (footprint.defines ?? []).map((group) => [group, name] as const)));
  return dependencyGraph(worldOf(source, objects, factsOf(source, surroundings)), definers);
}
