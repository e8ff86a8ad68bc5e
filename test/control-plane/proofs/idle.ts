import { writesBetween } from '../harness/audit';
import { none } from '../harness/claims';
import type { DeliveredProof } from '../harness/proof';

export const idle: DeliveredProof = {
  name: 'idle',
  shows: 'two writers never fight over an object',
  on: 'argo-cd',
  bed: 'from-root',
  prove: async (bed, claims) => {
    const { idleSeconds, rest } = bed.props;
    await bed.bringUp();
    const from = new Date();
    await rest(idleSeconds);
    await claims.that(`in ${idleSeconds} s of idle nothing is written twice, status aside`, async () => {
      const writes = writesBetween(bed.processes.folder, from, new Date());
      const objects = [...new Set(writes.map(({ object }) => object))];
      const fought = objects.flatMap((object) => {
        const of = writes.filter((write) => write.object === object);
        return of.length < 2 ? [] : [`${object}: ${of.map(({ verb, by }) => `${verb} by ${by}`).join(', ')}`];
      });
      none(fought);
      bed.processes.check();
      await bed.allDone();
      return objects.length === 0 ? 'nothing was written at all' : `written once: ${objects.join(', ')}`;
    });
  },
};
