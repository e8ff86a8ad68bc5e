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
    if (!seed.isApplied())
      return {
        state: 'unapplied',
        changes: [],
        reason: stackUnapplied({ environment: site.environment.name, context: site.context, ...(aim.remote && { remote: aim.remote }) }),
      };
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

/** `kubernetes_job_v1.mock["a"] is tainted, so must be replaced`, `… (deposed object 0a1b2c) will be destroyed`. */
const PLANNED =
  /^ *# ((?:[\w.-]|\[\d+\]|\["[^"]*"\])+)(?: \(deposed object \w+\))? (?:is tainted, so (?:it )?must be|will be|must be|has been|has) (.+)$/gm;

/** The resources that a plan names, and nothing of their values. */
export function plannedChanges(said: string): PlannedChange[] {
  const resources = [...said.matchAll(PLANNED)].map(
    ([, address = '', action = '']): PlannedChange => ({ address, actions: [action.trim()] }),
  );
  const outputs = /^Changes to Outputs:/m.test(said) ? [{ address: 'outputs', actions: ['changed'] }] : [];
  return [...resources, ...outputs];
}
