import type { Kubectl } from '../cluster/target';

/** Which cluster a line is for. */
export interface Place {
  /** Canonical id of the environment. */
  readonly environment: string;
  /** Name of the context of kubeconfig. */
  readonly context: string;
  /** Host of the API server. @default it is on this machine */
  readonly remote?: string;
}

/** A cluster of an environment as lines name it. */
export function placeOf(environment: string, { context, server, isLocal }: Pick<Kubectl, 'context' | 'server' | 'isLocal'>): Place {
  return { environment, context, ...(!isLocal && { remote: new URL(server).hostname }) };
}

/** A line of kubectl to copy: it names its cluster, since the current context of who copies it may be another one. */
export function kubectlLine({ context }: Pick<Place, 'context'>, words: string): string {
  return `kubectl --context ${word(context)} ${words}`;
}

/** A line of this project's cluster commands to copy. */
export function clusterLine(place: Place, words: string): string {
  return `npm run cluster -- ${words} --env ${place.environment} ${aimOf(place)}`;
}

/** A line to copy of a command whose argument is the environment: `doctor`, `drift`. */
export function environmentLine(place: Place, command: string): string {
  return `npm run ${command} -- ${place.environment} ${aimOf(place)}`;
}

function aimOf({ context, remote }: Place): string {
  return `--context ${word(context)}${remote === undefined ? '' : ` --remote ${word(remote)}`}`;
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
