import { clusterFacts } from '../../envs';
import type { CommandContext } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { type Programs, programsOn } from '../ports/programs';
import { readSettings, type Settings } from '../settings';
import { refuseAnother } from './identity';
import { interruptible } from './interruption';
import { markerIn } from './marker';
import { localIsHere, lockedWithoutContext, remoteWithoutContext } from './messages';
import { stateFolder } from './state-folder';
import { clusterAt, type Kubectl } from './target';

/** How commands say which cluster they mean. */
export interface Aim {
  readonly env: string;
  readonly provider?: string;
  readonly name?: string;
  readonly context?: string;
  /** Host of the API server, of a cluster that is not on this machine. */
  readonly remote?: string;
}

export interface Aimed {
  /** Canonical id. */
  readonly environment: string;
  readonly settings: Settings;
  readonly programs: Programs;
  /** Name of the context that is meant. */
  readonly context: string;
  /** The cluster, which has to be there. @throws {Refusal} if it is not, is another one's, or was not said as plainly as it has to be */
  reach(): Promise<Kubectl>;
}

/** The environment that is on this machine and nowhere else. */
const HERE = 'local';

/** The environment, the settings and the cluster that a command was given. @param signal interrupts the programs that it runs */
export function aimed(aim: Aim, { root, fs, environment: variables }: CommandContext, signal?: AbortSignal): Aimed {
  const [environment] = selectEnvironments([aim.env]) as [string];
  const settings = readSettings({
    root,
    fs,
    environment,
    variables,
    flags: { ...(aim.provider && { CLUSTER_PROVIDER: aim.provider }), ...(aim.name && { CLUSTER_NAME: aim.name }) },
  });
  const programs = signal === undefined ? programsOn(variables) : interruptible(programsOn(variables), signal);
  const context = aim.context ?? `${settings.CLUSTER_PROVIDER.value}-${settings.CLUSTER_NAME.value}`;
  let plain: Promise<void> | undefined;
  return {
    environment,
    settings,
    programs,
    context,
    reach: async () => {
      plain ??= refuseVague(aim, environment);
      await plain;
      const facts = await clusterFacts();
      const cluster = facts[environment];
      if (cluster === undefined) throw new Error(`there are no facts of the cluster of ${environment}`);
      const clusters = Object.values(facts);
      const reached = await clusterAt(programs, { context, cluster, clusters, ...(aim.remote !== undefined && { remote: aim.remote }) });
      const marker = reached.isLocal ? markerIn(stateFolder(root, context)) : undefined;
      if (marker !== undefined) await refuseAnother(reached, marker, environment);
      return reached;
    },
  };
}

/** @throws {Refusal} words that leave open which cluster is meant, where that is not one of this machine */
async function refuseVague({ remote, context }: Aim, environment: string): Promise<void> {
  if (remote !== undefined && environment === HERE) throw localIsHere(environment);
  if (context !== undefined) return;
  if (remote !== undefined) throw remoteWithoutContext(remote);
  const isLocked = async (): Promise<boolean> => makeEnvironment(environment, await loadEnvironment(environment)).traits.locked;
  if (environment !== HERE && (await isLocked())) throw lockedWithoutContext(environment);
}
