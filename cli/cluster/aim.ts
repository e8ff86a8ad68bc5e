import { clusterFacts } from '../../envs';
import type { CommandContext } from '../command';
import { selectEnvironments } from '../environments';
import { type Programs, programsOn } from '../ports/programs';
import { readSettings, type Settings } from '../settings';
import { clusterAt, type Kubectl } from './target';

/** How commands say which cluster they mean. */
export interface Aim {
  readonly env: string;
  readonly provider?: string;
  readonly name?: string;
  readonly context?: string;
  readonly remote?: boolean;
}

export interface Aimed {
  /** Canonical id. */
  readonly environment: string;
  readonly settings: Settings;
  readonly programs: Programs;
  /** Name of the context that is meant. */
  readonly context: string;
  /** The cluster, which has to be there. @throws {Refusal} if it is not, or is another one's */
  reach(): Promise<Kubectl>;
}

/** The environment, the settings and the cluster that a command was given. */
export function aimed(aim: Aim, { root, fs, environment: variables }: CommandContext): Aimed {
  const [environment] = selectEnvironments([aim.env]) as [string];
  const settings = readSettings({
    root,
    fs,
    environment,
    variables,
    flags: { ...(aim.provider && { CLUSTER_PROVIDER: aim.provider }), ...(aim.name && { CLUSTER_NAME: aim.name }) },
  });
  const programs = programsOn(variables);
  const context = aim.context ?? `${settings.CLUSTER_PROVIDER.value}-${settings.CLUSTER_NAME.value}`;
  return {
    environment,
    settings,
    programs,
    context,
    reach: async () => {
      const facts = await clusterFacts();
      const cluster = facts[environment];
      if (cluster === undefined) throw new Error(`there are no facts of the cluster of ${environment}`);
      return clusterAt(programs, { context, remote: aim.remote ?? false, cluster, clusters: Object.values(facts) });
    },
  };
}
