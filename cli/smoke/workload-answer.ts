import type { WorkloadCheck } from '../../lib';
import type { Kubectl } from '../cluster/target';
import type { Answer } from './question';

interface Workload {
  readonly metadata: { readonly generation?: number };
  readonly spec: { readonly replicas?: number; readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> } };
  readonly status?: { readonly observedGeneration?: number; readonly availableReplicas?: number; readonly updatedReplicas?: number };
}

interface Pod {
  readonly status?: { readonly containerStatuses?: readonly { readonly restartCount?: number }[] };
}

/** Whether all that a workload should have is available, of the generation that is asked for, and was not started again. */
export async function workloadAnswer(
  kubectl: Kubectl,
  { namespace, component }: { readonly namespace: string; readonly component: string },
  { workload: kind }: WorkloadCheck,
): Promise<Answer> {
  const start = performance.now();
  const of = (state: Answer['state'], found: string, isFinal = false): Answer => ({
    state,
    found,
    milliseconds: Math.round(performance.now() - start),
    ...(isFinal && { isFinal }),
  });
  const read = await kubectl.run(['--namespace', namespace, 'get', kind.toLowerCase(), component, '--output', 'json']);
  if (read.status !== 0) return unread(read.stderr, of);
  const workload = JSON.parse(read.stdout) as Workload;
  const selector = Object.entries(workload.spec.selector.matchLabels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const listed = await kubectl.run(['--namespace', namespace, 'get', 'pods', '--selector', selector, '--output', 'json']);
  if (listed.status !== 0) return unread(listed.stderr, of);

  const { items } = JSON.parse(listed.stdout) as { items: readonly Pod[] };
  const restarts = items
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  const wanted = workload.spec.replicas ?? 1;
  const { availableReplicas = 0, updatedReplicas = 0, observedGeneration = 0 } = workload.status ?? {};
  const isSeen = observedGeneration >= (workload.metadata.generation ?? 0);
  const found = [
    wanted === 0 ? 'scaled to 0, so nothing runs' : `${availableReplicas} of ${wanted} available`,
    ...(updatedReplicas < wanted || !isSeen ? ['the last change is not rolled out'] : []),
    ...(restarts > 0 ? [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`] : []),
  ].join(', ');
  const isMet = wanted > 0 && availableReplicas >= wanted && updatedReplicas >= wanted && isSeen && restarts === 0;
  // Nothing undoes a restart.
  return of(isMet ? 'met' : 'failed', found, !isMet && restarts > 0 && availableReplicas >= wanted);
}

function unread(stderr: string, of: (state: Answer['state'], found: string, isFinal?: boolean) => Answer): Answer {
  const said = stderr.trim().split('\n').at(-1) || 'kubectl failed without a word';
  return of(/\(NotFound\)/.test(stderr) ? 'failed' : 'unasked', said, /forbidden|unauthorized/i.test(stderr));
}
