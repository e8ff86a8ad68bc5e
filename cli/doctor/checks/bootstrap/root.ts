import { clusterLine } from '../../../drift/hint';
import { sourceOf } from '../../applications';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

const NAMES = ['root', 'bootstrap'];

export const root: Check = {
  id: 'bootstrap/root',
  title: 'the root Application and the one of the bootstrap are there',
  asked: ['001: Bootstrap steps 2 and 3', 'B22', 'B24'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const wanted = committed(facts, 'Application').filter(({ metadata }) => NAMES.includes(metadata.name));
    const missing = wanted.filter((application) => same(list(facts, 'applications'), application) === undefined);
    const next = clusterLine(facts.place, 'apply-platform');
    return {
      checked: wanted.map(({ metadata }) => metadata.name).join(', '),
      findings: missing.map((one) => problem(aboutOf(one), { found: 'is not there', expected: `it syncs ${sourceOf(one).path}`, next })),
    };
  },
};
