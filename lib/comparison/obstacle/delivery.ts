import type { Side } from '../side';
import type { Obstacle } from './obstacle';

/** What was merged does not run there yet, or not everybody may start it. */
export function slowerDelivery(from: Side, to: Side): Obstacle[] {
  const requested: Obstacle[] =
    from.cadence === to.cadence || to.cadence === 'at once'
      ? []
      : [{ kind: 'delivery', where: '', summary: `${to.name} applies ${to.cadence}: what was merged runs only once somebody synced it` }];
  const locked: Obstacle[] =
    from.traits.locked || !to.traits.locked
      ? []
      : [
          {
            kind: 'delivery',
            where: '',
            summary: `${to.name} is locked: teams may not sync, and components keep their version until promoted`,
          },
        ];
  return [...requested, ...locked];
}

/** Stores that ask for TLS. */
export function encryptedStores(from: Side, to: Side): Obstacle[] {
  if (from.traits.encrypted || !to.traits.encrypted) return [];
  const summary = `stores of ${to.name} speak TLS only, PostgreSQL and Redis to clients with a certificate: http:// and plain ports are refused`;
  return [{ kind: 'encryption', where: '', summary }];
}
