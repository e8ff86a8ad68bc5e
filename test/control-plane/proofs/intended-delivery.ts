import { cascades } from '../../../lib/consequence/delivery';
import { none } from '../harness/claims';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';

/** How an environment is delivered, in the words of the README's table. Written down here: what dist says is what is tested. */
interface Delivery {
  /** What is merged runs at once, what is changed by hand is put back, what is removed is pruned. */
  readonly atOnce: boolean;
  /** A removed component goes with its Applications. */
  readonly cascades: boolean;
}

const INTENDED: Readonly<Record<string, Delivery>> = {
  local: { atOnce: true, cascades: true },
  dev: { atOnce: true, cascades: true },
  stage: { atOnce: true, cascades: false },
  prod: { atOnce: false, cascades: false },
};

/** What there was first, and would take all with it. */
const NEVER_PRUNES = ['bootstrap', 'argocd'];

/** @throws with each Application that is delivered in another way than its environment intends */
export function deliveredAsIntended({ name, published }: DeliveredBed): string {
  const intended = INTENDED[name];
  if (intended === undefined) throw new Error(`nobody wrote down how ${name} is delivered: proofs/intended-delivery.ts`);
  const manifests = published.manifests(name).map(({ manifest }) => manifest);
  const applications = manifests.filter(({ kind }) => kind === 'Application');
  none(applications.flatMap((application) => departures(application as unknown as Live, intended)));
  const cascading = applications.filter(cascades).length;
  if (intended.cascades !== cascading > 0) throw new Error(`${cascading} Applications cascade`);
  return `${applications.length} Applications, ${intended.atOnce ? 'at once' : 'on request'}; ${cascading} cascade`;
}

function departures({ metadata, spec }: Live, { atOnce }: Delivery): string[] {
  const { automated } = spec.syncPolicy;
  if (!atOnce) return automated === undefined ? [] : [`${metadata.name} syncs by itself`];
  const prunes = !NEVER_PRUNES.includes(metadata.name);
  if (automated?.selfHeal === true && automated.prune === prunes && automated.allowEmpty === false) return [];
  return [`${metadata.name}: ${JSON.stringify(automated)}; expected selfHeal, prune ${prunes} and never empty`];
}
