import type { DeliveredProof } from '../harness/proof';
import { Recovery } from './recovery';
import { DEGRADED, OFFLINE, OPENED, REFUSED, sealedAnew } from './sealed-anew';
import { SHIPPED, SHIPPED_OFFLINE, shipped } from './shipped';

export const sealed: DeliveredProof = {
  name: 'sealed',
  shows: 'what npm run seal encrypts is unsealed where it belongs, and nowhere else',
  on: 'argo-cd',
  bed: 'from-root',
  prove: async (bed, claims) => {
    // A SealedSecret that is not opened keeps the environment from coming up; which one it is, the claims say first.
    const cameUp = bed.bringUp().then(
      () => 'all Applications are Synced and Healthy',
      (error: Error) => error,
    );
    await cameUp;
    if (bed.sealing === undefined) {
      for (const claim of [SHIPPED, SHIPPED_OFFLINE, OPENED, REFUSED, DEGRADED, OFFLINE])
        claims.skip(claim, 'no mount namespace is allowed here, and the controller needs one');
      return;
    }
    const recovery = await Recovery.start(bed);
    try {
      await shipped(bed, bed.sealing, recovery, claims);
      await sealedAnew(bed, bed.sealing, recovery, claims);
    } finally {
      recovery.end();
    }
    await claims.that('the environment comes up with what was opened', async () => {
      const came = await cameUp;
      if (came instanceof Error) throw came;
      return came;
    });
  },
};
