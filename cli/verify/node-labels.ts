import { type Cluster, labelKeyProblem, labelValueProblem, POOL } from '../../lib';
import { badLabel } from './messages';

export type NodeLabels = Readonly<Record<string, string>>;

/** `KEY=VALUE` as people write it. @throws {Refusal} what is no label that Kubernetes takes */
export function parsedLabels(texts: readonly string[]): NodeLabels {
  return Object.fromEntries(
    texts.map((text): [string, string] => {
      const equals = text.indexOf('=');
      if (equals < 0) throw badLabel(text, 'has no value');
      const [key, value] = [text.slice(0, equals), text.slice(equals + 1)];
      const problem = labelKeyProblem(key) ?? labelValueProblem(value);
      if (problem !== undefined) throw badLabel(text, problem);
      return [key, value];
    }),
  );
}

/** Whether kubelets, clouds and the API server write such labels themselves. */
export function isKubernetes(key: string): boolean {
  const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  return /(?:^|\.)(?:kubernetes|k8s)\.io$/.test(prefix);
}

/**
 * The labels of each node by the facts of its cluster. Workers of kind and agents of k3d were made pool by pool, in the order of their
 * numbers; other nodes tell their pool by the beginning of their names. Nodes that tell nothing, control planes first of all, have no entry.
 */
export function labelsByFacts({ nodePools }: Cluster, nodes: readonly string[]): Map<string, NodeLabels> {
  const pools = Object.entries(nodePools);
  const slots = pools.flatMap(([pool, { nodes: count }]) => Array.from({ length: count }, () => pool));
  const numbered = nodes.flatMap((name) => {
    const number = numberOf(name);
    return number === undefined ? [] : [{ name, number }];
  });
  const workers = numbered.sort((a, b) => a.number - b.number);
  const poolOf = (name: string): string | undefined => {
    const index = workers.findIndex((worker) => worker.name === name);
    if (index >= 0) return workers.length === slots.length ? slots[index] : undefined;
    return pools
      .map(([pool]) => pool)
      .filter((pool) => name.startsWith(`${pool}-`))
      .sort((a, b) => b.length - a.length)[0];
  };
  return new Map(
    nodes.flatMap((name): [string, NodeLabels][] => {
      const pool = poolOf(name);
      const facts = pool === undefined ? undefined : nodePools[pool];
      return pool === undefined || facts === undefined ? [] : [[name, { 'kubernetes.io/arch': facts.architecture, [POOL]: pool }]];
    }),
  );
}

/** Which worker of kind or agent of k3d a node is. */
function numberOf(name: string): number | undefined {
  const kind = /^.+-worker(\d*)$/.exec(name)?.[1];
  if (kind !== undefined) return kind === '' ? 1 : Number(kind);
  const k3d = /^k3d-.+-agent-(\d+)$/.exec(name)?.[1];
  return k3d === undefined ? undefined : Number(k3d) + 1;
}
