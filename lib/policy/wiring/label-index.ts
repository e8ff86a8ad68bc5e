import { entriesAt } from '../../manifest/fields';
import { type Labels, valueAt } from '../../manifest/manifest';
import { once } from '../once';
import type { PodView } from '../pod-view';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { selects } from './label-selector';

/** Things with labels by namespace, so that thousands of selectors find theirs among thousands. */
export class LabelIndex<Item> {
  private readonly places = new Map<string, Place<Item>>();

  constructor(
    items: Iterable<Item>,
    namespaceOf: (item: Item) => string,
    private readonly labelsOf: (item: Item) => Labels,
  ) {
    for (const item of items) {
      const namespace = namespaceOf(item);
      const place: Place<Item> = this.places.get(namespace) ?? { items: [], byLabel: new Map() };
      this.places.set(namespace, place);
      place.items.push(item);
      for (const [key, value] of Object.entries(labelsOf(item))) {
        const found = place.byLabel.get(`${key}=${value}`);
        if (found === undefined) place.byLabel.set(`${key}=${value}`, [item]);
        else found.push(item);
      }
    }
  }

  get namespaces(): string[] {
    return [...this.places.keys()];
  }

  in(namespace: string): readonly Item[] {
    return this.places.get(namespace)?.items ?? [];
  }

  select(namespace: string, selector: unknown): readonly Item[] {
    const place = this.places.get(namespace);
    if (place === undefined) return [];
    const candidates = entriesAt(selector, 'matchLabels').map(([key, value]) => place.byLabel.get(`${key}=${value}`) ?? []);
    const fewest = candidates.reduce<readonly Item[]>((best, list) => (list.length < best.length ? list : best), place.items);
    return fewest.filter((item) => selects(selector, this.labelsOf(item)));
  }
}

interface Place<Item> {
  readonly items: Item[];
  /** By `key=value`. */
  readonly byLabel: Map<string, Item[]>;
}

/** The pods of a world by their labels, those that controllers add included. */
export const podsOf = once((world: World): LabelIndex<PodView> => {
  const labels = new Map(world.pods.map((pod) => [pod, { ...addedLabels(pod), ...pod.labels }]));
  return new LabelIndex(
    world.pods,
    ({ namespace }) => namespace,
    (pod) => labels.get(pod) as Labels,
  );
});

/** The Services of a world by their own labels. */
export const servicesOf = once(
  (world: World): LabelIndex<WorldObject> =>
    new LabelIndex(
      world.ofType('/Service'),
      (object) => world.namespaceOf(object),
      ({ manifest }) => Object.fromEntries(entriesAt(manifest, 'metadata.labels').map(([key, value]) => [key, String(value)])),
    ),
);

const behind = new WeakMap<WorldObject, readonly PodView[]>();

/** The pods that a Service leads to; none if it has no selector. */
export function podsBehind(world: World, service: WorldObject): readonly PodView[] {
  const found = behind.get(service) ?? findBehind(world, service);
  behind.set(service, found);
  return found;
}

function findBehind(world: World, service: WorldObject): readonly PodView[] {
  const selector = valueAt(service.manifest, 'spec.selector');
  if (entriesAt(service.manifest, 'spec.selector').length === 0 || valueAt(service.manifest, 'spec.type') === 'ExternalName') return [];
  return podsOf(world).select(world.namespaceOf(service), { matchLabels: selector });
}

/** Labels that pods get from their controller, as far as Services select by them: of a StatefulSet's pods those of the first. */
function addedLabels({ object: { manifest } }: PodView): Labels {
  const { name } = manifest.metadata;
  if (manifest.kind === 'StatefulSet') return { 'statefulset.kubernetes.io/pod-name': `${name}-0`, 'apps.kubernetes.io/pod-index': '0' };
  if (manifest.kind === 'Job') return { 'job-name': name, 'batch.kubernetes.io/job-name': name };
  return {};
}
