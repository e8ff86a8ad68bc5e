import { certificate } from '../../../cli/doctor/checks/edge/certificate';
import { dns } from '../../../cli/doctor/checks/edge/dns';
import { gateway } from '../../../cli/doctor/checks/edge/gateway';
import { host } from '../../../cli/doctor/checks/edge/host';
import { route } from '../../../cli/doctor/checks/edge/route';
import { endpoints } from '../../../cli/doctor/checks/service/endpoints';
import { isolation } from '../../../cli/doctor/checks/service/isolation';
import { networkPolicy } from '../../../cli/doctor/checks/service/network-policy';
import { pods } from '../../../cli/doctor/checks/service/pods';
import { port } from '../../../cli/doctor/checks/service/port';
import { present } from '../../../cli/doctor/checks/service/present';
import { selector } from '../../../cli/doctor/checks/service/selector';
import type { Facts } from '../../../cli/doctor/facts';
import type { Check } from '../../../cli/doctor/finding';
import type { Live } from '../../../cli/verify/check';
import { DIST, findings, LISTS, live, soundFacts, withLists } from './sound';

const SPEC = DIST.service.spec as { selector: object; ports: readonly object[] };
const ROUTE = DIST.route.spec as object;
const STATUS = (LISTS.httpRoutes as [Live])[0].status;

const serving = (spec: object): Facts => withLists({ services: [live(DIST.service, { spec: { ...SPEC, ...spec } })] });
const routed = (spec: object, status: object = STATUS): Facts =>
  withLists({ httpRoutes: [live(DIST.route, { spec: { ...ROUTE, ...spec }, status })] });
const unready = { ...(LISTS.pods as [Live])[0], status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } } as Live;
const PARTED = live(DIST.deployment, {
  spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': 'ui', part: 'of' } }, spec: {} } },
});
const [SLICE] = LISTS.endpointSlices as [Live];
const SOME_NAMESPACES = { from: 'Selector', selector: { matchExpressions: [{ key: 'edge', operator: 'In', values: ['open'] }] } };
const ingress = (backend: object): Live =>
  ({
    kind: 'Ingress',
    metadata: { name: 'old', namespace: 'web' },
    spec: { rules: [{ host: 'old.example.net', http: { paths: [{ backend }] } }] },
  }) as Live;
const seenAt = (observedGeneration: number): object => ({
  parents: [{ parentRef: { name: 'edge', namespace: 'edge' }, conditions: [{ type: 'Accepted', status: 'True', observedGeneration }] }],
});
const [GATEWAY] = LISTS.gateways as [Live];

