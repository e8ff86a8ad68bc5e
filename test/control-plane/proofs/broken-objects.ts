import { differences } from './accepted-differences';
import { examples } from './accepted-examples';
import type { BrokenObject, Change } from './broken-object';

const { application, appProject, certificate, configMap, cronJob, deployment, gateway, horizontalPodAutoscaler, httpRoute } = examples;
const { limitRange, namespace, networkPolicy, pod, podDisruptionBudget, prometheusRule, resourceQuota, role, roleBinding } = examples;
const { sealedSecret, service, serviceMonitor } = examples;

/** What both judges refuse, by what is wrong with it. */
const REFUSED: Readonly<Record<string, readonly Change[]>> = {
  'unknown fields': [
    { what: 'a misspelt field', good: deployment, at: 'spec.replica', is: 2 },
    { what: 'another case of a field', good: pod, at: 'spec.containers.0.securityContext.readOnlyRootFileSystem', is: true },
    { what: 'a misspelt field of its metadata', good: configMap, at: 'metadata.lables', is: { app: 'example' } },
    { what: 'a misspelt field at the top', good: role, at: 'rule', is: [] },
    { what: 'a misspelt field', good: serviceMonitor, at: 'spec.endpoints.0.intervall', is: '30s' },
    { what: 'another case of a field', good: application, at: 'spec.syncPolicy.automated.selfheal', is: true },
  ],
  'wrong types': [
    { what: 'text for a number', good: deployment, at: 'spec.replicas', is: '2' },
    { what: 'a number for text', good: configMap, at: 'data.key', is: 1 },
    { what: 'a number for the text of a variable', good: pod, at: 'spec.containers.0.env.0.value', is: 1 },
    { what: 'a fraction for a port', good: service, at: 'spec.ports.0.port', is: 80.5 },
    { what: 'a mapping for a list', good: networkPolicy, at: 'spec.egress', is: { to: [] } },
    { what: 'text for yes or no', good: application, at: 'spec.syncPolicy.automated.prune', is: 'true' },
    { what: 'text for a port', good: httpRoute, at: 'spec.rules.0.backendRefs.0.port', is: '80' },
  ],
  'missing fields': [
    { what: 'no name', good: configMap, at: 'metadata.name' },
    { what: 'no selector', good: deployment, at: 'spec.selector' },
    { what: 'no role', good: roleBinding, at: 'roleRef' },
    { what: 'no schedule', good: cronJob, at: 'spec.schedule' },
    { what: 'no upper limit', good: horizontalPodAutoscaler, at: 'spec.maxReplicas' },
    { what: 'no project', good: application, at: 'spec.project' },
    { what: 'no spec', good: appProject, at: 'spec' },
    { what: 'no ciphertext', good: sealedSecret, at: 'spec.encryptedData' },
    { what: 'no name of a Secret', good: certificate, at: 'spec.secretName' },
    { what: 'no class', good: gateway, at: 'spec.gatewayClassName' },
    { what: 'no expression', good: prometheusRule, at: 'spec.groups.0.rules.0.expr' },
  ],
  'values out of a closed set': [
    { what: 'an unheard-of type', good: service, at: 'spec.type', is: 'LoadBalanced' },
    { what: 'an unheard-of pull policy', good: pod, at: 'spec.containers.0.imagePullPolicy', is: 'Sometimes' },
    { what: 'an unheard-of direction', good: networkPolicy, at: 'spec.policyTypes', is: ['Inbound'] },
    { what: 'a protocol in lower case', good: networkPolicy, at: 'spec.egress.0.ports.0.protocol', is: 'tcp' },
    { what: 'an unheard-of type of limit', good: limitRange, at: 'spec.limits.0.type', is: 'Box' },
    { what: 'an unheard-of algorithm', good: certificate, at: 'spec.privateKey.algorithm', is: 'DSA' },
    {
      what: 'an unheard-of operator',
      good: podDisruptionBudget,
      at: 'spec.selector.matchExpressions',
      is: [{ key: 'app', operator: 'Equals', values: ['example'] }],
    },
  ],
  'names and labels': [
    { what: 'a name with capitals', good: configMap, at: 'metadata.name', is: 'Not_A_Name' },
    { what: 'a name that begins with a digit', good: service, at: 'metadata.name', is: '1st' },
    { what: 'a name of 64 characters', good: namespace, at: 'metadata.name', is: 'n'.repeat(64) },
    { what: 'a name of 53 characters', good: cronJob, at: 'metadata.name', is: 'n'.repeat(53) },
    { what: 'a name with a slash', good: role, at: 'metadata.name', is: 'read/write' },
    { what: 'a name with capitals', good: httpRoute, at: 'metadata.name', is: 'Tiles' },
    { what: 'a label value of two words', good: deployment, at: 'metadata.labels', is: { app: 'two words' } },
    { what: 'a label value of two words in its pods', good: deployment, at: 'spec.template.metadata.labels.note', is: 'two words' },
    { what: 'a label value of 64 characters', good: configMap, at: 'metadata.labels', is: { app: 'v'.repeat(64) } },
    { what: 'a label key of three parts', good: service, at: 'metadata.labels', is: { 'a/b/c': 'example' } },
    { what: 'an annotation key of two words', good: configMap, at: 'metadata.annotations', is: { 'two words': 'example' } },
  ],
  'quantities and sizes': [
    { what: 'a word after a quantity', good: resourceQuota, at: 'spec.hard.pods', is: '10 pods' },
    { what: 'an unheard-of unit', good: pod, at: 'spec.containers.0.resources.limits.memory', is: '32MB' },
    { what: 'a negative quantity', good: pod, at: 'spec.containers.0.resources.limits.memory', is: '-1Mi' },
    { what: 'more than a mebibyte', good: configMap, at: 'data.key', is: 'x'.repeat(2 ** 20 + 1) },
  ],
  'kinds and versions': [
    { what: 'an API version that was removed', good: podDisruptionBudget, at: 'apiVersion', is: 'policy/v1beta1' },
    { what: 'an API version that was removed', good: cronJob, at: 'apiVersion', is: 'batch/v1beta1' },
    { what: 'an API version that was removed', good: horizontalPodAutoscaler, at: 'apiVersion', is: 'autoscaling/v2beta2' },
    { what: 'a misspelt kind', good: deployment, at: 'kind', is: 'Deploymnt' },
    { what: 'a group that nobody defines', good: configMap, at: 'apiVersion', is: 'example.org/v1' },
    { what: 'a version that is not served', good: httpRoute, at: 'apiVersion', is: 'gateway.networking.k8s.io/v1alpha2' },
  ],
};

/** Objects with one mistake each, and how the schemas here and the API server judge them. */
export const brokenObjects: readonly BrokenObject[] = [
  ...Object.values(REFUSED).flatMap((changes) => changes.map((change) => ({ ...change, ours: 'refused', server: 'refused' }) as const)),
  ...differences,
];
