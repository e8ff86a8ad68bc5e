import { deprecatedApi } from './api-removal/deprecated-api';
import { removedApi } from './api-removal/removed-api';
import { applicationProject } from './argo/application-project';
import { applicationSet } from './argo/application-set';
import { applyOptions } from './argo/apply-options';
import { automation } from './argo/automation';
import { availability } from './argo/availability';
import { clusterKinds } from './argo/cluster-kinds';
import { commandParameters } from './argo/command-parameters';
import { controlPlane } from './argo/control-plane';
import { createNamespace } from './argo/create-namespace';
import { defaultProject } from './argo/default-project';
import { applicationDestination } from './argo/destination';
import { projectDestinations } from './argo/destinations';
import { applicationFinalizer } from './argo/finalizer';
import { revisionHistory } from './argo/history';
import { hooks } from './argo/hooks';
import { ignoredDifferences } from './argo/ignored-differences';
import { impersonation } from './argo/impersonation';
import { knownHosts } from './argo/known-hosts';
import { namespacedKinds } from './argo/namespaced-kinds';
import { componentPolicies } from './argo/network-policies';
import { notifications } from './argo/notifications';
import { orphanedResources } from './argo/orphaned';
import { sourcePath } from './argo/path';
import { plugins } from './argo/plugins';
import { projectFinalizer } from './argo/project-finalizer';
import { rbacConfig } from './argo/rbac-config';
import { redis } from './argo/redis';
import { repositoryCredentials } from './argo/repository-credentials';
import { sourceRevision } from './argo/revision';
import { projectRoles } from './argo/roles';
import { scopedClusters } from './argo/scoped-clusters';
import { serverConfig } from './argo/server-config';
import { signatures } from './argo/signatures';
import { sourceNamespaces } from './argo/source-namespaces';
import { projectSources } from './argo/sources';
import { syncOptions } from './argo/sync-options';
import { syncWindow } from './argo/sync-window';
import { dataClass } from './data/class';
import { ingressAnnotations } from './exposure/annotations';
import { exposedHost } from './exposure/host';
import { serviceType } from './exposure/service-type';
import { exposedStore } from './exposure/store';
import { exposedTls } from './exposure/tls';
import { knownInProduction } from './facts/known-in-production';
import { knownInRehearsal } from './facts/known-in-rehearsal';
import { locked } from './facts/locked';
import { namespace } from './identity/namespace';
import { unique } from './identity/unique';
import { digest } from './images/digest';
import { pullPolicy } from './images/pull-policy';
import { registry } from './images/registry';
import { released } from './images/released';
import { ciphertext } from './isolation/ciphertext';
import { cluster } from './isolation/cluster';
import { host } from './isolation/host';
import { namedAfter } from './isolation/named-after';
import { sealingKey } from './isolation/sealing-key';
import { clusterWritten } from './layout/cluster-written';
import { fileNameLength } from './layout/file-name';
import { oneOwner } from './layout/one-owner';
import { size } from './layout/size';
import { skippedByArgoCd } from './layout/skipped-by-argo-cd';
import { labels } from './names/labels';
import { objectName } from './names/object-name';
import { tenantNamespace } from './names/tenant-namespace';
import { unitFolder } from './names/unit-folder';
import { addressBlock } from './network/block';
import { defaultDeny } from './network/default-deny';
import { dns } from './network/dns';
import { encrypted } from './network/encrypted';
import { governedPath } from './network/governed-path';
import { ignoredRules } from './network/ignored-rules';
import { namedPort } from './network/named-port';
import { openRule } from './network/open-rule';
import { policyPeer } from './network/peer';
import { policyOwner } from './network/policy-owner';
import { policyTypes } from './network/policy-types';
import { requiredEdge } from './network/required-edge';
import { rulePorts } from './network/rule-ports';
import { storeCallers } from './network/store-callers';
import { storeCertificate } from './network/store-certificate';
import { storeLabel } from './network/store-label';
import { storeListener } from './network/store-listener';
import { storeProbe } from './network/store-probe';
import { storeUrl } from './network/store-url';
import { storeWriters } from './network/store-writers';
import { undecided } from './network/undecided';
import { worldBlock } from './network/world-block';
import { customResource } from './order/custom-resource';
import { networkPolicyFirst } from './order/network-policy';
import { sealedSecretFirst } from './order/sealed-secret';
import { owned } from './ownership/labels';
import { appArmor } from './pod-security/app-armor';
import { capabilities } from './pod-security/capabilities';
import { highUser } from './pod-security/high-user';
import { hostNamespaces } from './pod-security/host-namespaces';
import { hostPath } from './pod-security/host-path';
import { hostPorts } from './pod-security/host-ports';
import { hostProbes } from './pod-security/host-probes';
import { admittingNamespace } from './pod-security/namespace';
import { privilegeEscalation } from './pod-security/privilege-escalation';
import { privileged } from './pod-security/privileged';
import { procMount } from './pod-security/proc-mount';
import { readOnlyRootFilesystem } from './pod-security/read-only-root-filesystem';
import { runAsNonRoot } from './pod-security/run-as-non-root';
import { runAsUser } from './pod-security/run-as-user';
import { seccomp } from './pod-security/seccomp';
import { selinux } from './pod-security/selinux';
import { sysctls } from './pod-security/sysctls';
import { volumeTypes } from './pod-security/volume-types';
import { windowsHostProcess } from './pod-security/windows-host-process';
import { permitted } from './project/permitted';
import { unusedPermission } from './project/unused';
import { closure } from './rbac/closure';
import { clusterAdmin } from './rbac/cluster-admin';
import { escalation } from './rbac/escalation';
import { subjects } from './rbac/subjects';
import { systemGroup } from './rbac/system-group';
import { unusedRights } from './rbac/unused';
import { wildcard } from './rbac/wildcard';
import type { Rule } from './rule';
import { knownFields } from './schema/known-fields';
import { mockSecret } from './secrets/mock';
import { plaintextSecret } from './secrets/plaintext-secret';
import { plaintextValue } from './secrets/plaintext-value';
import { renamedSecret } from './secrets/renamed';
import { resolvedSecret } from './secrets/resolved';
import { secretScope } from './secrets/scope';
import { sealedSecret } from './secrets/sealed';
import { secretTemplate } from './secrets/template';
import { unusedSecret } from './secrets/unused';
import { backup } from './state/backup';
import { canonical } from './state/canonical';
import { disruption } from './state/disruption';
import { stateLabel } from './state/label';
import { autoscaler } from './wiring/autoscaler';
import { configMap } from './wiring/config-map';
import { disruptionBudget } from './wiring/disruption-budget';
import { monitor } from './wiring/monitor';
import { oneServiceSelector } from './wiring/one-service-selector';
import { policySelector } from './wiring/policy-selector';
import { routeBackend } from './wiring/route-backend';
import { routeParent } from './wiring/route-parent';
import { scaleTarget } from './wiring/scale-target';
import { serviceSelector } from './wiring/selector';
import { statefulSet } from './wiring/stateful-set';
import { storageClass } from './wiring/storage-class';
import { targetPort } from './wiring/target-port';
import { unhealthyEviction } from './wiring/unhealthy-eviction';
import { uniqueRoute } from './wiring/unique-route';
import { workloadSelector } from './wiring/workload-selector';
import { cpuLimit } from './workload/cpu-limit';
import { cronJob } from './workload/cron-job';
import { defaultNamespace } from './workload/default-namespace';
import { budgeted } from './workload/disruption-budget';
import { env } from './workload/env';
import { job } from './workload/job';
import { liveness } from './workload/liveness';
import { ports } from './workload/ports';
import { priorityClass } from './workload/priority-class';
import { probePorts } from './workload/probe-ports';
import { quota } from './workload/quota';
import { readiness } from './workload/readiness';
import { replicas } from './workload/replicas';
import { resources } from './workload/resources';
import { restartPolicy } from './workload/restart-policy';
import { scaledReplicas } from './workload/scaled-replicas';
import { serviceAccount } from './workload/service-account';
import { serviceAccountExists } from './workload/service-account-exists';
import { serviceAccountField } from './workload/service-account-field';
import { spread } from './workload/spread';
import { token } from './workload/token';
import { updateStrategy } from './workload/update-strategy';

