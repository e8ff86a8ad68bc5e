import type { Environment } from '../../lib';
import type { Aimed } from '../cluster/aim';
import { stateFolder } from '../cluster/state-folder';
import type { Kubectl } from '../cluster/target';
import type { CommandContext } from '../command';
import { committedObjects } from '../drift/committed';
import { type Place, placeOf } from '../drift/hint';
import { resolved } from '../settings';
import { sourceOf } from './applications';
import { type Facts, isUnread, list, type Unread } from './facts';
import { cloneFacts } from './facts-clone';
import { clusterFacts } from './facts-cluster';
import { machineFacts } from './facts-machine';
import { type Lookup, namesOf } from './facts-names';
import { meantWaysIn } from './routes';

export interface GatherProps {
  readonly aimed: Aimed;
  readonly environment: Environment;
  /** Host of the API server, of a cluster that is not on this machine. */
  readonly remote?: string;
  readonly isOffline: boolean;
  readonly now: number;
  /** Whether dist is rendered and judged, which the way of a request does not ask for. */
  readonly judges: boolean;
  /** @default that of the system */
  readonly lookup?: Lookup;
}

/** Asks the repository, the machine and, unless it is offline, DNS and the cluster: each once. @throws {Refusal} a dist that cannot be read */
export async function gather(
  { aimed, environment, remote, isOffline, now, judges, lookup }: GatherProps,
  context: CommandContext,
): Promise<Facts> {
  const { root, fs, terminal, environment: variables } = context;
  const { settings, programs } = aimed;
  const { name, catalogue, cluster, delivery, traits } = environment;
  const folder = resolved(settings, name).dist;
  const committed = committedObjects(fs, root, folder);
  const repository = delivery.repositoryIn(catalogue);
  const isLocal = repository.url !== catalogue.repository.url;
  const reached = isOffline ? undefined : await orUnread(aimed.reach);
  const place: Place =
    reached === undefined || isUnread(reached)
      ? { environment: name, context: aimed.context, ...(remote !== undefined && { remote }) }
      : placeOf(name, reached);
  terminal.say(isOffline ? `${name}, offline` : `${name} on ${place.context}${isServer(reached) ? `, ${reached.server}` : ''}`);

  const live = isServer(reached)
    ? await patiently('asking the cluster', () => orUnread(() => clusterFacts(reached)), terminal.say)
    : reached;
  const bare = {
    environment: name,
    isLocal,
    place,
    cluster,
    repository,
    isHighlyAvailable: traits.highlyAvailable,
    folder,
    dist: committed.map(({ manifest }) => manifest),
    files: committed.map(({ file }) => file),
    live,
    now,
  };
  const hosts = [...new Set(meantWaysIn({ ...bare, ...NOTHING }).flatMap(({ hosts: own }) => own))].sort();
  const names = isOffline ? new Map() : await patiently('asking DNS', () => namesOf(hosts, lookup), terminal.say);
  const provider = settings.CLUSTER_PROVIDER.value;
  const machine = await machineFacts({ programs, fs, variables, state: stateFolder(root, place.context), cluster, provider, isLocal });
  // This work leaves nobody a moment to say that it lasts.
  if (judges) terminal.say(`rendering and judging ${folder}`);
  const clone = await cloneFacts(
    { programs, environment: name, repository, folder, seen: seenIn({ ...bare, ...NOTHING }), judges },
    context,
  );
  return { ...bare, names, machine, clone };
}

/** Says what is waited for once it lasts longer than a second. */
async function patiently<T>(what: string, work: () => Promise<T>, say: (line: string) => void): Promise<T> {
  const timer = setTimeout(() => say(`${what} …`), 1000);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** What was not gathered yet while the rest is looked at. */
const NOTHING: Pick<Facts, 'names' | 'machine' | 'clone'> = {
  names: new Map(),
  machine: {
    programs: new Map(),
    missing: [],
    takenPorts: [],
    ports: [],
    pluginCache: undefined,
    isStackInitialized: false,
    isStackWritten: false,
  },
  clone: { remotes: undefined, gates: [], ahead: [], behind: new Map() },
};

function isServer(reached: Kubectl | Unread | undefined): reached is Kubectl {
  return reached !== undefined && !isUnread(reached);
}

async function orUnread<T>(ask: () => Promise<T>): Promise<T | Unread> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'Refusal')) throw error;
    return { problem: error.message };
  }
}

/** Commits of dist that Argo CD saw last. */
function seenIn(facts: Facts): string[] {
  const own = list(facts, 'applications').filter((application) => sourceOf(application).path !== undefined);
  return [
    ...new Set(own.flatMap(({ status }) => (/^[0-9a-f]{40,64}$/.test(status?.sync?.revision ?? '') ? [String(status.sync.revision)] : []))),
  ];
}
