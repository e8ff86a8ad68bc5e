import { labelProblems } from '../../manifest/label';
import type { Rule } from '../rule';

export const labels: Rule = {
  id: 'names/labels',
  title: 'Labels and annotations are what Kubernetes takes',
  severity: 'error',
  rationale: 'The API server refuses the whole object for one bad label, pod templates included (Kubernetes: Labels and Selectors).',
  requirements: ['C25'],
  fix: 'correct the key or the value; long text belongs into a ConfigMap',
  *check(world) {
    for (const object of world.objects) {
      for (const problem of labelProblems(object.manifest)) yield { object, ...problem };
    }
  },
};
