import type { Side } from '../../lib/comparison/side';
import type { LaidOut } from '../../lib/manifest/layout';
import type { Manifest } from '../../lib/manifest/manifest';
import type { Cluster } from '../../lib/tenancy/cluster';
import { Edge } from '../../lib/tenancy/edge';
import type { Traits } from '../../lib/tenancy/traits';
import { TEST_CLUSTER, TEST_TRAITS } from '../platform';

/** A cluster like `TEST_CLUSTER` with facts of its own. */
export function cluster(facts: Partial<Cluster> = {}): Cluster {
  return { ...TEST_CLUSTER, edge: Edge.gateway(), ...facts };
}

export interface World extends Partial<Omit<Side, 'traits' | 'cluster' | 'components' | 'objects'>> {
  readonly traits?: Partial<Traits>;
  readonly cluster?: Partial<Cluster>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly objects?: readonly (Manifest | LaidOut)[];
}

/** One side of a comparison: a small world in place of an environment. */
export function side(name: string, { traits, cluster: facts, components = {}, objects = [], ...rest }: World = {}): Side {
  return {
    name,
    traits: { ...TEST_TRAITS, ...traits },
    cluster: cluster({ name, ...facts }),
    cadence: 'at once',
    repository: 'https://git.example.org/platform.git',
    components: new Map(Object.entries(components)),
    quotas: {},
    secrets: [],
    behind: new Set(),
    ...rest,
    objects: objects.map((object) => ('manifest' in object && 'unit' in object ? (object as LaidOut) : laid(object as Manifest))),
  };
}

/** A manifest as a component has it in its folder. */
export function laid(manifest: Manifest, component = 'kfm-api', folder = `workloads/${component}`): LaidOut {
  const unit = { folder, component, project: 'services', namespace: manifest.metadata.namespace ?? '', manifests: [manifest] };
  return { path: `${folder}/${manifest.kind}_${manifest.metadata.name}.yaml`, text: '', unit, manifest } as LaidOut;
}

export function object(apiVersion: string, kind: string, name: string, rest: object = {}, namespace = 'kfm-api'): Manifest {
  const isCluster = /^(?:Namespace|ClusterIssuer|StorageClass|ValidatingAdmissionPolicy(?:Binding)?)$/.test(kind);
  const { metadata, ...fields } = rest as { metadata?: object };
  return { apiVersion, kind, metadata: { name, ...(!isCluster && { namespace }), ...metadata }, ...fields };
}

export function deployment(container: object = {}, spec: object = {}): Manifest {
  return object('apps/v1', 'Deployment', 'kfm-api', {
    spec: {
      ...spec,
      template: { spec: { containers: [{ name: 'kfm-api', image: 'registry.example.org/kfm-api:1.0.0@sha256:aa', ...container }] } },
    },
  });
}

export function configuration(data: Readonly<Record<string, string>>, name = 'settings', namespace = 'kfm-api'): Manifest {
  return object('v1', 'ConfigMap', name, { data }, namespace);
}
