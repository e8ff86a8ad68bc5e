/** What decides at the API server on everything that comes in. */
export const ADMISSION_GROUP = 'admissionregistration.k8s.io';

export const ADMISSION_RESOURCES: readonly string[] = [
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'validatingwebhookconfigurations',
];
