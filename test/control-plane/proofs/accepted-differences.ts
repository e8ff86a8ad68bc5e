import { examples } from './accepted-examples';
import type { BrokenObject, Change, Verdict } from './broken-object';

const { configMap, cronJob, deployment, gateway, horizontalPodAutoscaler, httpRoute, job, namespace, networkPolicy } = examples;
const { pod, podDisruptionBudget, prometheusRule, resourceQuota, roleBinding, service, serviceMonitor, statefulSet } = examples;

interface Difference {
  readonly because: string;
  readonly ours: Verdict;
  readonly server: Verdict;
  readonly changes: readonly Change[];
}

/** What the judges do not agree on, by the reason. */
const DIFFERENCES: readonly Difference[] = [
  {
    because: 'to the types that the schemas are made from the field is optional, or its list may be empty; code of the server asks for it',
    ours: 'accepted',
    server: 'refused',
    changes: [
      { what: 'no image', good: pod, at: 'spec.containers.0.image' },
      { what: 'no container', good: pod, at: 'spec.containers', is: [] },
      { what: 'no port', good: service, at: 'spec.ports' },
      { what: 'no restart policy', good: job, at: 'spec.template.spec.restartPolicy' },
    ],
  },
  {
    because: 'types have no ranges; numbers are checked by code of the server or bounds of the definition',
    ours: 'accepted',
    server: 'refused',
    changes: [
      { what: 'negative replicas', good: deployment, at: 'spec.replicas', is: -1 },
      { what: 'port 70000', good: service, at: 'spec.ports.0.port', is: 70000 },
      { what: 'port 70000', good: httpRoute, at: 'spec.rules.0.backendRefs.0.port', is: 70000 },
      { what: 'one and a half pods', good: resourceQuota, at: 'spec.hard.pods', is: '1.5' },
    ],
  },
  {
    because: 'a schema judges each field alone; how fields fit together is checked by code of the server or rules of the definition',
    ours: 'accepted',
    server: 'refused',
    changes: [
      { what: 'a selector that its pods do not match', good: deployment, at: 'spec.selector.matchLabels.app', is: 'other' },
      { what: 'more replicas at least than at most', good: horizontalPodAutoscaler, at: 'spec.minReplicas', is: 4 },
      { what: 'an end of ports below their beginning', good: networkPolicy, at: 'spec.egress.0.ports.0.endPort', is: 7999 },
      { what: 'both a least and a most', good: podDisruptionBudget, at: 'spec.minAvailable', is: 1 },
      { what: 'a request above its limit', good: pod, at: 'spec.containers.0.resources.requests.memory', is: '64Mi' },
      { what: 'a mount of no volume', good: pod, at: 'spec.volumes', is: [] },
      { what: 'two ports of one name', good: service, at: 'spec.ports.1.name', is: 'http' },
      { what: 'two listeners of one name', good: gateway, at: 'spec.listeners.1', is: { name: 'plain', port: 8001, protocol: 'HTTP' } },
      { what: 'a certificate for plain HTTP', good: gateway, at: 'spec.listeners.0.tls', is: { mode: 'Terminate' } },
      { what: 'a prefix without a slash', good: httpRoute, at: 'spec.rules.0.matches.0.path.value', is: 'tiles' },
    ],
  },
  {
    because: 'to the types it is any text; its form is checked by code of the server or a pattern of the definition',
    ours: 'accepted',
    server: 'refused',
    changes: [
      { what: 'an address range of 33 bits', good: networkPolicy, at: 'spec.egress.0.to.0.ipBlock.cidr', is: '10.0.0.0/33' },
      { what: 'a schedule in words', good: cronJob, at: 'spec.schedule', is: 'every day' },
      { what: 'a time zone of another planet', good: cronJob, at: 'spec.timeZone', is: 'Mars/Olympus' },
      { what: 'a share in words', good: podDisruptionBudget, at: 'spec.maxUnavailable', is: 'one' },
      { what: 'a selector of two words', good: service, at: 'spec.selector.app', is: 'two words' },
      { what: 'a host name of three words', good: httpRoute, at: 'spec.hostnames.0', is: 'not a host' },
      { what: 'an interval in words', good: serviceMonitor, at: 'spec.endpoints.0.interval', is: 'often' },
      { what: 'a time in words', good: prometheusRule, at: 'spec.groups.0.rules.0.for', is: 'soon' },
      {
        what: 'an unheard-of origin of routes',
        good: gateway,
        at: 'spec.listeners.0.allowedRoutes.namespaces.from',
        is: 'Everywhere',
      },
    ],
  },
  {
    because: 'Pod Security and other admission judge by the namespace and by what the cluster has; a schema sees the object only',
    ours: 'accepted',
    server: 'refused',
    changes: [
      { what: "the node's processes", good: pod, at: 'spec.hostPID', is: true },
      { what: 'the user root', good: pod, at: 'spec.securityContext.runAsUser', is: 0 },
      { what: 'an account that is not there', good: pod, at: 'spec.serviceAccountName', is: 'nobody' },
      { what: 'a priority that is not there', good: pod, at: 'spec.priorityClassName', is: 'unheard-of' },
      { what: 'a namespace that is not there', good: configMap, at: 'metadata.namespace', is: 'nowhere' },
    ],
  },
  {
    because: 'it is valid and a mistake most of the time, which the server says in a warning; dist must have none',
    ours: 'accepted',
    server: 'warned',
    changes: [
      {
        what: "the node's processes for its pods, which Pod Security will refuse",
        good: deployment,
        at: 'spec.template.spec.hostPID',
        is: true,
      },
      { what: 'one variable twice', good: pod, at: 'spec.containers.0.env.1.name', is: 'FIRST' },
      { what: 'an address for a range', good: networkPolicy, at: 'spec.egress.0.to.0.ipBlock.cidr', is: '10.0.0.1/8' },
      { what: 'a deprecated node label', good: pod, at: 'spec.nodeSelector', is: { 'beta.kubernetes.io/arch': 'amd64' } },
    ],
  },
  {
    because:
      'a schema sees one version of an object, the server the one before as well; `npm run diff` ranks such changes before the merge',
    ours: 'accepted',
    server: 'refused',
    changes: [
      { what: 'another value although it is immutable', good: configMap, at: 'data.key', is: 'other', overGood: true },
      { what: 'another role', good: roleBinding, at: 'roleRef.name', is: 'other', overGood: true },
      {
        what: 'larger volumes',
        good: statefulSet,
        at: 'spec.volumeClaimTemplates.0.spec.resources.requests.storage',
        is: '2Gi',
        overGood: true,
      },
      {
        what: 'another image',
        good: job,
        at: 'spec.template.spec.containers.0.image',
        is: 'registry.example.org/example:2.0.0',
        overGood: true,
      },
    ],
  },
  {
    because:
      'the server takes the name, and its controller cannot make pods: with what it appends, a label would have more than 63 characters',
    ours: 'refused',
    server: 'accepted',
    changes: [{ what: 'a name of 53 characters', good: statefulSet, at: 'metadata.name', is: 'n'.repeat(53) }],
  },
  {
    because: 'the server takes the name and warns: names and host names of pods are made of it, which better have no dot',
    ours: 'refused',
    server: 'warned',
    changes: [{ what: 'a dot in its name', good: deployment, at: 'metadata.name', is: 'example.one' }],
  },
  {
    because: 'the server reads it as something else without a word, which nobody who wrote it can have meant',
    ours: 'refused',
    server: 'accepted',
    changes: [
      { what: 'null in a list of texts', good: pod, at: 'spec.containers.0.args', is: ['serve', null] },
      { what: 'a namespace', good: namespace, at: 'metadata.namespace', is: 'example' },
    ],
  },
  {
    because: 'the server does not mind the words that make Argo CD leave out the file',
    ours: 'refused',
    server: 'accepted',
    changes: [{ what: 'the words that skip its file', good: configMap, at: 'data.key', is: '+argocd:skip-file-rendering' }],
  },
];

/** The objects on which the judges differ, which docs/proof.md lists. */
export const differences: readonly BrokenObject[] = DIFFERENCES.flatMap(({ changes, ...judged }) =>
  changes.map((change) => ({ ...change, ...judged })),
);
