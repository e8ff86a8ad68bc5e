import { environmentLine } from '../../../drift/hint';
import { saidFor, short, sourceOf } from '../../applications';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const path: Check = {
  id: 'delivery/path',
  title: 'Applications sync the folder that dist names, and it is there',
  asked: ['000: repo path + revision', 'A51'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const wanted = committed(facts, 'Application');
    const applications = list(facts, 'applications');
    const refused = new Map(saidFor(facts, 'path').map(({ application, message }) => [application, message]));
    const findings = applications.flatMap((application) => {
      const own = sourceOf(application).path;
      const counterpart = same(wanted, application);
      const expected = counterpart && sourceOf(counterpart).path;
      const isMoved = expected !== undefined && own !== expected;
      const message = refused.get(application);
      if (!isMoved && message === undefined) return [];
      const found = [`path ${own}`, ...(message === undefined ? [] : [short(message)])].join(': ');
      const next = isMoved
        ? `${environmentLine(facts.place, 'drift')}; a sync of root brings the path back: ${RUNBOOK.delivery}`
        : `git ls-tree ${facts.repository.revision} ${own}/; merge what is missing, or npm run synth`;
      return [problem(aboutOf(application), { found, expected: `path ${expected ?? 'that is in the repository'}`, next })];
    });
    return { checked: `${applications.length} Applications`, findings };
  },
};
