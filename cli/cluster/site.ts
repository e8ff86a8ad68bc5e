import { resolve } from 'node:path';
import { clusterFacts } from '../../envs';
import type { Environment } from '../../lib';
import type { CommandContext } from '../command';
import { loadEnvironment, makeEnvironment } from '../environments';
import type { Programs } from '../ports/programs';
import { resolved, type Settings } from '../settings';
import { type Aim, aimed } from './aim';
import { interruptible } from './interruption';
import { type StateFolder, stateFolder } from './state-folder';
import { clusterAt, type Kubectl } from './target';

/** An environment, and the cluster that it goes to. */
export interface Site {
  readonly environment: Environment;
  readonly settings: Settings;
  /** Name of the context of kubeconfig. */
  readonly context: string;
  /** Folder of what was rendered, absolute. */
  readonly rendered: string;
  readonly state: StateFolder;
  /** Ended when the work is interrupted. */
  readonly programs: Programs;
  /** The cluster, which has to be there. @throws {Refusal} if it is not, or is another one's */
  reach(): Promise<Kubectl>;
}

/** The site that a command was given. */
export async function siteOf(aim: Aim, context: CommandContext, signal: AbortSignal): Promise<Site> {
  const { environment: name, settings, programs: uninterrupted, context: cluster } = aimed(aim, context);
  const environment = makeEnvironment(name, await loadEnvironment(name));
  const programs = interruptible(uninterrupted, signal);
  const clusters = Object.values(await clusterFacts());
  return {
    environment,
    settings,
    context: cluster,
    rendered: resolve(context.root, resolved(settings, name).dist),
    state: stateFolder(context.root, cluster),
    programs,
    reach: () => clusterAt(programs, { context: cluster, remote: aim.remote ?? false, cluster: environment.cluster, clusters }),
  };
}
