import type { Proof } from '../harness/proof';
import { accepted } from './accepted';
import { breakglass } from './breakglass';
import { confined } from './confined';
import { doctored } from './doctored';
import { drifted } from './drifted';
import { enforced } from './enforced';
import { healed } from './healed';
import { idle } from './idle';
import { lived } from './lived';
import { permitted } from './permitted';
import { sealed } from './sealed';
import { seeded } from './seeded';
import { shuffled } from './shuffled';
import { synced } from './synced';
import { verified } from './verified';

/** Every proof, in the order in which a bed goes through its own. A new one is a file here and a line below. */
export const proofs: readonly Proof[] = [
  accepted,
  enforced,
  permitted,
  seeded,
  synced,
  idle,
  confined,
  sealed,
  drifted,
  verified,
  doctored,
  shuffled,
  lived,
  breakglass,
  healed,
];
