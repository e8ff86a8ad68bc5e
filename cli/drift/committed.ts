import { join, relative } from 'node:path';
import { type Manifest, objectKey, spokenName, valueAt } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import { readManifestFolder } from '../ports/manifest-folder';
import { noManifests, unreadableDist } from './messages';

/** An object of `dist` and who brings it to the cluster. */
export interface Committed {
  readonly manifest: Manifest;
  /** `group/Kind/namespace/name`. */
  readonly key: string;
  readonly spoken: string;
  /** Path below the project. */
  readonly file: string;
  readonly application: string;
}

/** Every object of a folder of the project, such as `dist/local`. @throws a file that cannot be read, and a folder that has none */
export function committedObjects(fs: FileSystem, root: string, below: string): Committed[] {
  const folder = join(root, below);
  const files = readManifestFolder(fs, folder);
  const problems = files.flatMap(({ file, problems }) => problems.map((problem) => `${relative(root, file)}: ${problem}`));
  if (problems.length > 0) throw unreadableDist(below, problems);
  const applications = applicationsByFile(fs, join(folder, 'index.json'));
  const objects = files.flatMap(({ file, manifests }) =>
    manifests.map((manifest): Committed => {
      const path = file.slice(folder.length + 1);
      const application = applications.get(path) ?? '';
      return { manifest, key: objectKey(manifest), spoken: spokenName(manifest), file: `${below}/${path}`, application };
    }),
  );
  if (objects.length === 0) throw noManifests(below);
  return objects;
}

/** Files by the Application that brings them, as the index says; none where it was edited into something else. */
function applicationsByFile(fs: FileSystem, index: string): Map<string, string> {
  try {
    const { units } = JSON.parse(fs.read(index)) as { units: readonly { application: string; files: readonly string[] }[] };
    return new Map(units.flatMap(({ application, files }) => files.map((file): [string, string] => [file, String(application)])));
  } catch {
    return new Map();
  }
}

/** Where the Applications of `dist` take what they bring from, by name. */
export function sourcesOf(committed: readonly Committed[]): Map<string, 'dist' | 'chart'> {
  const applications = committed.filter(({ manifest }) => manifest.kind === 'Application');
  return new Map(
    applications.map(({ manifest }) => [
      manifest.metadata.name,
      valueAt(manifest, 'spec.source.chart') === undefined ? ('dist' as const) : ('chart' as const),
    ]),
  );
}

/** `NAMESPACE/TEMPLATE-STATEFULSET` of the claims that StatefulSets make. */
export function claimsOf(committed: readonly Committed[]): Set<string> {
  const claims = committed.flatMap(({ manifest: { kind, metadata, ...rest } }) => {
    const templates = kind === 'StatefulSet' ? valueAt(rest, 'spec.volumeClaimTemplates') : undefined;
    if (!Array.isArray(templates)) return [];
    return templates.map((template) => `${metadata.namespace}/${String(valueAt(template, 'metadata.name'))}-${metadata.name}`);
  });
  return new Set(claims);
}

/** Names of the namespaces. */
export function namespacesOf(committed: readonly Committed[]): Set<string> {
  return new Set(committed.filter(({ manifest }) => manifest.kind === 'Namespace').map(({ manifest }) => manifest.metadata.name));
}

/** Between how many replicas an autoscaler chooses. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What autoscalers scale, by `Kind/namespace/name`, and between which bounds. */
export function scaledBy(committed: readonly Committed[]): Map<string, Bounds> {
  const autoscalers = committed.filter(({ manifest }) => manifest.kind === 'HorizontalPodAutoscaler');
  return new Map(
    autoscalers.map(({ manifest }): [string, Bounds] => {
      const { kind, name } = (valueAt(manifest, 'spec.scaleTargetRef') ?? {}) as { kind?: string; name?: string };
      const bound = (of: string): number => Number(valueAt(manifest, `spec.${of}Replicas`) ?? 1);
      return [`${kind}/${manifest.metadata.namespace}/${name}`, { min: bound('min'), max: bound('max') }];
    }),
  );
}
