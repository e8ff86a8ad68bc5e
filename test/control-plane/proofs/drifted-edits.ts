import { type Manifest, objectKey } from '../../../lib';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { Finder } from './found';

/** What somebody does to an object by hand, and what `drift` has to say of it. */
export interface Slip {
  readonly manifest: Manifest;
  /** A merge patch; undefined deletes the object. */
  readonly change: object | undefined;
  /** Undoes it by another merge patch. */
  readonly undo: object;
  readonly expected: { readonly class: string; readonly object: string; readonly field: string };
}

/** By whom the API server records the changes. */
export const BY_HAND = 'by-hand';
const MARK = 'byHand';

interface Kind {
  readonly kind: string;
  /** Which object of the kind. @default the first one */
  readonly fits?: (live: Live) => boolean;
  readonly class: 'changed' | 'added' | 'missing';
  readonly field: (live: Live) => string;
  readonly change: (live: Live) => object | undefined;
  readonly undo: (live: Live) => object;
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const MANAGED_BY = 'app.kubernetes.io/managed-by';
/** Argo CD starts anew with the settings that these hold. */
const isOwn = ({ metadata }: Live): boolean => metadata.namespace !== 'argocd';

/** A mark beside what dist states, in a map of an object. */
function marked(kind: string, path: readonly string[]): Kind {
  const within = (value: string | null): object => path.reduceRight<object>((inner, key) => ({ [key]: inner }), { [MARK]: value });
  return {
    kind,
    fits: isOwn,
    class: 'added',
    field: () => [...path, MARK].join('.'),
    change: () => within('x'),
    undo: () => within(null),
  };
}

function containersOf({ spec }: Live): readonly object[] {
  return spec.jobTemplate.spec.template.spec.containers;
}

function withContainers(containers: readonly object[]): object {
  return { spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } };
}

/** One of each: values, lists that count as a whole, items of lists, keys of maps, a field that is gone, an object that is gone. */
const KINDS: readonly Kind[] = [
  {
    kind: 'Deployment',
    fits: (live) => live.spec.replicas > 1,
    class: 'changed',
    field: () => 'spec.replicas',
    change: ({ spec }) => ({ spec: { replicas: spec.replicas + 1 } }),
    undo: ({ spec }) => ({ spec: { replicas: spec.replicas } }),
  },
  {
    kind: 'Role',
    class: 'changed',
    field: ({ rules }) => `rules[0].verbs[${rules[0].verbs.length}]`,
    change: ({ rules: [first, ...rest] }) => ({ rules: [{ ...first, verbs: [...first.verbs, 'deletecollection'] }, ...rest] }),
    undo: ({ rules }) => ({ rules }),
  },
  {
    kind: 'Namespace',
    fits: ({ metadata }) => metadata.labels?.[ENFORCE] === 'restricted',
    class: 'changed',
    field: () => `metadata.labels["${ENFORCE}"]`,
    change: () => ({ metadata: { labels: { [ENFORCE]: 'privileged' } } }),
    undo: () => ({ metadata: { labels: { [ENFORCE]: 'restricted' } } }),
  },
  {
    kind: 'ResourceQuota',
    fits: ({ spec }) => spec.hard.pods !== undefined,
    class: 'changed',
    field: () => 'spec.hard.pods',
    change: () => ({ spec: { hard: { pods: '10000' } } }),
    undo: ({ spec }) => ({ spec: { hard: { pods: spec.hard.pods } } }),
  },
  {
    kind: 'ServiceAccount',
    fits: ({ metadata }) => metadata.labels?.[MANAGED_BY] !== undefined,
    class: 'changed',
    field: () => `metadata.labels["${MANAGED_BY}"]`,
    change: () => ({ metadata: { labels: { [MANAGED_BY]: null } } }),
    undo: ({ metadata }) => ({ metadata: { labels: { [MANAGED_BY]: metadata.labels?.[MANAGED_BY] } } }),
  },
  {
    kind: 'CronJob',
    class: 'added',
    field: () => 'spec.jobTemplate.spec.template.spec.containers[name=debug]',
    // Made like the one that is there, or admission would refuse it.
    change: (live) => withContainers([...containersOf(live), { ...containersOf(live)[0], name: 'debug' }]),
    undo: (live) => withContainers(containersOf(live)),
  },
  marked('ConfigMap', ['data']),
  marked('NetworkPolicy', ['metadata', 'labels']),
  marked('Service', ['metadata', 'annotations']),
  marked('Gateway', ['metadata', 'labels']),
  marked('StatefulSet', ['metadata', 'annotations']),
  { kind: 'PodDisruptionBudget', class: 'missing', field: () => '', change: () => undefined, undo: () => ({}) },
];

/** What is done by hand: one change for each line of the table. @throws if dist has no object that a line fits */
export function slips(bed: DeliveredBed, finder: Finder): Promise<Slip[]> {
  const all = bed.published.manifests(bed.name).map(({ manifest }) => manifest);
  return Promise.all(
    KINDS.map(async ({ kind, fits = () => true, class: expected, field, change, undo }): Promise<Slip> => {
      const manifest = all.find((one) => one.kind === kind && fits(one as unknown as Live));
      const live = manifest && (await finder.find(manifest));
      if (manifest === undefined || live === undefined) throw new Error(`there is no ${kind} to change by hand`);
      const said = { class: expected, object: objectKey(manifest), field: field(live) };
      return { manifest, change: change(live), undo: undo(live), expected: said };
    }),
  );
}

/** What nobody committed: something with our label, and a hole in what separates namespaces, without a word of whose it is. */
export const STRANGERS: readonly Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'left-behind', namespace: 'kfm-web', labels: { [MANAGED_BY]: 'desired-state' } },
    data: { of: 'a component that is gone' },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'let-everybody-in', namespace: 'kfm-web' },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ protocol: 'TCP', port: 1, endPort: 65_535 }] }],
    },
  },
];
