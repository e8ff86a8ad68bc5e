import type { DeliveredProof } from '../harness/proof';
import { Recovery } from './recovery';
import { DEGRADED, OFFLINE, OPENED, REFUSED, sealedAnew } from './sealed-anew';
import { SHIPPED, SHIPPED_OFFLINE, shipped } from './shipped';

export const sealed: DeliveredProof = {
  name: 'sealed',
  shows: 'what npm run seal encrypts is unsealed where it belongs, and nowhere else',
  on: 'argo-cd',
  prove: async (bed, claims) => {
    // A SealedSecret that is not opened keeps the environment from coming up; which one it is, the claims say.
    await bed.bringUp().catch(() => {});
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
  },
};
