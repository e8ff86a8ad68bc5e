import { celRule } from '../cel/cel-rule';

export const openRule = celRule({
  id: 'network/open-rule',
  title: 'Each rule of a network policy says who it is for',
  severity: 'error',
  rationale:
    'A rule without `from` or `to`, or with an empty one, allows everybody, outside the cluster included; `ingress: [{}]` allows everything (NetworkPolicy semantics 7 and 8; bad input 58).',
  requirements: ['A6', 'A18', 'B41'],
  fix: 'name the peers: podSelector, with a namespaceSelector if they are elsewhere; to allow nobody leave the rule out',
  kinds: ['networking.k8s.io/NetworkPolicy'],
  validations: [
    {
      of: 'object',
      expression: 'object.?spec.?ingress.orValue([]).all(r, size(r.?from.orValue([])) > 0)',
      field: 'spec.ingress',
      message: 'has a rule without from, which lets everybody in',
    },
    {
      of: 'object',
      expression: 'object.?spec.?egress.orValue([]).all(r, size(r.?to.orValue([])) > 0)',
      field: 'spec.egress',
      message: 'has a rule without to, which lets everything out',
    },
  ],
});