const CASES: readonly (readonly [what: string, check: Check, facts: Facts, found: readonly string[]])[] = [
  ['a Service that is gone', present, withLists({ services: [] }), ['Service web/ui: is not there']],
  [
    'a selector that no pod has',
    selector,
    serving({ selector: { 'app.kubernetes.io/name': 'iu' } }),
    ['Service web/ui: it asks for app.kubernetes.io/name=iu: no pod has that; Deployment ui has app.kubernetes.io/name=ui'],
  ],
  [
    'a selector that other pods have',
    selector,
    withLists({
      services: [live(DIST.service, { spec: { ...SPEC, selector: { app: 'other' } } })],
      pods: [
        ...(LISTS.pods ?? []),
        { kind: 'Pod', metadata: { name: 'o', namespace: 'web', labels: { app: 'other' } }, status: {} } as Live,
      ],
    }),
    ['Service web/ui: it asks for app=other: not the pods that are meant; Deployment ui has app=none'],
  ],
  [
    'a selector that other pods have as well',
    selector,
    withLists({
      services: [live(DIST.service, { spec: { ...SPEC, selector: { part: 'of' } } })],
      deployments: [{ ...PARTED, metadata: { ...PARTED.metadata, name: 'more' } }, PARTED],
    }),
    ['Service web/ui: it asks for part=of: also pods of Deployment more'],
  ],
  [
    'a Service without a selector, as dist has it',
    selector,
    withLists(
      { services: [{ ...live(DIST.service), spec: {} }] },
      { dist: [...Object.values(DIST).filter(({ kind }) => kind !== 'Service'), { ...DIST.service, spec: {} }] },
    ),
    [],
  ],
  [
    'a server that somebody scaled to 0',
    pods,
    withLists({ pods: [], deployments: [live(DIST.deployment, { spec: { ...(DIST.deployment.spec as object), replicas: 0 } })] }),
    ['Service web/ui: there is no pod'],
  ],
  [
    'a server that dist has none of',
    pods,
    withLists({ pods: [] }, { dist: [{ ...DIST.deployment, spec: { ...(DIST.deployment.spec as object), replicas: 0 } }, DIST.service] }),
    [],
  ],
  ['pods that are not ready', pods, withLists({ pods: [unready] }), ['Service web/ui: none of 1 pods is ready']],
  ['no pod at all', pods, withLists({ pods: [] }), ['Service web/ui: there is no pod']],
  [
    'a name that no container port has',
    port,
    serving({ ports: [{ port: 80, targetPort: 'web' }] }),
    ['Service web/ui: port 80 leads to web, and Deployment ui has http (8080)'],
  ],
  [
    'a number that no container port has',
    port,
    serving({ ports: [{ port: 80 }] }),
    ['Service web/ui: port 80 leads to 80, and Deployment ui has http (8080)'],
  ],
  ['the number of a container port', port, serving({ ports: [{ port: 80, targetPort: 8080 }] }), []],
  [
    'ready pods that are no endpoints',
    endpoints,
    withLists({ endpointSlices: [] }),
    ['Service web/ui: 1 pods are ready, and no endpoint is'],
  ],
  [
    'endpoints that are not ready',
    endpoints,
    withLists({ endpointSlices: [{ ...SLICE, endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: false } }] } as Live] }),
    ['Service web/ui: 1 pods are ready, and no endpoint is'],
  ],
  [
    'a certificate in another namespace',
    certificate,
    withLists({
      secrets: [{ kind: 'Secret', metadata: { name: 'hosts-tls', namespace: 'keys' } } as Live],
      gateways: [{ ...GATEWAY, spec: { listeners: [{ tls: { certificateRefs: [{ name: 'hosts-tls', namespace: 'keys' }] } }] } }],
    }),
    [],
  ],
  [
    'a policy that shuts the edge out',
    networkPolicy,
    withLists({
      networkPolicies: [
        live(DIST.closed),
        live(DIST.toUi),
        live(DIST.fromEdge, { spec: { ...(DIST.fromEdge.spec as object), ingress: [] } }),
      ],
    }),
    ['Deployment web/ui: edge/Pod/traefik may not reach it on TCP 8080'],
  ],
  [
    'a namespace without its default deny',
    isolation,
    withLists({ networkPolicies: [live(DIST.toUi), live(DIST.fromEdge)] }),
    [
      'Namespace web: 4 connections more may be opened: web/Deployment/ui to edge/Pod/traefik on All; web/Deployment/ui to 0.0.0.0-10.41.255.255 on All',
    ],
  ],
  [
    'a policy that nobody understands',
    isolation,
    withLists({ networkPolicies: [live(DIST.closed, { spec: { podSelector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } } })] }),
    [expect.stringMatching(/^unknown NetworkPolicies it: NetworkPolicy web\/default-deny /)],
  ],
  ['a host outside the domain', host, routed({ hostnames: ['it.example.net'] }), ['HTTPRoute web/ui: it.example.net in the cluster']],
  [
    'a host that only ends like the domain',
    host,
    routed({ hostnames: ['notit.example.org'] }),
    ['HTTPRoute web/ui: notit.example.org in the cluster'],
  ],
  ['a host without a name', dns, soundFacts({ names: new Map([['it.example.org', 'missing']]) }), ['Host it.example.org: no such name']],
  [
    'a host that nobody could ask for',
    dns,
    soundFacts({ names: new Map([['it.example.org', { problem: 'DNS: EAI_AGAIN' }]]) }),
    ['unknown Host it.example.org: DNS: EAI_AGAIN'],
  ],
  ['a route that is gone', route, withLists({ httpRoutes: [] }), ['HTTPRoute web/ui: is not there']],
  [
    'a route that its Gateway refuses',
    route,
    routed(
      {},
      {
        parents: [
          {
            parentRef: { name: 'edge', namespace: 'edge' },
            conditions: [{ type: 'Accepted', status: 'False', reason: 'NotAllowedByListeners' }],
          },
        ],
      },
    ),
    ['HTTPRoute web/ui: Gateway edge/edge: not Accepted (NotAllowedByListeners)'],
  ],
  [
    'a route that nobody took',
    route,
    routed({}, {}),
    ['HTTPRoute web/ui: Gateway edge/edge says nothing of it: no controller has taken it'],
  ],
  [
    'a listener that is not there',
    route,
    routed({ parentRefs: [{ name: 'edge', namespace: 'edge', sectionName: 'host' }] }),
    ['HTTPRoute web/ui: listener host of Gateway edge/edge is not there; there are hosts'],
  ],
  [
    'a listener of another host',
    route,
    routed({ hostnames: ['it.example.org', 'www.it.example.org'] }),
    ['HTTPRoute web/ui: listener hosts of Gateway edge/edge has not host www.it.example.org, but it.example.org'],
  ],
  [
    'a listener that keeps the namespace out',
    route,
    withLists({ gateways: [{ ...GATEWAY, spec: { listeners: [{ name: 'hosts' }] } }] }),
    ['HTTPRoute web/ui: listener hosts of Gateway edge/edge takes no routes of namespace web'],
  ],
  [
    'a listener for namespaces with another label',
    route,
    withLists({
      gateways: [{ ...GATEWAY, spec: { listeners: [{ name: 'hosts', allowedRoutes: { namespaces: SOME_NAMESPACES } }] } }],
    }),
    ['HTTPRoute web/ui: listener hosts of Gateway edge/edge takes no routes of namespace web'],
  ],
  [
    'a listener for namespaces with its label',
    route,
    withLists({
      gateways: [{ ...GATEWAY, spec: { listeners: [{ name: 'hosts', allowedRoutes: { namespaces: SOME_NAMESPACES } }] } }],
      namespaces: [live(DIST.namespace, { metadata: { name: 'web', labels: { edge: 'open' } } })],
    }),
    [],
  ],
  [
    'an Ingress to a Service that is not there',
    route,
    withLists({ ingresses: [ingress({ service: { name: 'iu', port: { number: 80 } } })] }),
    ['Ingress web/old: Service web/iu is not there'],
  ],
  [
    'an Ingress to a port that is not there by its name',
    route,
    withLists({ ingresses: [ingress({ service: { name: 'ui', port: { name: 'web' } } })] }),
    ['Ingress web/old: Service web/ui has no port web, but 80'],
  ],
  [
    'a Route of OpenShift that no router took',
    route,
    withLists({ openShiftRoutes: [{ kind: 'Route', metadata: { name: 'ui', namespace: 'web' }, spec: { to: { name: 'ui' } } } as Live] }),
    ['Route web/ui: not admitted: no router has taken it'],
  ],
  [
    'a host outside the domain in an Ingress',
    host,
    withLists({ ingresses: [ingress({})] }),
    ['Ingress web/old: old.example.net in the cluster'],
  ],
  [
    'a route that its Gateway has not looked at since it changed',
    route,
    withLists({
      httpRoutes: [
        { ...live(DIST.route), metadata: { name: 'ui', namespace: 'web', generation: 2 }, status: seenAt(1) } as unknown as Live,
      ],
    }),
    ['HTTPRoute web/ui: Gateway edge/edge has not looked at its last change'],
  ],
  [
    'a port that the Service does not have',
    route,
    routed({ rules: [{ backendRefs: [{ name: 'ui', port: 8080 }] }] }),
    ['HTTPRoute web/ui: Service web/ui has no port 8080, but 80'],
  ],
  [
    'a Gateway without an address',
    gateway,
    withLists({ gateways: [{ ...GATEWAY, status: { ...GATEWAY.status, addresses: [] } }] }),
    ['Gateway edge/edge: it has no address'],
  ],
  [
    'a Gateway that nobody serves',
    gateway,
    withLists({ gateways: [live(DIST.gateway)] }),
    ['Gateway edge/edge: no controller says that it is Accepted; no controller says that it is Programmed'],
  ],
  [
    'a certificate that is not issued, and its Secret',
    certificate,
    withLists({
      certificates: [
        {
          kind: 'Certificate',
          metadata: { name: 'hosts', namespace: 'edge' },
          status: { conditions: [{ type: 'Ready', status: 'False', message: 'no such issuer' }] },
        } as Live,
      ],
      gateways: [{ ...GATEWAY, spec: { listeners: [{ name: 'hosts', tls: { certificateRefs: [{ name: 'hosts-tls' }] } }] } }],
    }),
    ['Certificate edge/hosts: no such issuer', 'Secret edge/hosts-tls: is not there, and Gateway edge presents it'],
  ],
];

test.each([
  ['of dist and the cluster', soundFacts(), '1 hosts under it.example.org'],
  ['of dist where the cluster was not asked', soundFacts({ live: undefined }), '1 hosts under it.example.org, of dist alone'],
  ['of dist where routes could not be read', withLists({ httpRoutes: undefined }), '1 hosts under it.example.org, of dist alone'],
])('hosts %s are said to be so', (_, facts, checked) => {
  expect(host.examine(facts).checked).toBe(checked);
});

test.each(CASES)('%s', (_, check, facts, found) => {
  expect(findings(check, facts)).toEqual(found);
});
