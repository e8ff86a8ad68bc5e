import { kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { short } from '../../applications';
import { type Facts, list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

export const claim: Check = {
  id: 'workload/claim',
  title: 'every claim has its volume',
  asked: ['004: PersistentVolume Claims Stuck Pending', 'E37'],
  needs: 'cluster',
  reads: ['claims', 'storageClasses', 'pods', 'warnings'],
  examine: (facts) => {
    const all = list(facts, 'claims');
    const findings = all.flatMap((one) => {
      const found = one.status?.phase === 'Bound' ? undefined : why(facts, one);
      if (found === undefined) return [];
      const { namespace, name } = one.metadata;
      const next = `${kubectlLine(facts.place, `--namespace ${namespace} describe persistentvolumeclaim ${name}`)}; ${kubectlLine(facts.place, 'get storageclass,pods --all-namespaces')}: does the provisioner run?`;
      return [problem(aboutOf(one), { found, expected: 'Bound', next })];
    });
    return { checked: `${all.length} claims`, findings };
  },
};

/** Undefined where it may wait: its class makes the volume for the first pod, and there is none. */
function why(facts: Facts, { kind, metadata, spec, status }: Live): string | undefined {
  const phase = String(status?.phase ?? 'Pending');
  if (phase === 'Lost') return 'its volume is gone';
  const classes = list(facts, 'storageClasses');
  const wanted: string | undefined = spec?.storageClassName;
  const found = classes.find((one) =>
    wanted === undefined ? one.metadata.annotations?.[DEFAULT] === 'true' : one.metadata.name === wanted,
  );
  const known = classes.map((one) => one.metadata.name).join(', ') || 'none';
  if (found === undefined && wanted === undefined)
    return `${phase}: it names no storage class, and none is the default (there are ${known})`;
  // A volume without a class is one that somebody made by hand.
  if (found === undefined && wanted !== '') return `${phase}: there is no storage class ${wanted} (there are ${known})`;
  const event = list(facts, 'warnings').find(
    ({ involvedObject }) =>
      involvedObject?.kind === kind && involvedObject.namespace === metadata.namespace && involvedObject.name === metadata.name,
  );
  if (event !== undefined) return `${phase}: ${short(String(event.message ?? event.reason))}`;
  const isWaiting = found?.volumeBindingMode === 'WaitForFirstConsumer' && !hasPod(facts, metadata);
  return isWaiting ? undefined : `${phase}: ${found?.provisioner ?? 'nobody'} has made no volume`;
}

function hasPod(facts: Facts, { namespace, name }: Live['metadata']): boolean {
  return list(facts, 'pods').some(({ metadata, spec }) => {
    const volumes = (spec?.volumes ?? []) as readonly { persistentVolumeClaim?: { claimName?: string } }[];
    return metadata.namespace === namespace && volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === name);
  });
}
