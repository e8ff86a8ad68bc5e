import { environmentLine, kubectlLine } from '../../../drift/hint';
import { type Facts, list } from '../../facts';
import { type About, type Check, problem } from '../../finding';
import { liveWorkloads, templatesOf } from '../../pods';
import { RUNBOOK } from '../../runbooks';

type Reference = Pick<About, 'kind' | 'name'>;

export const secret: Check = {
  id: 'workload/secret',
  title: 'Secrets and ConfigMaps that pods read are there',
  asked: ['000: OutOfSync/Degraded', '001: Secrets', 'A51'],
  needs: 'cluster',
  reads: ['deployments', 'statefulSets', 'daemonSets', 'secrets', 'configMaps'],
  examine: (facts) => {
    const templates = templatesOf(liveWorkloads(facts));
    const readers = new Map<string, { about: About; by: About[] }>();
    for (const { about, spec } of templates) {
      for (const { kind, name } of readBy(spec)) {
        const { namespace = '' } = about;
        const there = kind === 'Secret' ? list(facts, 'secrets') : list(facts, 'configMaps');
        if (there.some(({ metadata }) => metadata.name === name && metadata.namespace === namespace)) continue;
        const key = `${kind}/${namespace}/${name}`;
        const entry = readers.get(key) ?? { about: { kind, namespace, name }, by: [] };
        entry.by.push(about);
        readers.set(key, entry);
      }
    }
    const findings = [...readers.values()].map(({ about, by }) =>
      problem(about, {
        found: `is not there, and ${by.map(({ kind, name }) => `${kind} ${name}`).join(', ')} read it`,
        expected: about.kind === 'Secret' ? 'the Secret that its sealed file, store or certificate makes' : 'as in dist',
        next: nextFor(facts, about),
      }),
    );
    return { checked: `what ${templates.length} workloads read`, findings };
  },
};

function nextFor({ place, dist }: Facts, { kind, namespace, name }: About): string {
  const maker = dist.find(
    ({ kind: own, metadata }) => own === 'SealedSecret' && metadata.name === name && metadata.namespace === namespace,
  );
  if (maker !== undefined) return `${kubectlLine(place, `--namespace ${namespace} describe sealedsecret ${name}`)}; ${RUNBOOK.secrets}`;
  if (kind === 'Secret') return `${kubectlLine(place, `--namespace ${namespace} get certificate,externalsecret`)}; ${RUNBOOK.secrets}`;
  return `${kubectlLine(place, `--namespace ${namespace} get configmap`)}; ${environmentLine(place, 'drift')} says whether Argo CD brings it`;
}

interface Named {
  readonly name?: string;
  readonly secretName?: string;
  readonly optional?: boolean;
}

/** Everything that the kubelet waits for; what is optional it does not. */
// biome-ignore lint/suspicious/noExplicitAny: a pod's spec, as the server has it
export function readBy(spec: any): Reference[] {
  const found: Reference[] = [];
  const add = (kind: string, one: Named | undefined): void => {
    const name = one?.secretName ?? one?.name;
    if (one === undefined || one.optional === true || name === undefined) return;
    if (!found.some((other) => other.kind === kind && other.name === name)) found.push({ kind, name });
  };
  for (const volume of spec.volumes ?? []) {
    add('Secret', volume.secret);
    add('ConfigMap', volume.configMap);
    for (const source of volume.projected?.sources ?? []) {
      add('Secret', source.secret);
      add('ConfigMap', source.configMap);
    }
  }
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    for (const { valueFrom } of container.env ?? []) {
      add('Secret', valueFrom?.secretKeyRef);
      add('ConfigMap', valueFrom?.configMapKeyRef);
    }
    for (const { secretRef, configMapRef } of container.envFrom ?? []) {
      add('Secret', secretRef);
      add('ConfigMap', configMapRef);
    }
  }
  return found;
}
