import { type Environment, nearest, rehearsalOf, valueAt } from '../../lib';
import { noRehearsal, unknownRehearsal } from './messages';

/** A component with the CronJob that its rehearsal is started from. */
export interface Rehearsal {
  readonly component: string;
  readonly namespace: string;
  readonly cronJob: string;
  /** Seconds of load. */
  readonly seconds: number;
}

/** The rehearsals that an environment's class renders. @throws Refusal if there is none, or none of the name */
export function rehearsalsOf(environment: Environment, component: string | undefined): Rehearsal[] {
  const units = environment.units();
  const all = units.flatMap(({ component: of, manifests }) => {
    const cronJob = rehearsalOf(of);
    const found = (kind: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === cronJob);
    const namespace = found('CronJob')?.metadata.namespace;
    const files = valueAt(found('ConfigMap'), 'data') as Readonly<Record<string, string>> | undefined;
    return namespace === undefined ? [] : [{ component: of, namespace, cronJob, seconds: secondsOf(files?.['plan.json'] ?? '{}') }];
  });
  if (all.length === 0) throw noRehearsal(environment.name, environment.traits.purpose);
  if (component === undefined) return all;
  const chosen = all.filter((rehearsal) => rehearsal.component === component);
  const names = all.map((rehearsal) => rehearsal.component);
  if (chosen.length === 0) throw unknownRehearsal(component, nearest(component, names), names);
  return chosen;
}

function secondsOf(plan: string): number {
  const { steps = [] } = JSON.parse(plan) as { readonly steps?: readonly { readonly seconds: number }[] };
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}
