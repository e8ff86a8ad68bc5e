import { environmentLine } from '../../../drift/hint';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const present: Check = {
  id: 'service/present',
  title: 'every Service of dist is there',
  asked: ['000: a service is unreachable', 'A52'],
  needs: 'cluster',
  reads: ['services'],
  examine: (facts) => {
    const wanted = committed(facts, 'Service');
    const missing = wanted.filter((service) => same(list(facts, 'services'), service) === undefined);
    const next = `${environmentLine(facts.place, 'doctor')} says under delivery/ why its Application does not bring it`;
    return {
      checked: `${wanted.length} Services`,
      findings: missing.map((one) => problem(aboutOf(one), { found: 'is not there', expected: 'as in dist', next })),
    };
  },
};
