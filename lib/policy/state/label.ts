import { fieldPath, valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { storesOf } from './store';

export const stateLabel: Rule = {
  id: 'state/label',
  title: 'Every object of a store says whether its data is canonical or rebuildable, as the catalogue does',
  severity: 'error',
  rationale: 'People and tools go by the label when they decide what may be deleted (requirement B7).',
  requirements: ['B7', 'B46'],
  fix: 'leave the label to the store, which takes it from envs/catalogue.ts',
  *check(world) {
    for (const { name, state, objects } of storesOf(world)) {
      for (const object of objects) {
        const labels = valueAt(object.manifest, 'metadata.labels') as Readonly<Record<string, unknown>> | undefined;
        const found = labels?.[LABEL];
        if (found === state) continue;
        const message = found === undefined ? 'is missing' : `is "${found}"`;
        yield { object, field: fieldPath('metadata.labels', LABEL), message: `${message}, and the catalogue calls ${name} ${state}` };
      }
    }
  },
};

const LABEL = 'platform.kfm.example.org/state';
