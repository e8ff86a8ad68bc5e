import type { Manifest } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import { deliver, manifestsIn } from './delivered';
import { digestOf, isRecorded, type Record, record } from './record';
import type { Kubectl } from './target';

/** What Argo CD stands on: namespaces with their limits and default deny, who may do what, its ConfigMaps and policies. */
export interface Base {
  readonly manifests: readonly Manifest[];
  /** Whether the cluster was last given exactly this. */
  isIn(cluster: Kubectl): Promise<boolean>;
  applyTo(cluster: Kubectl): Promise<void>;
}

const FOLDERS = ['bootstrap', 'namespaces', 'rbac'];

/** Kinds that nobody understands before Argo CD and its add-ons are there; `apply-platform` brings them. */
const LATER = new Set(['Application', 'AppProject', 'SealedSecret']);

/** The base of what was rendered for an environment. @throws {Refusal} if it is not there or cannot be read */
export function baseOf(fs: FileSystem, rendered: string): Base {
  const manifests = manifestsIn(fs, rendered, FOLDERS).filter(({ kind }) => !LATER.has(kind));
  const namespaces = manifests.filter(({ kind }) => kind === 'Namespace');
  const others = manifests.filter(({ kind }) => kind !== 'Namespace');
  const own: Record = { name: 'desired-state-base', digest: digestOf([...namespaces, ...others].map((one) => JSON.stringify(one))) };
  return {
    manifests: [...namespaces, ...others],
    isIn: (cluster) => isRecorded(cluster, own),
    applyTo: async (cluster) => {
      await deliver(cluster, namespaces);
      await deliver(cluster, others);
      await record(cluster, own);
    },
  };
}
