export type { AddOn, Footprint } from './addon/add-on';
export { ADD_ON_NAMESPACES, CHART_REPOSITORIES, platformAddOns } from './addon/platform-add-ons';
export { Indexer } from './app/indexer';
export { KfmApi, type KfmApiProps } from './app/kfm-api';
export { KfmUi, type KfmUiProps } from './app/kfm-ui';
export type { ExposedOverrides, Overrides } from './app/overrides';
export { PipelineRunner } from './app/pipeline-runner';
export { rehearsalOf } from './app/rehearsal';
export { REPORT } from './app/rehearsal-script';
export { Tiles, type TilesProps } from './app/tiles';
export { type Comparison, compare } from './comparison/comparison';
export type { Difference } from './comparison/difference';
export type { Declared } from './comparison/follows';
export type { Obstacle } from './comparison/obstacle/obstacle';
export { type QuotaFit, quotaFits } from './comparison/obstacle/quota-fit';
export { obstaclesBetween } from './comparison/obstacles';
export type { Side } from './comparison/side';
export { type ChangedObject, type ReadChanges, readChanges } from './consequence/changed-object';
export { type Consequence, type FileChange, RISKS, type Risk } from './consequence/consequence';
export { consequencesOf } from './consequence/consequences';
export { type EnvironmentFile, fileOf } from './consequence/environment-file';
export { reachObjects } from './consequence/reach-objects';
export { type ReachDifference, type ReachInput, reachDifference } from './consequence/reachability';
export { HIDDEN } from './consequence/secrecy';
export { HIDDEN_ANEW, hiddenLines, type ShownSides, shownSides, shownSummary, withoutCredentials } from './consequence/shown-manifest';
export { KubeObject, type Typed } from './construct/kube-object';
export type { Plain } from './construct/plain';
export { type Stack, traced } from './construct/trace';
export { UnitChart, type UnitChartProps } from './construct/unit-chart';
export { type ArgoProps, argo } from './delivery/argo/argo';
export { Sync } from './delivery/argo/sync';
export type { Delivery, DeliveryContext } from './delivery/delivery';
export { DIST_IS_SYNTH, departures, stray } from './departures';
export { shown } from './drift/hidden';
export { OURS } from './drift/managed';
export { objectDrift } from './drift/object-drift';
export { type Ours, standingOf } from './drift/stranger';
export { Environment, type EnvironmentProps } from './environment';
export { environmentGraph } from './environment-graph';
export * from './errors';
export { type FieldStep, fieldText, nearestField, parseField, placeIn } from './explain/field';
export { codeowners, type GovernedEnvironment } from './governance/codeowners';
export { type OwnersOf, ownersIn } from './governance/owners';
export { EDGE_KINDS, type EdgeKind, type Graph, type GraphEdge, type GraphNode } from './graph/graph';
export { dependencyLines, dependencyMermaid } from './graph/graph-drawing';
export { type Neighbourhood, neighbourhood, nodesCalled } from './graph/neighbourhood';
export { blockedBy, blockedRemark } from './incident/blocked';
export { INCIDENT, incidentFindings, isExpired } from './incident/findings';
export { historyFindings } from './incident/history';
export {
  type Capture,
  ID_GRAMMAR,
  INCIDENTS,
  type Incident,
  incidentFile,
  isIncidentId,
  isMoment,
  isOpen,
  isSamePerson,
  LONGEST_HOURS,
  textProblem,
} from './incident/incident';
export { incidentText, parseIncident } from './incident/incident-record';
export { isAutomated, PAUSED, paused, pausedBy, resumed, resumedText } from './incident/pause';
export { applicationsToPause, KEEPERS, pausesOf, withoutPauses } from './incident/pauses';
export { auditPolicy } from './local-cluster/audit-policy';
export { encryptionConfiguration } from './local-cluster/encryption';
export { GIT_SERVER } from './local-cluster/git-server';
export { k3dConfiguration } from './local-cluster/k3d';
export { kindConfiguration } from './local-cluster/kind';
export type { Provider as LocalProvider } from './local-cluster/node-image';
export { portsOf } from './local-cluster/ports';
export { localStorageClass } from './local-cluster/storage-class';
export { changesBetween, type FieldChange, fieldChanges, type ObjectChange } from './manifest/changes';
export { sha256 } from './manifest/digest';
export { groupBy } from './manifest/group-by';
export { type Identity, identityOf, objectKey, spokenName } from './manifest/identity';
export { labelKeyProblem, labelValueProblem } from './manifest/label';
export { isGenerated, type LaidOut, layout, markerText } from './manifest/layout';
export { type Labels, type Manifest, type Metadata, type Problem, valueAt } from './manifest/manifest';
export { dnsLabelProblem } from './manifest/name';
export { amountOf } from './manifest/quantity';
export type { Unit } from './manifest/unit';
export { emitYaml } from './manifest/yaml-emitter';
export { readManifests } from './manifest/yaml-reader';
export { nearest } from './nearest';
export { changePicture } from './picture/change';
export { chartsOf } from './picture/chart';
export { connectionPicture, wholePicture } from './picture/drawing';
export { graphvizLines } from './picture/graphviz';
export { Membrane } from './picture/membrane';
export type { Picture } from './picture/picture';
export { shownText } from './picture/shown-text';
export { waysIn } from './picture/way-in';
export type { Surroundings } from './platform-facts';
export { ALWAYS, BESIDE } from './policy/beside';
export { rules } from './policy/catalogue';
export type { Finding, Severity } from './policy/finding';
export type { Judgement, Limit } from './policy/judge';
export { isRed, judge } from './policy/judge';
export type { DataApproval, Neighbour } from './policy/platform-facts';
export { destinationProblem, sourceProblem } from './policy/project/app-project';
export { FAMILIES, type Rule, type Violation } from './policy/rule';
export { rulesPage } from './policy/rules-page';
export { certificateAge } from './policy/secrets/certificate-age';
export { credentialsIn } from './policy/secrets/credential';
export { expiries, isDay, type Waiver } from './policy/waiver';
export { World } from './policy/world';
export type { WorldObject } from './policy/world-object';
export type { Insight, Memory } from './question';
export { type AddressRange, AddressSet } from './reach/address-set';
export type { Answer } from './reach/answer';
export { parseCidr } from './reach/cidr';
export { type Connection, connections } from './reach/connection';
export type { End, Ends } from './reach/ends';
export { explanation } from './reach/explanation';
export { landing, landingProblem } from './reach/landing';
export { type ReachChange, reachChanges } from './reach/reach-change';
export type { ClusterRanges, ReachObject, ReachProblem } from './reach/reach-world';
export { Reachability } from './reach/reachability';
export type { SideVerdict, Verdict } from './reach/verdict';
export type { Workload } from './reach/workload';
export { changedInputs, type Inputs, inputsOf } from './release/inputs';
export {
  type Ledger,
  type LedgerEntry,
  type Ledgers,
  ledgerConflict,
  ledgerProblem,
  ledgerText,
  parseLedger,
  tryEntry,
  withEntry,
} from './release/ledger';
export { ledgerRemarks } from './release/ledger-review';
export { type Lock, type Locks, lockText, parseLock } from './release/lock';
export type { Predecessor, Records, Remark, Request } from './release/records';
export { type Release, type Releases, release } from './release/release';
export { digestsOf, isHeld, type Rendering, renderingsOf } from './release/rendering';
export { type Branch, noLongerLocked, review } from './release/review';
export type { Standing, State } from './release/standing';
export { type DocumentedDefault, documentedDefault } from './schema/defaults';
export { KUBERNETES_VERSIONS, NEWEST_KUBERNETES, Schemas } from './schema/schemas';
export { type SmokedComponent, smokeChecks } from './smoke-checks';
export { type PlatformStores, platformStores } from './store/platform-stores';
export { Postgres } from './store/postgres';
export { Store } from './store/store';
export type { StoreProps } from './store/store-server';
export { render, type Synthesis, type SynthesisProps, synthesize } from './synthesis';
export { Catalogue, type CatalogueProps, type StateClass, type Tier } from './tenancy/catalogue';
export { Ceiling } from './tenancy/ceiling';
export { type Bucket, type Cluster, type EdgePorts, type NodePool, type Placement, POOL } from './tenancy/cluster';
export { Component, type Platform } from './tenancy/component';
export type { DataClass } from './tenancy/data-class';
export { Edge } from './tenancy/edge';
export { type Fact, Unknown, unknown } from './tenancy/fact';
export { NetworkEdge } from './tenancy/network-edge';
export type { Endpoint, Peer } from './tenancy/peer';
export { Secret } from './tenancy/secret';
export { filled, mockPlan, type PlannedSecret, type SecretPlan, secretPlan, valuesIn } from './tenancy/secret-plan';
export { external, mock, type Scope, type SecretRef, sealed, sealedElsewhere, sops } from './tenancy/secret-ref';
export type { Expected, HttpCheck, SmokeCheck, TcpCheck, WorkloadCheck } from './tenancy/smoke-check';
export type { Audience, Purpose, Size, Traits } from './tenancy/traits';
export { type Quota, TrustZone } from './tenancy/trust-zone';
export { findingOf } from './verdict';
export type { Autoscaling, Scale } from './workload/deployment';
export type { Resources } from './workload/hardening';
