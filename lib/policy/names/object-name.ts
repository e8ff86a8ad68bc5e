import { dnsLabelProblem, objectNameProblem } from '../../manifest/name';
import type { Rule } from '../rule';

export const objectName: Rule = {
  id: 'names/object-name',
  title: 'Names are what Kubernetes takes for the kind',
  severity: 'error',
  rationale:
    'A name that is cut, lower-cased or stripped to fit is another name; two of them may become one (Kubernetes: Object Names and IDs).',
  requirements: ['C25'],
  fix: 'choose another name in the construct that makes the object; names are refused, never repaired',
  *check(world) {
    for (const object of world.objects) {
      const name = objectNameProblem(object.manifest);
      if (name !== undefined) yield { object, field: 'metadata.name', message: name };
      const { namespace } = object.manifest.metadata;
      const problem = namespace === undefined ? undefined : dnsLabelProblem(namespace);
      if (problem !== undefined) yield { object, field: 'metadata.namespace', message: problem };
    }
  },
};
