import { celRule } from '../cel/cel-rule';

export const ignoredRules = celRule({
  id: 'network/ignored-rules',
  title: 'A network policy has rules only for directions that it isolates',
  severity: 'error',
  rationale:
    'Rules for a direction that policyTypes leaves out are ignored: what looks like a list of the few who may is open to all (NetworkPolicy semantics 6).',
  requirements: ['A6', 'B41'],
  fix: 'add the direction to spec.policyTypes, or remove its rules',
  kinds: ['networking.k8s.io/NetworkPolicy'],
  validations: [
    {
      of: 'object',
      expression:
        "size(object.?spec.?ingress.orValue([])) == 0 || !has(object.spec.policyTypes) || object.spec.policyTypes.exists(t, t == 'Ingress')",
      field: 'spec.ingress',
      message: 'is ignored: policyTypes has no Ingress',
    },
    {
      of: 'object',
      expression:
        "size(object.?spec.?egress.orValue([])) == 0 || !has(object.spec.policyTypes) || object.spec.policyTypes.exists(t, t == 'Egress')",
      field: 'spec.egress',
      message: 'is ignored: policyTypes has no Egress',
    },
  ],
});
