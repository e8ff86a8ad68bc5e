import { dependencyGraph } from '../../lib/graph/dependency-graph';
import type { Graph } from '../../lib/graph/graph';
import type { Manifest } from '../../lib/manifest/manifest';
import type { PlatformFacts } from '../../lib/policy/platform-facts';
import { World } from '../../lib/policy/world';
import { FACTS } from '../policy/fixture';

const TEAM = 'platform.kfm.example.org/team';

/** What a small platform has beside what a case gives: nothing but stores that nobody calls. */
export const SMALL_FACTS: PlatformFacts = {
  ...FACTS,
  domain: 'dev.example.org',
  owners: ['services', 'web', 'platform'],
  components: { api: { namespace: 'kfm' }, ui: { namespace: 'kfm' }, tiles: { namespace: 'kfm' } },
  stores: { postgres: { namespace: 'data', state: 'canonical', callers: [] } },
};

/** An object of a part, as it lies in one of its folders. */
export interface Placed {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Any object of a component: `at('workloads/api', 'v1', 'Secret', 'kfm/credentials')`. */
export function at(folder: string, apiVersion: string, kind: string, place: string, rest: Record<string, unknown> = {}): Placed {
  const [namespace, name] = place.includes('/') ? (place.split('/') as [string, string]) : [undefined, place];
  const labels = { [TEAM]: 'services' };
  return { folder, manifest: { apiVersion, kind, metadata: { name, ...(namespace && { namespace }), labels }, ...rest } };
}

export interface PartProps {
  /** @default kfm */
  readonly namespace?: string;
  /** @default the name below `workloads` */
  readonly folder?: string;
  /** Variables that its program is told. */
  readonly told?: Readonly<Record<string, string>>;
  /** Variables that come from `secret/key`. */
  readonly shown?: Readonly<Record<string, string>>;
  /** Of the pods. */
  readonly spec?: Record<string, unknown>;
}

/** A component: a Deployment with its Service. */
export function part(
  name: string,
  { namespace = 'kfm', folder = `workloads/${name}`, told = {}, shown = {}, spec = {} }: PartProps = {},
): Placed[] {
  const env = [
    ...Object.entries(told).map(([variable, value]) => ({ name: variable, value })),
    ...Object.entries(shown).map(([variable, from]) => {
      const [secret, key] = from.split('/');
      return { name: variable, valueFrom: { secretKeyRef: { name: secret, key } } };
    }),
  ];
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name, env }], ...spec } };
  return [
    at(folder, 'apps/v1', 'Deployment', `${namespace}/${name}`, { spec: { template } }),
    at(folder, 'v1', 'Service', `${namespace}/${name}`, { spec: { selector: { app: name }, ports: [{ port: 80 }] } }),
    at(folder, 'v1', 'ServiceAccount', `${namespace}/default`),
  ];
}

export function store(name: string, props: PartProps = {}): Placed[] {
  return part(name, { namespace: 'data', folder: `stores/${name}`, ...props });
}

export function zone(name: string): Placed {
  return at(`namespaces/${name}`, 'v1', 'Namespace', name);
}

/** @param provides API groups that the cluster has by itself. @default nobody knows */
export function worldOf(placed: readonly Placed[], facts: PlatformFacts | undefined = SMALL_FACTS, provides?: readonly string[]): World {
  return new World({
    environment: 'dev',
    ...(provides && { provides }),
    ...(facts && { facts }),
    objects: placed.map(({ folder, manifest }) => ({
      manifest,
      text: '',
      file: `dist/dev/${folder}/${manifest.kind.toLowerCase()}_${manifest.metadata.name}.yaml`,
      unit: {
        folder,
        component: folder
          .replace(/^namespaces\//, 'x/namespace-')
          .split('/')
          .at(-1) as string,
        project: 'kfm',
        namespace: 'kfm',
        manifests: [],
      },
    })),
  });
}

export function graphOf(...placed: readonly (Placed | readonly Placed[])[]): Graph {
  return dependencyGraph(worldOf(placed.flat() as Placed[]));
}

/** Edges of a kind, a line each. */
export function edgesOf({ edges }: Graph, ...kinds: readonly string[]): string[] {
  return edges.filter(({ kind }) => kinds.includes(kind)).map(({ kind, from, to }) => `${from} ${kind} ${to}`);
}

export function findingsOf({ findings }: Graph): string[] {
  return findings.map(({ kind, nodes, where, message }) => [`${kind}:`, nodes.join(), where, message].filter(Boolean).join(' '));
}