/** Every rule that an environment must pass. */
export const rules: readonly Rule[] = [
  knownFields,
  removedApi,
  deprecatedApi,
  unique,
  namespace,
  objectName,
  labels,
  unitFolder,
  tenantNamespace,
  plaintextSecret,
  plaintextValue,
  sealedSecret,
  secretScope,
  secretTemplate,
  renamedSecret,
  resolvedSecret,
  unusedSecret,
  mockSecret,
  digest,
  registry,
  released,
  pullPolicy,
  privileged,
  hostNamespaces,
  hostPath,
  hostPorts,
  hostProbes,
  windowsHostProcess,
  capabilities,
  privilegeEscalation,
  runAsNonRoot,
  runAsUser,
  highUser,
  readOnlyRootFilesystem,
  seccomp,
  appArmor,
  selinux,
  procMount,
  sysctls,
  volumeTypes,
  admittingNamespace,
  cpuLimit,
  cronJob,
  defaultNamespace,
  budgeted,
  env,
  job,
  liveness,
  ports,
  priorityClass,
  probePorts,
  quota,
  readiness,
  replicas,
  resources,
  restartPolicy,
  scaledReplicas,
  serviceAccount,
  serviceAccountExists,
  serviceAccountField,
  spread,
  token,
  updateStrategy,
  wildcard,
  clusterAdmin,
  escalation,
  systemGroup,
  subjects,
  closure,
  unusedRights,
  autoscaler,
  configMap,
  disruptionBudget,
  monitor,
  oneServiceSelector,
  policySelector,
  routeBackend,
  routeParent,
  scaleTarget,
  serviceSelector,
  statefulSet,
  storageClass,
  targetPort,
  unhealthyEviction,
  uniqueRoute,
  workloadSelector,
  addressBlock,
  defaultDeny,
  dns,
  encrypted,
  undecided,
  storeCallers,
  storeLabel,
  storeWriters,
  governedPath,
  policyOwner,
  requiredEdge,
  ignoredRules,
  namedPort,
  openRule,
  policyPeer,
  policyTypes,
  rulePorts,
  storeCertificate,
  storeListener,
  storeProbe,
  storeUrl,
  worldBlock,
  ingressAnnotations,
  exposedHost,
  serviceType,
  exposedStore,
  exposedTls,
  permitted,
  unusedPermission,
  projectSources,
  defaultProject,
  projectDestinations,
  clusterKinds,
  namespacedKinds,
  sourceNamespaces,
  impersonation,
  signatures,
  orphanedResources,
  syncWindow,
  projectRoles,
  scopedClusters,
  projectFinalizer,
  applicationProject,
  sourceRevision,
  sourcePath,
  applicationDestination,
  automation,
  syncOptions,
  applyOptions,
  createNamespace,
  applicationFinalizer,
  ignoredDifferences,
  revisionHistory,
  hooks,
  notifications,
  applicationSet,
  serverConfig,
  rbacConfig,
  commandParameters,
  controlPlane,
  availability,
  componentPolicies,
  redis,
  repositoryCredentials,
  knownHosts,
  plugins,
  dataClass,
  canonical,
  backup,
  disruption,
  stateLabel,
  host,
  ciphertext,
  sealingKey,
  cluster,
  namedAfter,
  customResource,
  sealedSecretFirst,
  networkPolicyFirst,
  knownInProduction,
  knownInRehearsal,
  locked,
  owned,
  oneOwner,
  fileNameLength,
  size,
  skippedByArgoCd,
  clusterWritten,
];
