import type { Catalogue } from '../../../lib';

/** What somebody does, as `kubectl auth can-i` takes it. @example 'get pods/log', 'list deployments.apps' */
export type Act = string;

/** A namespace, by what it is there for. */
export interface Place {
  readonly namespace: string;
  /** A zone of a team, a namespace of an add-on or of the delivery, or one that every cluster has. */
  readonly of: 'team' | 'platform' | 'cluster';
  /** Of a zone. */
  readonly team?: string;
  /** Whether its stores are backed up, to a bucket of the cluster. */
  readonly backedUp?: boolean;
  /** Whether its API is put under load on purpose. */
  readonly rehearsed?: boolean;
}

/** What people are there for, and the least that it takes. */
export interface Duty {
  /** In the words of docs/runbooks/README.md, "Who can run these steps". */
  readonly says: string;
  readonly where: (place: Place) => boolean;
  readonly acts: readonly Act[];
}

function acts(verbs: string, ...resources: string[]): Act[] {
  return verbs.split(' ').flatMap((verb) => resources.map((resource) => `${verb} ${resource}`));
}

const WHAT_RUNS_AND_WHY_NOT: readonly Act[] = [
  ...acts('get list watch', 'pods', 'services', 'configmaps', 'events', 'persistentvolumeclaims', 'serviceaccounts'),
  ...acts('get list watch', 'limitranges', 'resourcequotas', 'poddisruptionbudgets.policy', 'horizontalpodautoscalers.autoscaling'),
  ...acts('get list watch', 'deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps'),
  ...acts('get list watch', 'jobs.batch', 'cronjobs.batch'),
  ...acts('get list watch', 'sealedsecrets.bitnami.com', 'certificates.cert-manager.io'),
  ...acts('get list watch', 'networkpolicies.networking.k8s.io', 'ingresses.networking.k8s.io', 'endpointslices.discovery.k8s.io'),
  ...acts('get list watch', 'gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io'),
  ...acts('get', 'pods/log'),
];

/** A team's in its own namespaces. Written down from what people are there for, not from the Roles: those are what is tested. */
export function dutiesOfTeam(team: string): readonly Duty[] {
  const says = 'see everything but Secrets in its namespaces, logs included';
  return [{ says, where: (place) => place.team === team, acts: WHAT_RUNS_AND_WHY_NOT }];
}

/** Those of the boundaries. */
export const DUTIES: Readonly<Record<keyof Catalogue['boundaries'], readonly Duty[]>> = {
  platform: [
    { says: 'the same as a team in every namespace', where: isOurs, acts: WHAT_RUNS_AND_WHY_NOT },
    { says: 'delete and evict pods', where: isOurs, acts: ['delete pods', 'create pods/eviction'] },
    {
      says: 'start Jobs beside stores that are backed up',
      where: ({ backedUp }) => backedUp === true,
      acts: acts('create delete', 'jobs.batch'),
    },
    {
      says: 'start Jobs beside the API where its load is rehearsed',
      where: ({ rehearsed }) => rehearsed === true,
      acts: acts('create delete', 'jobs.batch'),
    },
    {
      says: 'forward ports to Argo CD and Grafana',
      where: ({ namespace }) => ['argocd', 'monitoring'].includes(namespace),
      acts: [...acts('get list', 'pods', 'services'), 'create pods/portforward'],
    },
  ],
  security: [
    {
      says: 'see who may do what and who may reach whom, everywhere',
      where: isOurs,
      acts: [
        ...acts('get list watch', 'roles.rbac.authorization.k8s.io', 'rolebindings.rbac.authorization.k8s.io', 'serviceaccounts'),
        ...acts('get list watch', 'networkpolicies.networking.k8s.io', 'sealedsecrets.bitnami.com'),
      ],
    },
  ],
  release: [
    {
      says: 'a port forwarded to Argo CD',
      where: ({ namespace }) => namespace === 'argocd',
      acts: [...acts('get list', 'pods', 'services'), 'create pods/portforward'],
    },
  ],
};

function isOurs({ of }: Place): boolean {
  return of !== 'cluster';
}

/** What Kubernetes lets everybody who is somebody do: ask what they may, and what there is. Accounts also see who issues their tokens. */
export const EVERYBODY: ReadonlySet<Act> = new Set([
  ...acts('create', 'selfsubjectaccessreviews.authorization.k8s.io', 'selfsubjectrulesreviews.authorization.k8s.io'),
  ...acts('create', 'selfsubjectreviews.authentication.k8s.io'),
  ...acts('get', '/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', '/version', '/version/', '/healthz', '/livez', '/readyz'),
]);
export const EVERY_ACCOUNT: ReadonlySet<Act> = new Set([
  ...acts('get', '/.well-known/openid-configuration', '/.well-known/openid-configuration/', '/openid/v1/jwks', '/openid/v1/jwks/'),
]);

/** Ways to a Secret, into a pod, around Git or to more permissions (requirements A33, E3; docs/runbooks/README.md: "nobody's by day"). */
export const SENSITIVE: readonly Act[] = [
  ...acts('get list watch patch', 'secrets'),
  ...acts('create', 'serviceaccounts/token', 'pods', 'jobs.batch', 'configmaps'),
  ...acts('get create', 'pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy'),
  ...acts('patch', 'pods', 'pods/ephemeralcontainers', 'deployments.apps', 'deployments.apps/scale', 'statefulsets.apps', 'cronjobs.batch'),
  ...acts('delete', 'pods', 'persistentvolumeclaims', 'networkpolicies.networking.k8s.io', 'resourcequotas', 'limitranges'),
  ...acts('create patch', 'networkpolicies.networking.k8s.io', 'roles.rbac.authorization.k8s.io', 'rolebindings.rbac.authorization.k8s.io'),
  ...acts('bind escalate', 'roles.rbac.authorization.k8s.io'),
  ...acts('create patch delete', 'applications.argoproj.io', 'appprojects.argoproj.io'),
  ...acts('create', 'sealedsecrets.bitnami.com', 'httproutes.gateway.networking.k8s.io', 'certificates.cert-manager.io'),
  ...acts('impersonate', 'serviceaccounts'),
];

/** The same outside namespaces. */
export const SENSITIVE_IN_THE_CLUSTER: readonly Act[] = [
  ...acts('list', 'secrets', 'pods', 'configmaps'),
  ...acts('impersonate', 'users', 'groups', 'userextras.authentication.k8s.io'),
  ...acts('bind escalate patch', 'clusterroles.rbac.authorization.k8s.io'),
  ...acts('create', 'clusterrolebindings.rbac.authorization.k8s.io', 'nodes/proxy', 'persistentvolumes', 'clusterissuers.cert-manager.io'),
  ...acts('patch', 'namespaces', 'nodes', 'customresourcedefinitions.apiextensions.k8s.io', 'apiservices.apiregistration.k8s.io'),
  ...acts('get', 'nodes/proxy', 'nodes'),
  ...acts('create', 'certificatesigningrequests.certificates.k8s.io', 'tokenreviews.authentication.k8s.io'),
  ...acts('update', 'certificatesigningrequests.certificates.k8s.io/approval'),
  ...acts('create', 'mutatingwebhookconfigurations.admissionregistration.k8s.io'),
  ...acts('delete', 'validatingwebhookconfigurations.admissionregistration.k8s.io'),
];
