import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { canonicalStores } from './store';

export const backup: Rule = {
  id: 'state/backup',
  title: 'Canonical data is backed up by a schedule',
  severity: 'error',
  rationale: 'What cannot be made again is kept twice (requirement B7). Development holds nothing that is worth it.',
  requirements: ['B7'],
  fix: 'name a backup bucket in envs/clusters.ts, to which canonical stores then write every night',
  *check(world) {
    if (world.purpose === 'development') return;
    for (const { name, objects } of canonicalStores(world)) {
      const isBackedUp = objects.some(({ manifest }) => typeOf(manifest) === 'batch/CronJob' && valueAt(manifest, 'spec.suspend') !== true);
      if (isBackedUp) continue;
      for (const object of objects.filter(({ manifest }) => typeOf(manifest) === 'apps/StatefulSet')) {
        yield { object, message: `keeps the canonical data of ${name}, and no CronJob of it that runs backs it up` };
      }
    }
  },
};
