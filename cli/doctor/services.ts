import type { Live } from '../verify/check';
import { committed, type Facts, list, same } from './facts';
import { has, type Labels } from './labels';
import { isActive, liveWorkloads, type Template, templatesOf } from './pods';

/** A Service of dist as the cluster has it, and what its selector finds there. */
export interface LiveService {
  readonly service: Live;
  readonly selector: Labels;
  readonly pods: readonly Live[];
  /** Workloads whose pods it selects. */
  readonly templates: readonly Template[];
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
}

/** The Services of dist that the cluster has; what charts bring is their Application's. */
export function liveServices(facts: Facts): LiveService[] {
  const templates = templatesOf(liveWorkloads(facts));
  const pods = list(facts, 'pods').filter(isActive);
  return committed(facts, 'Service').flatMap((wanted) => {
    const service = same(list(facts, 'services'), wanted);
    if (service === undefined) return [];
    const { namespace } = service.metadata;
    const selector = (service.spec?.selector ?? {}) as Labels;
    const isEmpty = Object.keys(selector).length === 0;
    return [
      {
        service,
        selector,
        pods: isEmpty ? [] : pods.filter(({ metadata }) => metadata.namespace === namespace && has(metadata.labels, selector)),
        templates: isEmpty ? [] : templates.filter(({ about, labels }) => about.namespace === namespace && has(labels, selector)),
      },
    ];
  });
}

export function portsOf({ spec }: Live): readonly ServicePort[] {
  return spec?.ports ?? [];
}

/** What a Service leads to in dist, which is what was meant; nothing without a selector, whose endpoints somebody else makes. */
export function meant(facts: Facts, service: Live): readonly Template[] {
  const wanted = same(committed(facts, 'Service'), service);
  const selector = (wanted?.spec?.selector ?? {}) as Labels;
  if (Object.keys(selector).length === 0) return [];
  const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) => committed(facts, kind));
  return templatesOf(workloads).filter(({ about, labels }) => about.namespace === service.metadata.namespace && has(labels, selector));
}
