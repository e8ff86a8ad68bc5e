import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import { badSchedule } from '../errors';
import { type JobProps, jobSpec } from './job';
import { metadataOf, serviceAccount } from './program';

export interface CronProps extends JobProps {
  /** Five fields of cron, in UTC. `never`: a template that people start with `kubectl create job --from=cronjob/NAME`. */
  readonly schedule: string;
  /** Seconds that a run which is over stays to be looked at, with what it claimed. @default a week */
  readonly keep?: number;
}

/** A program that runs by the clock, one run at a time; a missed run is made up for within ten minutes. */
export class Cron extends Construct {
  constructor(scope: Construct, id: string, props: CronProps) {
    super(scope, id);
    const { part, schedule, secrets = [], keep = WEEK } = props;
    const isTemplate = schedule === 'never';
    if (!isTemplate && !isSchedule(schedule)) throw badSchedule(this.node.path, schedule);

    serviceAccount(this, part);
    const cron = new KubeObject<k8s.KubeCronJobProps>(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: metadataOf(part),
      spec: {
        // A suspended CronJob needs a schedule too; this one is a day that never comes.
        schedule: isTemplate ? '0 0 31 2 *' : schedule,
        suspend: isTemplate,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: { labels: part.labels }, spec: { ...jobSpec(props, this.node.path), ttlSecondsAfterFinished: keep } },
      },
    });
    cron.addDependency(...secrets);
  }
}

const WEEK = 604_800;

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** Whether a text is five fields of numbers, ranges, lists and steps, each within its bounds. */
export function isSchedule(schedule: string): boolean {
  const fields = schedule.split(' ');
  return (
    fields.length === RANGES.length &&
    fields.every((field, index) => {
      const [least, most] = RANGES[index] as readonly [number, number];
      return field.split(',').every((part) => {
        const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/([1-9]\d?))?$/.exec(part);
        if (match === null) return false;
        const [, from, to] = match;
        const bounds = [from, to].filter((bound) => bound !== undefined).map(Number);
        return bounds.every((bound) => bound >= least && bound <= most) && (to === undefined || Number(from) <= Number(to));
      });
    })
  );
}
