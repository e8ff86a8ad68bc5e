import { celRule } from '../cel/cel-rule';

/** The API server fills policyTypes in before it asks anybody, so that only what is written can be judged. */
export const policyTypes = celRule({
  id: 'network/policy-types',
  title: 'A network policy says which directions it isolates',
  severity: 'error',
  rationale:
    'Without policyTypes a policy isolates egress only if it has egress rules: `egress: []` alone, meant to deny all of it, denies nothing (NetworkPolicy semantics 5; bad input 57).',
  requirements: ['A6', 'B41'],
  fix: 'set spec.policyTypes to Ingress, Egress or both',
  kinds: ['networking.k8s.io/NetworkPolicy'],
  isEnforced: false,
  validations: [
    {
      of: 'object',
      expression: 'size(object.?spec.?policyTypes.orValue([])) > 0',
      field: 'spec.policyTypes',
      message: 'is missing or empty',
    },
    {
      of: 'object',
      expression:
        "!object.?spec.?egress.hasValue() || size(object.spec.egress) > 0 || object.spec.?policyTypes.orValue([]).exists(t, t == 'Egress') || size(object.spec.?policyTypes.orValue([])) == 0",
      field: 'spec.egress',
      message: 'is an empty list, which denies nothing: policyTypes has no Egress',
    },
    {
      of: 'object',
      expression:
        "!object.?spec.?ingress.hasValue() || size(object.spec.ingress) > 0 || object.spec.?policyTypes.orValue([]).exists(t, t == 'Ingress') || size(object.spec.?policyTypes.orValue([])) == 0",
      field: 'spec.ingress',
      message: 'is an empty list, which denies nothing: policyTypes has no Ingress',
    },
  ],
});
