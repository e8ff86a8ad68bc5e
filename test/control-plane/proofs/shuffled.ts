import { dump } from 'js-yaml';
import { LIMIT } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { shuffled as inRandomOrder } from '../harness/shuffle';

export const shuffled: DeliveredProof = {
  name: 'shuffled',
  shows: 'nothing depends on the order in which Applications are created',
  on: 'argo-cd',
  bed: 'shuffled',
  prove: (bed, claims) =>
    claims.that(`created in random order, the root last, all are Synced and Healthy within ${LIMIT} s`, async () => {
      const started = Date.now();
      const manifests = bed.published.manifests(bed.name).map(({ manifest }) => manifest);
      const children = manifests.filter(({ kind, metadata }) => kind === 'Application' && metadata.name !== 'root');
      const order = inRandomOrder(children, bed.props.seed);
      for (const child of order) await bed.cluster.apply(dump(child));
      const { count } = await bed.bringUp();
      const seconds = (Date.now() - started) / 1000;
      const beginning = order.slice(0, 3).map(({ metadata }) => metadata.name);
      if (seconds > LIMIT) throw new Error(`it took ${seconds.toFixed(0)} s (seed ${bed.props.seed})`);
      return `${count} Applications in ${seconds.toFixed(0)} s, beginning with ${beginning.join(', ')} (seed ${bed.props.seed})`;
    }),
};
