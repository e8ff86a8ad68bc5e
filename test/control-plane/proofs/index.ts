import type { Proof } from '../harness/proof';
import { synced } from './synced';

/** Every proof, in the order in which one bed goes through them. A new one is a file here and a line below. */
export const proofs: readonly Proof[] = [synced];
