import {
  dependencyMermaid,
  environmentGraph,
  type Graph,
  type Neighbourhood,
  nearest,
  neighbourhood,
  nodesCalled,
  type Synthesis,
  shownText,
} from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments, synthesizeSelected } from '../environments';
import { locksUnread, nobodyCalled, severalCalled } from '../graph/messages';
import { neighbourhoodLines, treeLines } from '../graph/text';
import { readNeighbourhood, surroundingsOf } from '../neighbours';
import { count } from '../report/findings';
import { printLines } from '../report/lines';
import type { Terminal } from '../report/terminal';

export interface GraphOptions {
  /** Only what a part depends on, and what depends on it. */
  readonly of?: string;
  readonly json?: boolean;
  readonly mermaid?: boolean;
  readonly svg?: boolean;
}

/** Shows what there is in an environment and what depends on what. Circles, and names of what is not there, are findings. */
export async function graph(asked: string, options: GraphOptions, context: CommandContext): Promise<ExitCode> {
  const whole = await graphOf(asked, context);
  const part = options.of === undefined ? undefined : partOf(whole, options.of);
  const shown = part?.graph ?? whole;
  const { terminal } = context;
  if (options.json) terminal.result(JSON.stringify(asJson(shown, part), null, 2));
  else if (options.mermaid) terminal.result(dependencyMermaid(shown));
  else if (options.svg) terminal.result(await (await import('../graph/svg')).graphSvg(shown));
  else printTree(shown, options.of, part, terminal);
  const inPicture = options.json || options.mermaid || options.svg;
  for (const finding of shown.findings) printFinding(finding, inPicture ? terminal.say : terminal.result, terminal);
  terminal.say(
    `${count(shown.findings.length, 'finding')} in ${shown.environment}: ${count(shown.nodes.length, 'node')}, ${count(shown.edges.length, 'edge')}`,
  );
  return shown.findings.length === 0 ? 0 : 1;
}

/** @throws Refusal where locks do not tell what the environment keeps */
async function graphOf(asked: string, context: CommandContext): Promise<Graph> {
  const [name] = selectEnvironments([asked]) as [string];
  // Whoever asks what depends on what asks no gate.
  const [synthesis] = (await synthesizeSelected([name], { ...context, gates: [] })) as [Synthesis];
  const lockless = synthesis.judgement.findings.filter(({ rule }) => rule === 'layout/lock');
  if (lockless.length > 0)
    throw locksUnread(
      name,
      lockless.map(({ file, message, fix }) => `${file}: ${message}; ${fix}`),
    );
  return environmentGraph(synthesis, surroundingsOf(name, await readNeighbourhood(context.fs, context.root)));
}

/** @throws Refusal for a name that nothing has, and one that several have */
function partOf(whole: Graph, name: string): Neighbourhood {
  const [node, ...others] = nodesCalled(whole, name);
  if (node === undefined) throw nobodyCalled(whole.environment, name, nearest(name, [...new Set(whole.nodes.map((each) => each.name))]));
  if (others.length > 0)
    throw severalCalled(
      name,
      [node, ...others].map(({ id }) => id),
    );
  return neighbourhood(whole, node);
}

function printTree(shown: Graph, name: string | undefined, part: Neighbourhood | undefined, terminal: Terminal): void {
  if (name !== undefined && part !== undefined) printLines(neighbourhoodLines(name, part), terminal);
  printLines(treeLines(shown), terminal);
}

function printFinding({ nodes, where, message }: Graph['findings'][number], print: (line: string) => void, { colour }: Terminal): void {
  const who = nodes.length === 1 ? `${nodes[0]?.slice(nodes[0].indexOf('/') + 1)} ` : '';
  print(`${colour.red('finding')} ${shownText(`${where === '' ? '' : `${where}: `}${who}${message}`)}`);
}

function asJson({ environment, nodes, edges, findings }: Graph, part: Neighbourhood | undefined): unknown {
  const around = part && { of: part.of, needs: part.needs, neededBy: part.neededBy };
  return { environment, ...around, nodes, edges, findings };
}
