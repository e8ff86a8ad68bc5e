import { environmentLine, kubectlLine } from '../../../drift/hint';
import { condition, type Live } from '../../../verify/check';
import { short } from '../../applications';
import { committed, type Facts, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { controllerOf, liveWorkloads } from '../../pods';
import { RUNBOOK } from '../../runbooks';

export const available: Check = {
  id: 'workload/available',
  title: 'workloads have the pods that they want, and no Job failed',
  asked: ['000: OutOfSync/Degraded', 'A51'],
  needs: 'cluster',
  reads: ['deployments', 'statefulSets', 'daemonSets', 'jobs'],
  examine: (facts) => {
    const workloads = liveWorkloads(facts);
    const few = workloads.flatMap((one) => {
      const { available: have, wanted } = replicasOf(one);
      const isOff = wanted === 0 && isMeantToRun(facts, one);
      if (have >= wanted && !isOff) return [];
      const { namespace, name } = one.metadata;
      const stuck = condition(one, 'Progressing')?.status === 'False' ? `; ${short(condition(one, 'Progressing')?.message ?? '')}` : '';
      const next = `${kubectlLine(facts.place, `--namespace ${namespace} describe ${one.kind.toLowerCase()} ${name}`)}; ${RUNBOOK.server} ServerReplicasMissing`;
      const told = isOff
        ? {
            found: 'scaled to 0',
            expected: 'pods, as dist says',
            next: `${environmentLine(facts.place, 'drift')} says who did it; ${next}`,
          }
        : { found: `${have} of ${wanted} pods are available${stuck}`, expected: `${wanted}`, next };
      return [problem(aboutOf(one), told)];
    });
    const jobs = list(facts, 'jobs');
    const failed = jobs
      .filter((job) => condition(job, 'Failed')?.status === 'True' && !isHistory(job, jobs))
      .map((job) => {
        const next = kubectlLine(facts.place, `--namespace ${job.metadata.namespace} logs job/${job.metadata.name} --tail 100`);
        return problem(aboutOf(job), { found: `failed: ${short(condition(job, 'Failed')?.message ?? '')}`, expected: 'Complete', next });
      });
    return { checked: `${workloads.length} workloads, ${jobs.length} Jobs`, findings: [...few, ...failed] };
  },
};

/** Whether its CronJob has done better since. */
function isHistory(job: Live, jobs: readonly Live[]): boolean {
  const owner = controllerOf(job);
  const isLater = (other: Live): boolean =>
    other.metadata.namespace === job.metadata.namespace &&
    controllerOf(other)?.name === owner?.name &&
    condition(other, 'Complete')?.status === 'True' &&
    String(other.status?.startTime) > String(job.status?.startTime);
  return owner !== undefined && jobs.some(isLater);
}

/** Whether dist has it and leaves it pods: an autoscaler does not bring back what somebody scaled to 0. */
function isMeantToRun(facts: Facts, one: Live): boolean {
  const wanted = one.kind === 'DaemonSet' ? undefined : same(committed(facts, one.kind), one);
  return wanted !== undefined && replicasOf(wanted).wanted > 0;
}

function replicasOf({ kind, spec, status }: Live): { available: number; wanted: number } {
  return kind === 'DaemonSet'
    ? { available: Number(status?.numberAvailable ?? 0), wanted: Number(status?.desiredNumberScheduled ?? 0) }
    : { available: Number(status?.availableReplicas ?? 0), wanted: Number(spec?.replicas ?? 1) };
}
