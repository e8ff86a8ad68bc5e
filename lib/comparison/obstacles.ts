import { lowerCeilings, moreAdmission, stricterPodSecurity } from './obstacle/admission';
import { encryptedStores, slowerDelivery } from './obstacle/delivery';
import { closedNamespaces, missingEdges } from './obstacle/edges';
import { missingHosts, narrowerAudience, otherAuthority } from './obstacle/hosts';
import { type FindObstacles, OBSTACLE_KINDS, type Obstacle } from './obstacle/obstacle';
import { exceededQuotas, lowerLimits } from './obstacle/quota-fit';
import { missingSecrets, mockSecrets } from './obstacle/secrets';
import { missingComponents, otherFlags, otherVersions } from './obstacle/versions';
import type { Side } from './side';

const FINDERS: readonly FindObstacles[] = [
  missingComponents,
  otherVersions,
  otherFlags,
  missingSecrets,
  mockSecrets,
  missingEdges,
  closedNamespaces,
  exceededQuotas,
  missingHosts,
  narrowerAudience,
  encryptedStores,
  stricterPodSecurity,
  moreAdmission,
  lowerLimits,
  lowerCeilings,
  slowerDelivery,
  otherAuthority,
];

/** What works in the first environment and may not in the second, the likeliest cause first. */
export function obstaclesBetween(from: Side, to: Side): Obstacle[] {
  const rank = ({ kind }: Obstacle): number => OBSTACLE_KINDS.indexOf(kind);
  return FINDERS.flatMap((find) => find(from, to)).sort((a, b) => rank(a) - rank(b));
}
