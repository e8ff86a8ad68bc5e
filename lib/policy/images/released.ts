import { groupBy } from '../../manifest/group-by';
import type { ReleasedImage } from '../platform-facts';
import type { Rule } from '../rule';
import type { Purpose } from '../world';
import { podImages } from './pod-image';
import { tryParseReference } from './reference';

export const released: Rule = {
  id: 'images/released',
  title: "A component's image has a digest that its ledger holds",
  severity: 'error',
  rationale:
    'Only what was built, tested and offered as a release may be promoted; any other digest came past the ledger (check 41; source 001).',
  requirements: ['A5', 'B6', 'B18'],
  fix: 'let promote write the digest; a new build is offered in its ledger first',
  *check(world) {
    const releases = world.facts?.releases ?? [];
    if (releases.length === 0) return;
    const byRepository = groupBy(releases, ({ repository }) => tryParseReference(repository)?.repository ?? repository);
    for (const { object, field, image } of podImages(world)) {
      const { repository = '', digest } = tryParseReference(image) ?? {};
      const own = byRepository.get(repository);
      const problem = own && problemOf(digest, own, releases, world.purpose);
      if (problem !== undefined) yield { object, field, message: problem };
    }
  },
};

/** What is wrong with the digest of an image of these components, among all that were released. */
function problemOf(
  digest: string | undefined,
  own: readonly ReleasedImage[],
  all: readonly ReleasedImage[],
  purpose: Purpose,
): string | undefined {
  const component = own.map((release) => release.component).join(' or ');
  const isTriedOut = purpose === 'development' && digest !== undefined;
  if (!isTriedOut && own.every(({ digests }) => digests.size === 0)) return `is of ${component}, of which nothing was ever released`;
  if (digest === undefined) return `is of ${component}, but has no digest by which its release could be told`;
  if (own.some(({ digests }) => digests.has(digest))) return undefined;
  const other = all.find(({ digests }) => digests.has(digest));
  if (other !== undefined) return `has a digest of ${other.component}, not one of ${component}: ${digest}`;
  // What is tried out in development need not be offered yet: parity/ledger warns of it (decision 0014).
  return isTriedOut ? undefined : `has a digest that no release of ${component} has: ${digest}`;
}
