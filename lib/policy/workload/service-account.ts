import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

export const serviceAccount = celRule({
  id: 'workload/service-account',
  title: 'Pods run as a ServiceAccount of their own, not as the default one of their namespace',
  severity: 'error',
  rationale: 'What somebody grants to the default account, everything in the namespace may do (CIS 5.1.5; NSA).',
  requirements: ['A33', 'D15'],
  fix: 'make a ServiceAccount for the workload and name it in serviceAccountName',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'pod',
      // What the deprecated field says, the API server copies.
      expression: "!(variables.pod.?serviceAccountName.orValue(variables.pod.?serviceAccount.orValue('')) in ['', 'default'])",
      field: 'serviceAccountName',
      message: 'is missing or default',
    },
  ],
});
