import { kubectlLine } from '../../../drift/hint';
import { condition } from '../../../verify/check';
import { short } from '../../applications';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const gateway: Check = {
  id: 'edge/gateway',
  title: 'Gateways are there, and their controller serves them at an address',
  asked: ['000: check ingress/route resources', 'A52'],
  needs: 'cluster',
  reads: ['gateways'],
  examine: (facts) => {
    const wanted = committed(facts, 'Gateway');
    const findings = wanted.flatMap((one) => {
      const live = same(list(facts, 'gateways'), one);
      const { namespace, name } = one.metadata;
      const next = `${kubectlLine(facts.place, `--namespace ${namespace} describe gateway ${name}`)}; ${kubectlLine(facts.place, `--namespace ${namespace} get pods,services`)}`;
      if (live === undefined) return [problem(aboutOf(one), { found: 'is not there', expected: 'as in dist', next })];
      const bad = ['Accepted', 'Programmed'].flatMap((type) => {
        const { status, message = '' } = condition(live, type) ?? {};
        if (status === 'True') return [];
        return [status === undefined ? `no controller says that it is ${type}` : `not ${type}: ${short(message)}`];
      });
      const hasAddress = (live.status?.addresses ?? []).length > 0;
      const found = [...bad, ...(bad.length === 0 && !hasAddress ? ['it has no address'] : [])].join('; ');
      return found === '' ? [] : [problem(aboutOf(one), { found, expected: 'Programmed, with an address', next })];
    });
    return { checked: `${wanted.length} Gateways`, findings };
  },
};
