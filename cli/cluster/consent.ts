import { notConfirmed, wrongContextRepeated } from './messages';
import type { Site } from './site';
import type { Kubectl } from './target';

/** How somebody says that what a command would do to an environment with locks is meant. */
export interface Consent {
  /** Name of the context once more. */
  readonly confirm?: string;
}

/**
 * Shows what would be done where locks hold what is promoted, and lets it pass if the context was named once more. Elsewhere nothing is
 * shown, and a name that was given all the same has to be the right one.
 * @throws {Refusal} if it was not named, or another one was
 */
export async function refuseUnmeant(
  { environment, context }: Site,
  { server }: Kubectl,
  { confirm }: Consent,
  show: () => Promise<void>,
): Promise<void> {
  const { name, traits } = environment;
  if (confirm !== undefined && confirm !== context) throw wrongContextRepeated('--confirm', context, confirm);
  if (!traits.locked) return;
  await show();
  if (confirm === undefined) throw notConfirmed(context, name, server);
}
