import { auditPolicy, emitYaml, encryptionConfiguration, k3dConfiguration, kindConfiguration, localStorageClass, sha256 } from '../../lib';
import { type DockerNetwork, provideNetwork } from './docker-network';
import { Interrupted } from './interruption';
import { hasContext } from './kubeconfig';
import { doesNotAnswer, madeByAnother, madeForAnother, notOurs } from './messages';
import type { ClusterProvider } from './provider';
import type { Site } from './site';
import { kubectl } from './succeeding';
import type { Kubectl } from './target';

/** What is remembered of a cluster from the moment that it is begun. */
interface Marker {
  readonly environment: string;
  readonly isMade: boolean;
  /** Id of the process that makes it, or made it. */
  readonly process: number;
  /** Digest of the configuration that it was made by. */
  readonly configuration: string;
}

/** The cluster of a site, which kind or k3d makes on this machine. */
export interface LocalCluster {
  /** The network of docker that its nodes are in. */
  readonly network: DockerNetwork;
  /** Whether the configuration lies in the state folder as the facts have it. */
  isConfigured(): boolean;
  configure(): void;
  /**
   * Whether the cluster is there and whole.
   * @throws {Refusal} one that was not made from here, or for another environment, or that does not answer any more
   */
  isThere(): Promise<boolean>;
  /** Whether it was made by the configuration of now; one that is not there is not. */
  isCurrent(): boolean;
  /** Makes it; what an interrupted run left half made is deleted first. */
  make(hear: (line: string) => void): Promise<void>;
  /** Whether the provider has it, whole or half. @throws {Refusal} one that was not made from here, or for another environment */
  isOurs(): Promise<boolean>;
}

const MARKER = 'cluster.json';
const CONFIGURATION = 'configuration.yaml';

export function localCluster(site: Site, provider: ClusterProvider): LocalCluster {
  const { environment, settings, context, state, programs } = site;
  const { cluster } = environment;
  const name = settings.CLUSTER_NAME.value;
  const files = { auditPolicy: state.file('audit-policy.yaml'), encryption: state.file('encryption.yaml') };
  const network = { name: `desired-state-${context}`, range: cluster.ranges.nodes[0] as string };
  const configuration = emitYaml(
    (provider.name === 'kind' ? kindConfiguration : k3dConfiguration)({ name, cluster, files, network: network.name }),
  );
  const contents = (): readonly (readonly [string, string])[] => [
    [CONFIGURATION, configuration],
    ['audit-policy.yaml', emitYaml(auditPolicy())],
    ['encryption.yaml', emitYaml(encryptionConfiguration(state.key('encryption.key')))],
  ];
  const marker = (): Marker | undefined => {
    const text = state.tryRead(MARKER);
    return text === undefined ? undefined : (JSON.parse(text) as Marker);
  };
  const mark = (isMade: boolean): void =>
    state.write(
      MARKER,
      `${JSON.stringify({ environment: environment.name, isMade, process: process.pid, configuration: sha256(configuration) })}\n`,
    );
  const isOurs = async (): Promise<boolean> => {
    if (!(await provider.list()).includes(name)) return false;
    const found = marker();
    if (found === undefined) throw notOurs(context, provider.deletion(name));
    if (found.environment !== environment.name) throw madeForAnother(context, found.environment, environment.name);
    return true;
  };
  const nodes = Object.values(cluster.nodePools).reduce((sum, pool) => sum + pool.nodes, 1);

  return {
    network,
    isConfigured: () => state.tryRead('encryption.key') !== undefined && contents().every(([file, text]) => state.tryRead(file) === text),
    configure: () => {
      for (const [file, text] of contents()) state.write(file, text);
    },
    isOurs,
    isCurrent: () => marker()?.configuration === sha256(configuration),
    isThere: async () => {
      if (!(await isOurs())) return false;
      if (marker()?.isMade === true) {
        if (!(await hasContext(programs, context))) await provider.addContext(name);
        const cause = await silence(await site.reach());
        if (cause !== undefined) throw doesNotAnswer(context, cause);
        return true;
      }
      const maker = marker()?.process;
      if (maker !== undefined && maker !== process.pid && isAlive(maker)) throw madeByAnother(context, maker, state.file(MARKER));
      const isWhole = (await hasContext(programs, context)) && (await hasNodes(await site.reach(), nodes));
      if (isWhole) mark(true);
      return isWhole;
    },
    make: async (hear) => {
      if (await isOurs()) {
        hear(`deleting what an interrupted run left of ${context}`);
        await provider.delete(name);
      }
      mark(false);
      await provideNetwork(programs, network);
      await provider.create({ name, configuration: state.file(CONFIGURATION), network: network.name }, hear);
      mark(true);
    },
  };
}

/** The storage class that claims name, where the cluster is to bring one and calls its own otherwise. */
export async function provideStorageClass({ environment: { cluster } }: Site, target: Kubectl): Promise<void> {
  if (!cluster.brings.includes('storage-class')) return;
  const found = ['get', 'storageclass', cluster.storageClass.name, '--ignore-not-found', '--output', 'name'];
  if ((await kubectl(target, found)).stdout.trim() !== '') return;
  const input = JSON.stringify(localStorageClass(cluster));
  await kubectl(target, ['apply', '--server-side', '--field-manager=desired-state', '--filename', '-'], { input });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Why an API server does not answer; undefined if it does. */
async function silence(target: Kubectl): Promise<string | undefined> {
  const { status, stderr } = await target.run(['get', '--raw', '/readyz']);
  return status === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? 'without a word');
}

/** Whether an API server answers with so many nodes; one that is half made does not. */
async function hasNodes(target: Kubectl, count: number): Promise<boolean> {
  if ((await silence(target)) !== undefined) return false;
  try {
    return (await target.json<{ readonly items: readonly unknown[] }>(['get', 'nodes'])).items.length === count;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return false;
  }
}
