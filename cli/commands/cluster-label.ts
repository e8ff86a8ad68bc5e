import { clusterFacts } from '../../envs';
import { type Cluster, nearest } from '../../lib';
import { type Aim, aimed } from '../cluster/aim';
import type { Kubectl } from '../cluster/target';
import type { CommandContext, ExitCode } from '../command';
import { type Place, placeOf } from '../drift/hint';
import { saidBy } from '../drift/objects';
import { type Live, read } from '../verify/check';
import { cannotRead, kubernetesLabel, noLabels, noPoolTold, notLabelled, unknownNode } from '../verify/messages';
import { isKubernetes, labelsByFacts, type NodeLabels, parsedLabels } from '../verify/node-labels';

/** Labels all nodes by the facts of their cluster, or one as it is told. */
export async function clusterLabel(labels: readonly string[], options: Aim, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const { environment, reach } = aimed(options, context);
  const [node, ...texts] = labels;
  if (node !== undefined && texts.length === 0) throw noLabels(node);
  const given = parsedLabels(texts);
  const kubectl = await reach();
  terminal.say(`labelling nodes of ${environment} on ${kubectl.context}, ${kubectl.server}`);
  const nodes = await read(kubectl, 'nodes');
  if (typeof nodes === 'string') throw cannotRead(kubectl.context, [nodes]);

  const cluster = (await clusterFacts())[environment] as Cluster;
  const wanted = node === undefined ? byFacts(kubectl, placeOf(environment, kubectl), cluster, nodes) : asTold(kubectl, node, given, nodes);
  for (const { metadata } of nodes) {
    const its = wanted.get(metadata.name);
    if (its === undefined) continue;
    const missing = Object.entries(its).filter(([key, value]) => metadata.labels?.[key] !== value);
    const words = (missing.length === 0 ? Object.entries(its) : missing).map(([key, value]) => `${key}=${value}`);
    if (missing.length > 0) await label(kubectl, metadata.name, words);
    terminal.result(`${metadata.name}: ${missing.length === 0 ? 'has' : 'labelled'} ${words.join(' ')}`);
  }
  return 0;
}

/** @throws {Refusal} a node that is not there, and labels that are not ours to write */
function asTold({ isLocal, context }: Kubectl, node: string, labels: NodeLabels, nodes: readonly Live[]): Map<string, NodeLabels> {
  const known = nodes.map(({ metadata }) => metadata.name);
  if (!known.includes(node)) throw unknownNode(node, nearest(node, known), known);
  const foreign = isLocal ? undefined : Object.keys(labels).find(isKubernetes);
  if (foreign !== undefined) throw kubernetesLabel(foreign, context);
  return new Map([[node, labels]]);
}

/** On nodes that are machines of their own, the kubelet knows the architecture better. @throws {Refusal} where no name tells a pool */
function byFacts({ isLocal }: Kubectl, place: Place, cluster: Cluster, nodes: readonly Live[]): Map<string, NodeLabels> {
  const names = nodes.map(({ metadata }) => metadata.name);
  const wanted = labelsByFacts(cluster, names);
  if (wanted.size === 0) throw noPoolTold(place, names);
  if (isLocal) return wanted;
  const ours = (labels: NodeLabels): NodeLabels => Object.fromEntries(Object.entries(labels).filter(([key]) => !isKubernetes(key)));
  return new Map([...wanted].map(([name, labels]) => [name, ours(labels)]));
}

async function label(kubectl: Kubectl, node: string, labels: readonly string[]): Promise<void> {
  const ran = await kubectl.run(['label', 'node', node, ...labels, '--overwrite']);
  if (ran.status !== 0) throw notLabelled(node, saidBy(ran));
}
