import { environmentLine, kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { short } from '../../applications';
import { type Facts, list, same } from '../../facts';
import { aboutOf, type Check, type Finding, problem } from '../../finding';
import { liveWaysIn, meantWaysIn, type WayIn } from '../../routes';
import { portsOf } from '../../services';
import { listenerProblems, type ParentReference } from './listener';

export const route: Check = {
  id: 'edge/route',
  title: 'every way in is there, accepted, on a listener that takes its hosts, and leads to a Service',
  asked: ['000: check ingress/route resources', 'A52'],
  needs: 'cluster',
  reads: ['httpRoutes', 'ingresses', 'openShiftRoutes', 'gateways', 'services', 'namespaces'],
  examine: (facts) => {
    const live = liveWaysIn(facts);
    const wanted = meantWaysIn(facts);
    const missing = wanted.flatMap(({ object, hosts }) => {
      const found = same(
        live.map((way) => way.object).filter(({ kind }) => kind === object.kind),
        object,
      );
      const next = `${environmentLine(facts.place, 'drift')}; its Application brings it back by a sync`;
      return found === undefined
        ? [problem(aboutOf(object), { found: 'is not there', expected: `it takes ${hosts.join(', ')}`, next })]
        : [];
    });
    const lost = wanted.flatMap(({ object, hosts }) => {
      const found = live.find((way) => way.object.kind === object.kind && same([way.object], object) !== undefined);
      const gone = found === undefined ? [] : hosts.filter((host) => !found.hosts.includes(host));
      const next = `${environmentLine(facts.place, 'drift')} says who changed it`;
      return gone.length === 0
        ? []
        : [problem(aboutOf(object), { found: `it takes ${found?.hosts.join(', ') || 'every host'}`, expected: hosts.join(', '), next })];
    });
    const bad = live.flatMap((way) => findingsOf(facts, way));
    return { checked: `${live.length} ways in`, findings: [...missing, ...lost, ...bad] };
  },
};

function findingsOf(facts: Facts, way: WayIn): Finding[] {
  const { object } = way;
  const { namespace, name } = object.metadata;
  const reasons = [
    ...(object.kind === 'HTTPRoute' ? parentProblems(facts, way) : []),
    ...(object.kind === 'Route' ? admissionProblems(object) : []),
    ...backendProblems(facts, way),
  ];
  const next = kubectlLine(facts.place, `--namespace ${namespace} describe ${object.kind.toLowerCase()} ${name}`);
  return reasons.length === 0
    ? []
    : [problem(aboutOf(object), { found: reasons.join('; '), expected: 'a way from the edge to a Service', next })];
}

interface ParentStatus {
  readonly parentRef: ParentReference;
  readonly conditions?: readonly { type: string; status: string; reason?: string; message?: string; observedGeneration?: number }[];
}

function parentProblems(facts: Facts, { object, hosts }: WayIn): string[] {
  const parents = (object.spec?.parentRefs ?? []) as readonly ParentReference[];
  const statuses = (object.status?.parents ?? []) as readonly ParentStatus[];
  const { namespace: own, generation } = object.metadata as Live['metadata'] & { generation?: number };
  return parents.flatMap((parent) => {
    const { name, namespace = own } = parent;
    const status = statuses.find(({ parentRef }) => parentRef.name === name && (parentRef.namespace ?? own) === namespace);
    const called = `Gateway ${namespace}/${name}`;
    const refused = (status?.conditions ?? [])
      .filter((one) => (one.type === 'Accepted' || one.type === 'ResolvedRefs') && one.status !== 'True')
      .map(({ type, reason = '', message = '' }) => `${called}: not ${type} (${reason}${message === '' ? '' : `: ${short(message)}`})`);
    const isOld = (status?.conditions ?? []).some(({ observedGeneration = generation }) => (observedGeneration ?? 0) < (generation ?? 0));
    return [
      ...(status === undefined ? [`${called} says nothing of it: no controller has taken it`] : refused),
      ...(isOld ? [`${called} has not looked at its last change`] : []),
      ...listenerProblems(list(facts, 'gateways'), list(facts, 'namespaces'), { namespace: own ?? '', hosts, parent }),
    ];
  });
}

function admissionProblems({ status }: Live): string[] {
  const ingress = (status?.ingress ?? []) as readonly { conditions?: readonly { type: string; status: string; message?: string }[] }[];
  const admitted = ingress.flatMap(({ conditions = [] }) => conditions).find(({ type }) => type === 'Admitted');
  return admitted?.status === 'True'
    ? []
    : [`not admitted${admitted?.message ? `: ${short(admitted.message)}` : ': no router has taken it'}`];
}

function backendProblems(facts: Facts, { backends }: WayIn): string[] {
  return backends.flatMap(({ namespace, name, port }) => {
    const service = same(list(facts, 'services'), { metadata: { namespace, name } });
    if (service === undefined) return [`Service ${namespace}/${name} is not there`];
    const ports = portsOf(service);
    const isThere = port === undefined || ports.some((one) => one.port === port || one.name === port);
    return isThere ? [] : [`Service ${namespace}/${name} has no port ${port}, but ${ports.map((one) => one.port).join(', ')}`];
  });
}
