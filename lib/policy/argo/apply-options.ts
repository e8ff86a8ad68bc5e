import { numberAt, textAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { applicationsOf } from './application-view';
import { optionsOf } from './sync-option';

/** Options that every Application has, with what is lost without them. */
const WANTED: readonly (readonly [option: string, why: string])[] = [
  ['ServerSideApply=true', 'objects above 262,144 bytes cannot be applied'],
  ['FailOnSharedResource=true', 'an object of two Applications changes hands unseen'],
  ['PrunePropagationPolicy=foreground', 'a pruned owner is gone before what it owns'],
];

export const applyOptions: Rule = {
  id: 'argo/apply-options',
  title: 'An Application is applied by the server, shares nothing, prunes owners last and gives up some time',
  severity: 'warning',
  rationale:
    'Client-side apply notes the object in an annotation, which ends at 262,144 bytes; a retry without an end hides that nothing works (hardening B7).',
  requirements: ['A25', 'C7'],
  fix: 'take SYNC_OPTIONS and RETRY of lib/delivery/argo/sync.ts',
  *check(world) {
    for (const { object, body, at } of applicationsOf(world)) {
      const options = optionsOf(body);
      for (const [option, why] of WANTED) {
        if (options.includes(option)) continue;
        yield { object, field: at('spec.syncPolicy.syncOptions'), message: `does not hold ${option}: ${why}` };
      }
      const limit = numberAt(body, 'spec.syncPolicy.retry.limit');
      const field = at('spec.syncPolicy.retry');
      if (limit === undefined) yield { object, field: `${field}.limit`, message: 'is absent' };
      else if (limit < 0) yield { object, field: `${field}.limit`, message: `is ${limit}, which never ends` };
      if ((textAt(body, 'spec.syncPolicy.retry.backoff.duration') ?? '') !== '') continue;
      yield { object, field: `${field}.backoff.duration`, message: 'is absent' };
    }
  },
};
