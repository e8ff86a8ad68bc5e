import { createInterface } from 'node:readline/promises';
import type { Aim } from '../cluster/aim';
import { changing } from '../cluster/changing';
import { removeNetwork } from '../cluster/docker-network';
import { Interrupted } from '../cluster/interruption';
import { entryOf, hasContext, withoutUser } from '../cluster/kubeconfig';
import { localCluster } from '../cluster/local-cluster';
import { INTERRUPTED, nobodyToAsk, notMadeHere } from '../cluster/messages';
import { clusterProvider } from '../cluster/provider';
import type { Site } from '../cluster/site';
import type { CommandContext, ExitCode } from '../command';

/** Deletes the local cluster that was made from here, and everything that is kept of it. */
export async function clusterDown(options: Aim & { readonly yes?: boolean }, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  return changing(options, context, async (site, signal) => {
    const { environment, settings, programs, state } = site;
    if (environment.traits.locked) throw notMadeHere(environment.name);
    const provider = clusterProvider(programs, settings.CLUSTER_PROVIDER.value);
    const cluster = localCluster(site, provider);
    const isThere = await cluster.isOurs();
    if (!isThere && !state.isThere()) {
      terminal.result(`${site.context}: there is nothing to take down`);
      return 0;
    }
    if (isThere) terminal.say(`${site.context}: made by ${provider.name}, ${await serverOf(site)}`);
    if (isThere && options.yes !== true && !(await isAgreed(site.context, signal))) {
      terminal.result(`${site.context}: left as it is`);
      return 0;
    }
    if (isThere) await provider.delete(settings.CLUSTER_NAME.value);
    await removeNetwork(programs, cluster.network.name);
    state.remove();
    terminal.result(`${site.context}: taken down, with its data, its keys and the state of Terraform`);
    return 0;
  });
}

/** Where it is, for people; it goes by its provider, whether kubeconfig still has it or not. */
async function serverOf({ programs, context }: Site): Promise<string> {
  if (!(await hasContext(programs, context))) return 'and kubeconfig has no context of it';
  return `API server ${withoutUser((await entryOf(programs, context)).server)}`;
}

/** Asks whoever sits there. @throws {Refusal} if nobody does */
async function isAgreed(context: string, signal: AbortSignal): Promise<boolean> {
  if (process.stdin.isTTY !== true) throw nobodyToAsk(context);
  const question = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await question.question(`Delete ${context} with all its data? Type its name: `, { signal });
    return answer.trim() === context;
  } catch (error) {
    throw (error as Error).name === 'AbortError' ? new Interrupted(INTERRUPTED) : error;
  } finally {
    question.close();
  }
}
