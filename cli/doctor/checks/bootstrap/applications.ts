import { clusterLine, environmentLine } from '../../../drift/hint';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const applications: Check = {
  id: 'bootstrap/applications',
  title: 'every Application of dist is instantiated, and no other',
  asked: ['001: Bootstrap step 4', 'B22', 'B24'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const wanted = committed(facts, 'Application');
    const live = list(facts, 'applications');
    const missing = wanted.filter((application) => same(live, application) === undefined);
    const strangers = live.filter((application) => same(wanted, application) === undefined);
    const next = `${environmentLine(facts.place, 'doctor')} says under delivery/ why root does not bring it; ${clusterLine(facts.place, 'apply-platform')} if root is missing`;
    return {
      checked: `${wanted.length} Applications`,
      findings: [
        ...missing.map((one) => problem(aboutOf(one), { found: 'is not there', expected: 'as in dist', next })),
        ...strangers.map((one) =>
          problem(aboutOf(one), {
            found: 'dist does not have it',
            expected: 'only what is committed',
            next: 'docs/runbooks/removal.md: what left Git goes by a step of its own',
          }),
        ),
      ],
    };
  },
};
