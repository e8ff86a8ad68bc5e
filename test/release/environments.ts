import { KubeObject } from '../../lib/construct/kube-object';
import { UnitChart } from '../../lib/construct/unit-chart';
import { Environment } from '../../lib/environment';
import type { Unit } from '../../lib/manifest/unit';
import { ARGO_CD_NAMESPACE } from '../../lib/manifest/unit';
import { type Release, release } from '../../lib/release/release';
import { Catalogue } from '../../lib/tenancy/catalogue';
import { Ceiling } from '../../lib/tenancy/ceiling';
import { Component } from '../../lib/tenancy/component';
import type { Traits } from '../../lib/tenancy/traits';
import { TEST_CATALOGUE, TEST_CLUSTER, TEST_ENVIRONMENT } from '../platform';
import { digestOf } from './digest';

/** What the class of an environment writes for a component. */
export interface Line {
  /** Absent for stores. */
  readonly version?: string;
  /** @default the one of component and version */
  readonly digest?: string;
  readonly hotfix?: string;
  /** @default 1 */
  readonly replicas?: number;
}

/** Code that all environments share. */
export interface Base {
  /** What components make of their overrides. @default 1 each */
  readonly revisions?: Readonly<Record<string, number>>;
  /** Components whose programs run as root. @default none */
  readonly root?: readonly string[];
  /** Components with an object of a kind that a project need not permit: `ServiceAccount`. @default none */
  readonly accounts?: readonly string[];
  /** Components with a FlowSchema, and its version: Kubernetes 1.32 has no v1beta3. @default none */
  readonly flows?: Readonly<Record<string, 'v1' | 'v1beta3'>>;
  /** Namespaces of all environments. @default web */
  readonly zones?: readonly string[];
  /** Namespace of a component. @default web */
  readonly zoneOf?: Readonly<Record<string, string>>;
  /** Whether nothing is delivered, which is quicker. @default by Argo CD */
  readonly undelivered?: boolean;
  /** Kinds that the team's project permits besides ConfigMap. @default ServiceAccount */
  readonly permitted?: readonly string[];
}

/** The class of an environment. */
export interface Class {
  /** Components by name. */
  readonly lines: Readonly<Record<string, Line>>;
  /** @default test.example.org */
  readonly domain?: string;
  /** @default 1.31 */
  readonly kubernetes?: string;
}

const TRAITS = {
  dev: {},
  stage: { follows: 'dev', locked: true },
  prod: { follows: 'stage', locked: true },
} as const satisfies Readonly<Record<string, Partial<Traits>>>;

export type Name = keyof typeof TRAITS;

export function releaseOf(component: string, { version = '', digest = digestOf(component, version), hotfix }: Line): Release {
  return release(version, digest, hotfix === undefined ? {} : { hotfix });
}

/** dev ← stage ← prod with a few small components. */
export class TestEnvironment extends Environment {
  constructor(name: Name, { lines, domain = 'test.example.org', kubernetes = '1.31' }: Class, base: Base) {
    const zones = base.zones ?? ['web'];
    const cluster = { ...TEST_CLUSTER, domain, kubernetes };
    const quotas = Object.fromEntries(zones.map((zone) => [zone, { cpu: '2', cpuLimit: '4', memory: '4Gi', pods: 10 }]));
    const delivery = base.undelivered
      ? { ...TEST_ENVIRONMENT.delivery, deliver: (units: readonly Unit[]) => units }
      : TEST_ENVIRONMENT.delivery;
    super({ ...TEST_ENVIRONMENT, ...TRAITS[name], name, catalogue: catalogueOf(base), cluster, quotas, delivery });
    for (const [component, line] of Object.entries(lines)) new Program(this, component, line, base);
  }
}

/** Two objects and a volume's claim where it is a store. */
class Program extends Component {
  constructor(scope: TestEnvironment, name: string, line: Line, base: Base) {
    const { version, replicas = 1 } = line;
    const overrides = { replicas, ...(version !== undefined && { release: releaseOf(name, line) }) };
    super(scope, { name, namespace: base.zoneOf?.[name] ?? 'web', state: version === undefined ? 'canonical' : 'stateless', overrides });
    const metadata = { name, namespace: this.namespace, labels: this.labels };
    new KubeObject(this.runtime, 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: {
        ...(version !== undefined && { image: `registry.example.org/${name}:${version}@${releaseOf(name, line).digest}` }),
        replicas: String(replicas),
        revision: String(base.revisions?.[name] ?? 1),
        user: base.root?.includes(name) ? 'root' : 'nobody',
        host: `${name}.${scope.cluster.domain}`,
      },
    });
    new KubeObject(this.policies, 'Edge', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: {}, policyTypes: ['Egress'] },
    });
    if (version === undefined) {
      new KubeObject(this.runtime, 'Claim', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata,
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: scope.cluster.storageClass.name,
          resources: { requests: { storage: '1Gi' } },
        },
      });
    }
    if (base.accounts?.includes(name)) {
      new KubeObject(this.runtime, 'Account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    }
    const flow = base.flows?.[name];
    if (flow !== undefined) {
      const unit = new UnitChart(this, { folder: `core/${name}`, component: name, project: 'platform', namespace: ARGO_CD_NAMESPACE });
      new KubeObject(unit, 'Flow', {
        apiVersion: `flowcontrol.apiserver.k8s.io/${flow}`,
        kind: 'FlowSchema',
        metadata: { name, labels: this.labels },
        spec: { priorityLevelConfiguration: { name: 'exempt' } },
      });
    }
  }
}

function catalogueOf({ zones = ['web'], permitted = ['ServiceAccount'] }: Base): Catalogue {
  const kinds = ['ConfigMap', 'PersistentVolumeClaim', ...permitted];
  const team = { namespaces: zones, namespacedKinds: kinds.map((kind) => ({ group: '', kind })), clusterKinds: [] };
  const all = Ceiling.platform({ zones, addOns: [], charts: [] });
  const platform = { ...all, clusterKinds: [...all.clusterKinds, { group: 'flowcontrol.apiserver.k8s.io', kind: 'FlowSchema' }] };
  return new Catalogue({
    ...TEST_CATALOGUE,
    namespaces: Object.fromEntries(zones.map((zone) => [zone, { team: 'web', tier: 'frontend' }])),
    teams: { web: { group: 'web', reviewers: '@web' } },
    components: {},
    stores: {},
    projects: { platform, security: Ceiling.security(...zones), web: team },
  });
}
