import { numberAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { applicationsOf } from './application-view';
import { settingsOf } from './settings';
import { annotationOf } from './sync-option';

const COMPARE = 'argocd.argoproj.io/compare-options';
const SERVER_SIDE = 'ServerSideDiff=true';
const LEAST = 5;

export const revisionHistory: Rule = {
  id: 'argo/history',
  title: 'An Application can go back, and is compared as the server sees it',
  severity: 'warning',
  rationale:
    'A rollback goes no further than the history; without the comparison of the server what it defaults and admission refuses reads as drift, or as none (hardening B11).',
  requirements: ['A25', 'B53'],
  fix: `set spec.revisionHistoryLimit to ${LEAST} or more, or leave it out, and the annotation ${COMPARE} to ${SERVER_SIDE}`,
  *check(world) {
    const isForAll = settingsOf(world, 'argocd-cmd-params-cm').some(({ values }) => values.get('controller.diff.server.side') === 'true');
    for (const { object, body, at } of applicationsOf(world)) {
      const limit = numberAt(body, 'spec.revisionHistoryLimit') ?? LEAST;
      if (limit < LEAST) yield { object, field: at('spec.revisionHistoryLimit'), message: `is ${limit}; expected ${LEAST} or more` };
      const options = annotationOf(body, COMPARE)
        ?.split(',')
        .map((option) => option.trim());
      if (options?.includes(SERVER_SIDE) ?? isForAll) continue;
      yield { object, field: at(`metadata.annotations["${COMPARE}"]`), message: `does not hold ${SERVER_SIDE}` };
    }
  },
};
