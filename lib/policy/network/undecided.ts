import { reachOf } from '../membrane/world-reach';
import type { Rule } from '../rule';

export const undecided: Rule = {
  id: 'network/undecided',
  title: 'It can be decided who reaches whom',
  severity: 'error',
  rationale:
    'Policies of Cilium, Calico, Antrea or of administrators outrank or widen the others, and a policy that the API server refuses closes nothing: with one of them nothing is proved (NetworkPolicy semantics 12, 13, 18, 20 and 32; membrane M8; bad input 65).',
  requirements: ['A6', 'A17', 'B41'],
  fix: 'write it as a NetworkPolicy of networking.k8s.io/v1 that the API server takes',
  *check(world) {
    const { reachability, objectOf } = reachOf(world);
    for (const { object, field, message } of [...reachability.undecided, ...reachability.problems]) {
      yield { object: objectOf(object), field, message };
    }
  },
};
