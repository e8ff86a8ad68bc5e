import { kubectlLine } from '../../../drift/hint';
import { aboutOf, type Check, problem } from '../../finding';
import { labelText } from '../../labels';
import { isReady } from '../../pods';
import { RUNBOOK } from '../../runbooks';
import { liveServices, meant } from '../../services';

export const pods: Check = {
  id: 'service/pods',
  title: 'behind each Service a pod is ready',
  asked: ['000: a service is unreachable', 'A52'],
  needs: 'cluster',
  reads: ['services', 'pods', 'deployments', 'statefulSets', 'daemonSets'],
  examine: (facts) => {
    const all = liveServices(facts);
    const findings = all.flatMap(({ service, pods: own, templates }) => {
      // By dist: who scaled it to 0 by hand did not mean it to stay so.
      const wanted = meant(facts, service);
      const isMeantToBeEmpty = wanted.length > 0 && wanted.every((template) => template.wanted === 0);
      // Without pods and workloads the selector is wrong, which service/selector says.
      if (own.some(isReady) || isMeantToBeEmpty || (own.length === 0 && templates.length === 0)) return [];
      const found = own.length === 0 ? 'there is no pod' : `none of ${own.length} pods is ready`;
      const next = `${kubectlLine(facts.place, `--namespace ${service.metadata.namespace} describe pods --selector ${labelText(service.spec?.selector ?? {})}`)}; what workload/ says above; ${RUNBOOK.server} ServerDown`;
      return [problem(aboutOf(service), { found, expected: 'a pod that is ready', next })];
    });
    return { checked: `${all.length} Services`, findings };
  },
};
