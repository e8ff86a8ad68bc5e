import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { applicationsOf } from './application-view';
import { optionsOf, ownOptionsOf, SYNC_OPTIONS } from './sync-option';

/** Options that no Application and no object has, with what they do. */
const DANGEROUS: ReadonlyMap<string, string> = new Map([
  ['Replace=true', 'replaces objects in place of changing them, whatever else is said, and may delete them first'],
  ['Force=true', 'deletes objects that cannot be changed'],
  ['Validate=false', 'applies what the API server would refuse'],
]);

export const syncOptions: Rule = {
  id: 'argo/sync-options',
  title: 'No sync replaces, forces, skips validation or empties an Application',
  severity: 'error',
  rationale:
    '"Production outage caused by a sync mistakenly executed with Replace=true" (argo-cd 11573); Replace outranks ServerSideApply; allowEmpty lets a wrong path delete everything (hardening B6, check 50).',
  requirements: ['A2', 'B7', 'B8'],
  fix: 'leave the option out; what cannot be changed is made anew under another name',
  *check(world) {
    for (const { object, body, at } of applicationsOf(world)) {
      if (valueAt(body, 'spec.syncPolicy.automated.allowEmpty') === true) {
        yield { object, field: at('spec.syncPolicy.automated.allowEmpty'), message: 'is true' };
      }
      for (const [index, option] of optionsOf(body).entries()) {
        const effect = DANGEROUS.get(option);
        if (effect !== undefined)
          yield { object, field: at(`spec.syncPolicy.syncOptions[${index}]`), message: `is ${option}, which ${effect}` };
      }
    }
    for (const object of world.objects) {
      for (const option of ownOptionsOf(object.manifest)) {
        const effect = DANGEROUS.get(option);
        const field = `metadata.annotations["${SYNC_OPTIONS}"]`;
        if (effect !== undefined) yield { object, field, message: `holds ${option}, which ${effect}` };
      }
    }
  },
};
