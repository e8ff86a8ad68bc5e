import { textAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { applicationsOf } from './application-view';

export const applicationDestination: Rule = {
  id: 'argo/destination',
  title: 'An Application has one cluster, by address or by name, and a namespace',
  severity: 'error',
  rationale:
    'With both Argo CD refuses it; without a namespace what names none lands in default (hardening B4). That its project permits them is what project/permitted asks.',
  requirements: ['B25', 'B27'],
  fix: 'set spec.destination.server or spec.destination.name, and spec.destination.namespace',
  *check(world) {
    for (const { object, body, at } of applicationsOf(world)) {
      const has = (key: string): boolean => (textAt(body, `spec.destination.${key}`) ?? '') !== '';
      if (has('server') === has('name')) {
        const message = has('server') ? 'has a server and a name; expected one of them' : 'has neither a server nor a name';
        yield { object, field: at('spec.destination'), message };
      }
      if (!has('namespace')) yield { object, field: at('spec.destination.namespace'), message: 'is empty' };
    }
  },
};
