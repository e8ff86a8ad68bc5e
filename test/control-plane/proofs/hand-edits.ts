import { isDeepStrictEqual } from 'node:util';
import { type Manifest, spokenName } from '../../../lib';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { Finder } from './found';

/** A manifest with its path below the repository. */
interface Placed {
  readonly path: string;
  readonly manifest: Manifest;
}

/** What somebody does to one object by hand, outside Git. */
export interface HandEdit {
  /** @example 'NetworkPolicy kfm-web/default-deny' */
  readonly object: string;
  readonly application: string;
  /** Undefined deletes it. */
  readonly change: object | undefined;
  readonly manifest: Manifest;
  readonly before: Live;
}

/** By whom the API server records the changes. */
const BY_HAND = '?fieldManager=by-hand';

/** Argo CD starts anew with the settings that these hold, and compares nothing meanwhile. */
const SETTINGS = 'argocd';

/**
 * What is done to each kind: values that dist states, changed as an attacker or somebody in a hurry would, and as far as admission lets
 * them where it denies (the proof `enforced` shows what it refuses).
 */
const CHANGES: Readonly<Record<string, (live: Live) => object | undefined>> = {
  Deployment: ({ spec }) => ({ spec: { replicas: spec.replicas + 1 } }),
  ConfigMap: ({ data = {} }) => ({ data: { [Object.keys(data)[0] ?? 'key']: 'by hand' } }),
  Role: () => ({
    rules: [{ apiGroups: ['', 'apps', 'batch'], resources: ['configmaps', 'deployments', 'jobs'], verbs: ['get', 'delete'] }],
  }),
  RoleBinding: () => ({ subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'by-hand' }] }),
  Namespace: () => ({ metadata: { labels: { 'pod-security.kubernetes.io/enforce': null } } }),
  ResourceQuota: () => ({ spec: { hard: { pods: '10000' } } }),
  PodDisruptionBudget: () => undefined,
  Service: () => undefined,
};

/** Lets every pod in and out, on every port, where a policy decides about it: a rule without peers admission would refuse. */
function opened({ spec }: Live): object {
  const types = spec.policyTypes as readonly string[];
  const ports = ['TCP', 'UDP'].map((protocol) => ({ protocol, port: 1, endPort: 65_535 }));
  const anybody = [{ namespaceSelector: {} }];
  const rules = { Ingress: [{ from: anybody, ports }], Egress: [{ to: anybody, ports }] };
  return { spec: Object.fromEntries(types.map((type) => [type.toLowerCase(), rules[type as keyof typeof rules]])) };
}

/** Objects of a kind that are changed at most, spread over all Applications: Argo CD treats the others of a kind alike. */
const EACH = 8;

/** Changes to objects of dist whose kinds the table has. Where an autoscaler counts replicas, nobody does it by hand. */
export function handEdits(bed: DeliveredBed, finder: Finder): Promise<HandEdit[]> {
  const objects = placed(bed);
  const chosen = Object.keys(CHANGES).flatMap((kind) =>
    spread(
      objects.filter(({ manifest }) => manifest.kind === kind && isLeft(manifest)),
      EACH,
    ),
  );
  return editsOf(bed, finder, chosen, (live) => CHANGES[live.kind]?.(live));
}

/** Whether what somebody does to it by hand is left to see. */
function isLeft(manifest: Manifest): boolean {
  const { kind, metadata, spec } = manifest as unknown as Live;
  if (kind === 'Deployment') return spec.replicas !== undefined;
  return kind !== 'ConfigMap' || metadata.namespace !== SETTINGS;
}

/** So many of them, as far from each other as they are. */
function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

function placed({ name, published }: DeliveredBed): readonly Placed[] {
  return published.manifests(name);
}

/** Every NetworkPolicy of dist, opened. */
export function openings(bed: DeliveredBed, finder: Finder): Promise<HandEdit[]> {
  const policies = placed(bed).filter(({ manifest }) => manifest.kind === 'NetworkPolicy');
  return editsOf(bed, finder, policies, opened);
}

async function editsOf(
  bed: DeliveredBed,
  finder: Finder,
  objects: readonly Placed[],
  change: (live: Live) => object | undefined,
): Promise<HandEdit[]> {
  const applications = placed(bed)
    .map(({ manifest }) => manifest as unknown as Live)
    .filter(({ kind }) => kind === 'Application');
  return Promise.all(
    objects.map(async ({ path, manifest }) => {
      const before = await finder.find(manifest);
      const application = applications.find(({ spec }) => spec.source.path !== undefined && path.startsWith(`${spec.source.path}/`));
      if (before === undefined || application === undefined) throw new Error(`${spokenName(manifest)} is not there, or nothing syncs it`);
      return { object: spokenName(manifest), application: application.metadata.name, manifest, before, change: change(before) };
    }),
  );
}

/** Does it, all at once: each change that comes after another was put back waits longer. @throws if the server refuses one */
export async function perform({ cluster }: DeliveredBed, finder: Finder, edits: readonly HandEdit[]): Promise<void> {
  await Promise.all(
    edits.map(({ manifest, change }) => {
      const path = finder.path(manifest);
      return change === undefined ? cluster.delete(path) : cluster.patch(`${path}${BY_HAND}`, change);
    }),
  );
}

/** Those whose object is not as it was before. */
export async function remaining(finder: Finder, edits: readonly HandEdit[]): Promise<HandEdit[]> {
  const found = await Promise.all(edits.map(async (edit) => ({ edit, live: await finder.find(edit.manifest) })));
  return found.filter(({ edit, live }) => !isRestored(edit, live)).map(({ edit }) => edit);
}

function isRestored({ before, change }: HandEdit, live: Live | undefined): boolean {
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return false;
  if (change === undefined) return live.metadata.uid !== before.metadata.uid;
  return Object.keys(change).every((field) => isDeepStrictEqual(content(live, field), content(before, field)));
}

/** What a change touches of an object. */
function content(live: Live, field: string): unknown {
  return field === 'metadata' ? live.metadata.labels : live[field];
}

/** Takes back by hand what nothing else took back. */
export async function takeBack(bed: DeliveredBed, finder: Finder, edits: readonly HandEdit[]): Promise<void> {
  for (const { manifest, before, change } of await remaining(finder, edits)) {
    const added = Object.keys((change as { spec?: object })?.spec ?? {}).filter((field) => before.spec[field] === undefined);
    const spec = Object.fromEntries(added.map((field) => [field, null]));
    await bed.cluster.patch(finder.path(manifest), { spec });
  }
}
