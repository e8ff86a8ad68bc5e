import { auditPolicy, emitYaml, encryptionConfiguration, k3dConfiguration, kindConfiguration, localStorageClass, sha256 } from '../../lib';
import { type DockerNetwork, provideNetwork } from './docker-network';
import { uidOf } from './identity';
import { Interrupted } from './interruption';
import { hasContext } from './kubeconfig';
import { mark, markerIn } from './marker';
import { doesNotAnswer, keyLost, madeForAnother, notOurs } from './messages';
import type { ClusterProvider } from './provider';
import { serverSideApply } from './server-side-apply';
import type { Site } from './site';
import { kubectl } from './succeeding';
import type { Kubectl } from './target';

/** The cluster of a site, which kind or k3d makes on this machine. */
export interface LocalCluster {
  /** The network of docker that its nodes are in. */
  readonly network: DockerNetwork;
  /** Whether the configuration lies in the state folder as the facts have it. */
  isConfigured(): boolean;
  /** @throws {Refusal} a new encryption key for a cluster that is there, and could not read its secrets by it */
  configure(): Promise<void>;
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

const CONFIGURATION = 'configuration.yaml';
const ENCRYPTION = 'encryption.yaml';
const KEY = 'encryption.key';

export function localCluster(site: Site, provider: ClusterProvider): LocalCluster {
  const { environment, settings, context, state, programs } = site;
  const { cluster } = environment;
  const name = settings.CLUSTER_NAME.value;
  const files = { auditPolicy: state.file('audit-policy.yaml'), encryption: state.file(ENCRYPTION) };
  const network = { name: `desired-state-${context}`, range: cluster.ranges.nodes[0] as string };
  const configuration = emitYaml(
    (provider.name === 'kind' ? kindConfiguration : k3dConfiguration)({ name, cluster, files, network: network.name }),
  );
  const contents = (): readonly (readonly [string, string])[] => [
    [CONFIGURATION, configuration],
    ['audit-policy.yaml', emitYaml(auditPolicy())],
    // The servers of k3s make their key themselves.
    ...(provider.name === 'kind' ? [[ENCRYPTION, emitYaml(encryptionConfiguration(state.key(KEY)))] as const] : []),
  ];
  const digest = (): string => sha256(JSON.stringify(contents()));
  const hasItsKey = (): boolean => {
    if (provider.name !== 'kind') return true;
    const [key, written] = [state.tryRead(KEY)?.trim(), state.tryRead(ENCRYPTION)];
    return key !== undefined && (written === undefined || written === emitYaml(encryptionConfiguration(key)));
  };
  const begun = (): void => mark(state, { environment: environment.name, isMade: false, configuration: digest() });
  /** It is what it was begun with, whatever is configured since. */
  const made = async (): Promise<void> => {
    const { configuration: begunWith } = markerIn(state) ?? { configuration: digest() };
    const uid = await uidOf(await site.reach());
    mark(state, { environment: environment.name, isMade: true, configuration: begunWith, uid });
  };
  const isOurs = async (): Promise<boolean> => {
    if (!(await provider.list()).includes(name)) return false;
    const found = markerIn(state);
    if (found === undefined) throw notOurs(context, provider.deletion(name));
    if (found.environment !== environment.name) throw madeForAnother(context, found.environment, environment.name);
    return true;
  };
  const nodes = Object.values(cluster.nodePools).reduce((sum, pool) => sum + pool.nodes, 1);

  return {
    network,
    isConfigured: () => hasItsKey() && contents().every(([file, text]) => state.tryRead(file) === text),
    configure: async () => {
      if (!hasItsKey() && (await isOurs())) throw keyLost(context, state.file(KEY));
      for (const [file, text] of contents()) state.write(file, text);
    },
    isOurs,
    isCurrent: () => markerIn(state)?.configuration === digest(),
    isThere: async () => {
      if (!(await isOurs())) return false;
      if (markerIn(state)?.isMade === true) {
        if (!(await hasContext(programs, context))) await provider.addContext(name);
        const cause = await silence(await site.reach());
        if (cause !== undefined) throw doesNotAnswer(context, cause);
        return true;
      }
      const isWhole = (await hasContext(programs, context)) && (await hasNodes(await site.reach(), nodes));
      if (isWhole) await made();
      return isWhole;
    },
    make: async (hear) => {
      if (await isOurs()) {
        hear(`deleting what an interrupted run left of ${context}`);
        await provider.delete(name);
      }
      begun();
      await provideNetwork(programs, network);
      await provider.create({ name, configuration: state.file(CONFIGURATION), network: network.name }, hear);
      await made();
    },
  };
}

/** The storage class that claims name, where the cluster is to bring one and calls its own otherwise. */
export async function provideStorageClass({ environment: { cluster } }: Site, target: Kubectl): Promise<void> {
  if (!cluster.brings.includes('storage-class')) return;
  const found = ['get', 'storageclass', cluster.storageClass.name, '--ignore-not-found', '--output', 'name'];
  if ((await kubectl(target, found)).stdout.trim() !== '') return;
  await serverSideApply(target, JSON.stringify(localStorageClass(cluster)));
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
