import { kubectlLine } from '../../../drift/hint';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { isReady } from '../../pods';
import { liveServices } from '../../services';

const OF = 'kubernetes.io/service-name';

export const endpoints: Check = {
  id: 'service/endpoints',
  title: 'ready pods are endpoints of their Service',
  asked: ['000: a service is unreachable', 'A52'],
  needs: 'cluster',
  reads: ['services', 'pods', 'deployments', 'statefulSets', 'daemonSets', 'endpointSlices'],
  examine: (facts) => {
    const all = liveServices(facts);
    const slices = list(facts, 'endpointSlices');
    const findings = all.flatMap(({ service, pods }) => {
      const ready = pods.filter(isReady);
      const own = slices.filter(
        ({ metadata }) => metadata.namespace === service.metadata.namespace && metadata.labels?.[OF] === service.metadata.name,
      );
      const addresses = own.flatMap((slice) =>
        ((slice.endpoints ?? []) as readonly { addresses: readonly string[]; conditions?: { ready?: boolean } }[])
          .filter(({ conditions }) => conditions?.ready !== false)
          .flatMap((endpoint) => endpoint.addresses),
      );
      if (ready.length === 0 || addresses.length > 0) return [];
      const found = `${ready.length} pods are ready, and no endpoint is`;
      const next = kubectlLine(
        facts.place,
        `--namespace ${service.metadata.namespace} get endpointslices --selector ${OF}=${service.metadata.name} --output yaml`,
      );
      return [problem(aboutOf(service), { found, expected: 'an endpoint for each ready pod', next })];
    });
    return { checked: `${all.length} Services, ${slices.length} EndpointSlices`, findings };
  },
};
