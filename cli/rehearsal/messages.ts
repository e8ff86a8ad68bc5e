import { Refusal } from '../../lib';

/** Messages of `rehearse`. */

export function noRehearsal(environment: string, purpose: string): Refusal {
  return new Refusal(
    `${environment} has nothing to rehearse: its purpose is ${purpose}, and load is put on environments whose purpose is rehearsal (docs/rehearsal.md)`,
  );
}

export function unknownRehearsal(name: string, best: string | undefined, known: readonly string[]): Refusal {
  return new Refusal(
    `--component ${name}: has no rehearsal; ${best === undefined ? `there is one of ${known.join(', ')}` : `did you mean ${best}?`}`,
  );
}

export function notDelivered(environment: string, component: string, cronJob: string): Refusal {
  return new Refusal(
    `the cluster of ${environment} has no CronJob ${cronJob}, which its class renders; a locked environment gets it by a promotion: ` +
      `npm run promote -- ${component} --to ${environment} --config-only, and a sync`,
  );
}

export function noReport(job: string, lines: readonly string[]): Refusal {
  return new Refusal(
    [`job ${job} ended without a report, so nothing is known of the objectives:`, ...lines.map((line) => `  ${line}`)].join('\n'),
  );
}
