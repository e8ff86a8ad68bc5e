import { type DeliveredBed, LIMIT } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { breakManifests, brokenManifests, terminate } from './broken-manifests';
import { canonicalStores, loseStores } from './canonical-stores';
import { Finder } from './found';
import { putBack } from './put-back';
import { type Removal, removedComponent } from './removed-component';
import { noOrphans, withdrawal } from './withdrawal';

/** Nobody calls it, so that nothing else changes when it goes. */
const REMOVED = 'tiles';

export const healed: DeliveredProof = {
  name: 'healed',
  shows: 'a change by hand is put back, what left Git goes or is reported, a canonical store stays, a broken manifest breaks nothing',
  on: 'argo-cd',
  bed: 'shuffled',
  spares: {
    local: 'its Applications sync, prune and cascade as those of dev',
    stage: 'its Applications heal themselves as those of dev, and leave what left Git as those of prod',
  },
  prove: async (bed, claims) => {
    await bed.bringUp();
    const finder = await Finder.of(bed.cluster);
    await putBack(bed, finder, claims);

    await noOrphans(bed);
    const { files, applications } = withdrawal(bed, REMOVED);
    const objects = applications.flatMap((leaving) => leaving.objects);
    const removal: Removal = { applications, before: await finder.identities(objects) };
    const stores = await loseStores(bed, finder);
    const broken = await breakManifests(bed, finder, others(bed));
    bed.published.edit({ ...Object.fromEntries(files.map((file) => [file, undefined])), ...stores.edits, ...broken.edits }, 'A bad day');
    await brokenManifests(bed, finder, claims, broken);
    await removedComponent(bed, finder, claims, removal);
    await canonicalStores(bed, finder, claims, stores);

    bed.published.revert();
    await claims.that(
      `a commit that repairs it all is followed within ${LIMIT} s, also where the broken one is still being tried`,
      async () => {
        const states = await bed.follows();
        return `${states.length} Applications`;
      },
    );
    await terminate(bed);
    await bed.settled();
  },
};

/** Three components whose manifests are broken meanwhile. */
function others({ environment }: DeliveredBed): string[] {
  return Object.keys(environment.catalogue.components)
    .filter((name) => name !== REMOVED)
    .slice(-3);
}
