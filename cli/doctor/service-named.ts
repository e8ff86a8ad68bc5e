import { nearest } from '../../lib';
import type { Live } from '../verify/check';
import { committed, type Facts, list } from './facts';
import { severalServices, unknownService, withoutService } from './messages';

const COMPONENT = 'app.kubernetes.io/name';

/** The Service of dist that is meant: `namespace/name`, its name, or the component that has one. @throws {Refusal} none, or several */
export function serviceNamed(facts: Facts, asked: string): Live {
  const all = committed(facts, 'Service');
  const called = ({ metadata }: Live): string => `${metadata.namespace}/${metadata.name}`;
  const exact = all.filter((service) => called(service) === asked || service.metadata.name === asked);
  const found = exact.length > 0 ? exact : all.filter(({ metadata }) => metadata.labels?.[COMPONENT] === asked);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return current(facts, first);
  if (first !== undefined) throw severalServices(asked, found.map(called));
  if (facts.dist.some(({ metadata }) => metadata.labels?.[COMPONENT] === asked)) throw withoutService(asked, facts.environment);
  const best = nearest(asked, [...all.map(({ metadata }) => metadata.name), ...all.map(called)]);
  const hint = best === undefined ? `there are ${all.map(called).join(', ') || 'none'}` : `did you mean "${best}"?`;
  throw unknownService(asked, facts.environment, hint);
}

/** As the cluster has it now, if it was asked: that is what a request meets. */
function current(facts: Facts, service: Live): Live {
  const { namespace, name } = service.metadata;
  return list(facts, 'services').find(({ metadata }) => metadata.name === name && metadata.namespace === namespace) ?? service;
}
