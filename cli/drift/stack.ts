import type { Aim } from '../cluster/aim';
import { heedingInterruption, Interrupted } from '../cluster/interruption';
import { seedOf } from '../cluster/seed';
import { siteOf } from '../cluster/site';
import type { CommandContext } from '../command';
import { planFailed, stackUnapplied } from './messages';
import type { PlannedChange, StackDrift } from './report';

/** What Terraform would do to the stack of a cluster, if it was ever applied from here. */
export async function stackDrift(aim: Aim, context: CommandContext): Promise<StackDrift> {
  return heedingInterruption(async (signal): Promise<StackDrift> => {
    const site = await siteOf(aim, context, signal);
    const seed = seedOf(site, context);
    if (!seed.isApplied()) return { state: 'unapplied', changes: [], reason: stackUnapplied(site.context) };
    try {
      const { code, said } = await seed.plan();
      if (code === 2) return { state: 'unknown', changes: [], reason: planFailed(said) };
      return { state: code === 0 ? 'same' : 'differs', changes: code === 0 ? [] : plannedChanges(said) };
    } catch (error) {
      if (error instanceof Interrupted || !(error instanceof Error && error.name === 'Refusal')) throw error;
      return { state: 'unknown', changes: [], reason: error.message };
    }
  });
}

/** The resources that a plan names, and nothing of their values. */
function plannedChanges(said: string): PlannedChange[] {
  const resources = [...said.matchAll(/^ *# (\S+) (?:will be|must be|has been|has) (.+)$/gm)].map(
    ([, address = '', action = '']): PlannedChange => ({ address, actions: [action.trim()] }),
  );
  const outputs = /^Changes to Outputs:/m.test(said) ? [{ address: 'outputs', actions: ['changed'] }] : [];
  return [...resources, ...outputs];
}
