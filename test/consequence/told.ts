import type { Consequence, FileChange } from '../../lib/consequence/consequence';
import { consequencesOf } from '../../lib/consequence/consequences';
import type { Manifest } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/manifest/yaml-emitter';
import { readManifests } from '../../lib/manifest/yaml-reader';

type Fields = Readonly<Record<string, unknown>>;

/** A manifest, by what matters to a test. */
export function object(apiVersion: string, kind: string, name: string, fields: Fields = {}): Manifest {
  const { metadata = {}, ...rest } = fields;
  const namespace = CLUSTER_SCOPED.has(kind) ? {} : { namespace: kind.startsWith('App') ? 'argocd' : 'shop' };
  return { apiVersion, kind, metadata: { name, ...namespace, ...(metadata as Fields) }, ...rest };
}

const CLUSTER_SCOPED = new Set([
  'Namespace',
  'StorageClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'PersistentVolume',
]);

/** A Deployment of one container. */
export function deployment(
  container: Fields = {},
  { spec = {}, pod = {}, annotations = {} }: { spec?: Fields; pod?: Fields; annotations?: Fields } = {},
): Manifest {
  const template = {
    metadata: { labels: { app: 'shop' }, annotations },
    spec: { ...pod, containers: [{ name: 'shop', image: 'r/shop:1', ...container }] },
  };
  return object('apps/v1', 'Deployment', 'shop', { spec: { replicas: 2, selector: { matchLabels: { app: 'shop' } }, ...spec, template } });
}

/** The Application that syncs a folder of the environment "test". */
export function application(
  name: string,
  folder: string,
  { metadata = {}, automated }: { metadata?: Fields; automated?: Fields } = {},
): Manifest {
  return object('argoproj.io/v1alpha1', 'Application', name, {
    metadata,
    spec: { source: { path: `dist/test/${folder}` }, syncPolicy: automated === undefined ? {} : { automated } },
  });
}

export function file(path: string, before: Manifest | string | undefined, after: Manifest | string | undefined): FileChange {
  const text = (side: Manifest | string): string => (typeof side === 'string' ? side : emitYaml(side));
  return {
    path,
    component: 'shop',
    ...(before !== undefined && { before: text(before) }),
    ...(after !== undefined && { after: text(after) }),
  };
}

/** The consequences of files among others that stay as they are. */
export function consequences(files: readonly FileChange[], others: readonly Manifest[] = []): Consequence[] {
  const after = files.flatMap(({ after: text }) => readManifests(text ?? '').manifests);
  return consequencesOf('test', files, () => [...after, ...others]);
}

/** What is told of one object, `risk: summary`, worst first. */
export function told(before: Manifest | undefined, after: Manifest | undefined, others: readonly Manifest[] = []): string[] {
  return consequences([file('workloads/shop/object.yaml', before, after)], others).map(({ risk, summary }) => `${risk}: ${summary}`);
}
