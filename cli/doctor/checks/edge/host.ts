import { environmentLine } from '../../../drift/hint';
import { isUnread } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { liveWaysIn, meantWaysIn } from '../../routes';

const KINDS_OF_WAYS = ['httpRoutes', 'ingresses', 'openShiftRoutes'] as const;

export const host: Check = {
  id: 'edge/host',
  title: "every host is under the environment's domain",
  asked: ['000: DNS / wildcard domain configuration', 'A52'],
  needs: 'repository',
  examine: (facts) => {
    const { cluster, live } = facts;
    const { domain } = cluster;
    const wasAsked = live !== undefined && !isUnread(live) && KINDS_OF_WAYS.every((name) => !isUnread(live.lists.get(name)));
    // Those of the cluster as well, where it was asked: somebody may have changed them by hand.
    const all = [
      ...meantWaysIn(facts).map((way) => ({ way, where: 'dist' })),
      ...liveWaysIn(facts).map((way) => ({ way, where: 'the cluster' })),
    ];
    const findings = all.flatMap(({ way: { object, hosts }, where }) =>
      hosts
        .filter((name) => name !== domain && !name.endsWith(`.${domain}`))
        .map((name) =>
          problem(aboutOf(object), {
            found: `${name} in ${where}`,
            expected: `${domain} or a name below it`,
            next:
              where === 'dist'
                ? `the host in envs/${facts.environment}/index.ts`
                : `${environmentLine(facts.place, 'drift')} says who changed it`,
          }),
        ),
    );
    return {
      checked: `${new Set(all.flatMap(({ way }) => way.hosts)).size} hosts under ${domain}${wasAsked ? '' : ', of dist alone'}`,
      findings,
    };
  },
};
