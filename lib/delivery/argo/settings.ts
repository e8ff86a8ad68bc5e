import type { Labels, Manifest } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { DeliveryContext } from '../delivery';
import { addresses } from './network';

/** Argo CD ignores ConfigMaps and Secrets without it. */
export const PART_OF_ARGO_CD: Labels = { 'app.kubernetes.io/part-of': 'argocd' };

/** The ConfigMaps that Argo CD is hardened by (hardening 1, control-plane ConfigMaps): of its tools, Helm is on while something comes as a chart. */
export function settings({ name, catalogue, cluster, traits }: DeliveryContext, hasCharts: boolean): Manifest[] {
  const { cache, repository } = addresses(traits.highlyAvailable);
  const { identity } = cluster;
  return [
    configMap('argocd-cm', {
      url: `https://argocd.${cluster.domain}`,
      // Where a forwarded port leads, for whoever logs in through one.
      additionalUrls: '- https://localhost:8443\n',
      'admin.enabled': 'false',
      'application.resourceTrackingMethod': 'annotation',
      'application.sync.requireOverridePrivilegeForRevisionSync': 'true',
      'exec.enabled': 'false',
      'helm.enable': String(hasCharts),
      installationID: `${catalogue.partOf}-${name}`,
      'jsonnet.enable': 'false',
      'kustomize.enable': 'false',
      'resource.exclusions': EXCLUSIONS,
      'server.rbac.disableApplicationFineGrainedRBACInheritance': 'true',
      'server.rbac.rollback.enforce.enable': 'true',
      'statusbadge.enabled': 'false',
      'timeout.reconciliation': '180s',
      'users.anonymous.enabled': 'false',
      ...(identity && { 'oidc.config': oidc(identity) }),
    }),
    configMap('argocd-rbac-cm', {
      'policy.csv': policies(catalogue, traits.locked),
      'policy.default': '',
      'policy.matchMode': 'glob',
      scopes: '[groups]',
    }),
    configMap('argocd-cmd-params-cm', {
      'application.namespaces': '',
      'applicationsetcontroller.enable.leader.election': String(traits.highlyAvailable),
      'applicationsetcontroller.repo.server.plaintext': 'false',
      'controller.diff.server.side': 'true',
      'controller.metrics.application.conditions': 'OrphanedResourceWarning,ExcludedResourceWarning',
      'controller.repo.server.plaintext': 'false',
      'notificationscontroller.repo.server.plaintext': 'false',
      'redis.server': cache,
      'repo.server': repository,
      'reposerver.allow.oob.symlinks': 'false',
      'reposerver.disable.tls': 'false',
      'reposerver.max.combined.directory.manifests.size': '10M',
      'server.disable.auth': 'false',
      'server.disable.swagger.ui': 'true',
      'server.insecure': 'false',
      'server.repo.server.plaintext': 'false',
      'server.sync.replace.allowed': 'false',
      'server.tls.minversion': '1.2',
    }),
  ];
}

/** What controllers make by the thousand and nobody delivers: Argo CD's own list, which a ConfigMap of ours would lose. */
const EXCLUSIONS = `- apiGroups: ["", discovery.k8s.io]
  kinds: [Endpoints, EndpointSlice]
- apiGroups: [coordination.k8s.io]
  kinds: [Lease]
- apiGroups: [authentication.k8s.io, authorization.k8s.io]
  kinds: [SelfSubjectReview, TokenReview, LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectRulesReview, SubjectAccessReview]
- apiGroups: [certificates.k8s.io]
  kinds: [CertificateSigningRequest]
- apiGroups: [cert-manager.io]
  kinds: [CertificateRequest]
- apiGroups: [cilium.io]
  kinds: [CiliumIdentity, CiliumEndpoint, CiliumEndpointSlice]
`;

export function configMap(name: string, data: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: ARGO_CD_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'desired-state', 'app.kubernetes.io/name': name, ...PART_OF_ARGO_CD },
    },
    data,
  };
}

function oidc({ issuer, clientId }: { readonly issuer: string; readonly clientId: string }): string {
  return `name: SSO
issuer: ${issuer}
clientID: ${clientId}
enablePKCEAuthentication: true
requestedScopes: [openid, profile, email, groups]
`;
}

/**
 * Who may do what in Argo CD: nobody anything by default; the platform sees all and syncs its project, security its own; release syncs
 * what teams own; teams see their own, and sync it where nothing is locked. Nobody creates, overrides, deletes or opens a shell: Git is for that.
 */
function policies({ boundaries, projects, teams }: DeliveryContext['catalogue'], locked: boolean): string {
  const lines: string[] = [];
  const permit = (role: string, project: string, ...actions: string[]): void => {
    for (const action of actions) lines.push(`p, role:${role}, applications, ${action}, ${project}/*, allow`);
  };
  for (const role of ['platform', 'release', 'security']) {
    permit(role, '*', 'get');
    lines.push(`p, role:${role}, projects, get, *, allow`);
  }
  lines.push(
    'p, role:platform, clusters, get, *, allow',
    'p, role:platform, repositories, get, *, allow',
    'p, role:platform, logs, get, */*, allow',
  );
  for (const [project, { operators = [] }] of Object.entries(projects)) {
    if (operators.length === 0) permit(project === 'security' ? 'security' : 'platform', project, 'sync');
    else permit('release', project, 'sync');
    for (const team of operators) {
      permit(`team-${team}`, project, 'get', ...(locked ? [] : ['sync']));
      lines.push(`p, role:team-${team}, logs, get, ${project}/*, allow`);
    }
  }
  for (const boundary of ['platform', 'release', 'security'] as const) lines.push(`g, ${boundaries[boundary].group}, role:${boundary}`);
  for (const [team, { group }] of Object.entries(teams)) lines.push(`g, ${group}, role:team-${team}`);
  return `${lines.join('\n')}\n`;
}
