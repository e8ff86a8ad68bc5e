import { isMapping, valueAt } from '../manifest/manifest';
import { TLS_FILES } from '../tenancy/certificate';
import { internet } from '../tenancy/network-edge';
import { standInFor } from '../workload/stand-in';
import { isMore } from './amount';
import { type Condition, isOneOf, ofKind } from './conditions';
import { isEqual } from './difference';
import type { Side } from './side';
import { isGrant } from './sizes';

const encrypted: Condition = {
  name: 'trait encrypted',
  holds: ({ traits }) => traits.encrypted,
  object: (manifest) => manifest.kind === 'Certificate' && valueAt(manifest, 'spec.issuerRef.name') === 'internal',
  value: (value) => isTlsLine(value) || isTlsVolume(value) || isTlsVariable(value),
  turn: (without, within, { field }) => {
    if (typeof without !== 'string' || typeof within !== 'string') return false;
    if (/Probe\.httpGet\.scheme$/.test(field)) return without === 'HTTP' && within === 'HTTPS';
    if (/\.env\[name=\w+_TLS\]\.value$/.test(field)) return without === 'false' && within === 'true';
    if (/"pg_hba\.conf"/.test(field)) return within === `${without.replace(/^host /, 'hostssl ')} clientcert=verify-ca`;
    if (/"redis\.conf"/.test(field)) return without === 'port 6379' && within === 'port 0';
    return without !== within && without.replaceAll('http://', 'https://') === within;
  },
};

/** A line of PostgreSQL, Redis, Meilisearch or nginx about TLS. */
function isTlsLine(value: unknown): boolean {
  return typeof value === 'string' && /^\s*(?:proxy_)?(?:ssl|tls)(?:[-_][a-z_-]+)?(?: = | )/.test(value);
}

function isTlsVolume(value: unknown): boolean {
  if (isEqual(value, { name: 'tls', mountPath: TLS_FILES, readOnly: true })) return true;
  return isMapping(value) && value.name === 'tls' && /-tls$/.test(String(valueAt(value, 'secret.secretName')));
}

function isTlsVariable(value: unknown): boolean {
  return isMapping(value) && typeof value.value === 'string' && value.value.startsWith(`${TLS_FILES}/`);
}

const ARGO_CD_CACHE = 'argocd-redis';
const ARGO_CD_CACHE_PROXY = 'argocd-redis-ha-haproxy';

const highlyAvailable: Condition = {
  name: 'trait highlyAvailable',
  holds: ({ traits }) => traits.highlyAvailable,
  object: ofKind('NetworkPolicy', /^argocd-redis-ha(?:-haproxy)?$/),
  unless: { object: ofKind('NetworkPolicy', /^argocd-redis$/) },
  turn: (without, within, { object, field }) => {
    if (field.includes('.helm.valuesObject.')) {
      if (/\.(?:replicas|replicaCount)$/.test(field)) return without === 1 && (within === 2 || within === 3);
      return /\.(?:pdb|podDisruptionBudget|redis-ha)\.enabled$/.test(field) && without === false && within === true;
    }
    if (object === '/ConfigMap/argocd/argocd-cmd-params-cm') {
      return (
        (without === 'false' && within === 'true') || (without === `${ARGO_CD_CACHE}:6379` && within === `${ARGO_CD_CACHE_PROXY}:6379`)
      );
    }
    if (object.startsWith('networking.k8s.io/NetworkPolicy/argocd/')) return without === ARGO_CD_CACHE && within === ARGO_CD_CACHE_PROXY;
    return object === '/ResourceQuota/argocd/quota' && isGrant({ field }) && isMore(without, within);
  },
};

const publicAudience: Condition = {
  name: 'trait audience',
  holds: ({ traits }) => traits.audience === 'public',
  said: ({ traits }) => traits.audience,
  unless: {
    value: (value, { field }, { cluster }) => field.endsWith('.loadBalancerSourceRanges') && isEqual(value, cluster.ranges.internal),
  },
};

/** Whether the edge admits exactly whom the audience and the ranges of the cluster say. */
export function admitsItsAudience({ cluster, traits, objects }: Side): boolean {
  const policy = objects.find(({ manifest }) => manifest.kind === 'NetworkPolicy' && manifest.metadata.name === 'edge-from-clients');
  const [rule] = (valueAt(policy?.manifest, 'spec.ingress') ?? []) as { readonly from?: unknown }[];
  const { internal, nodes } = cluster.ranges;
  const known = [...internal, ...(cluster.edgePorts === undefined ? [] : nodes)];
  const blocks = traits.audience === 'public' ? internet(cluster) : known.map((cidr) => ({ cidr }));
  return isEqual(
    rule?.from,
    blocks.map((ipBlock) => ({ ipBlock })),
  );
}

const locked: Condition = {
  name: 'trait locked',
  holds: ({ traits }) => traits.locked,
  unless: {
    value: (value, { object, field }) =>
      object === '/ConfigMap/argocd/argocd-rbac-cm' &&
      field.startsWith('data["policy.csv"]') &&
      /^p, role:team-[\w-]+, applications, sync, [\w-]+\/\*, allow$/.test(String(value)),
  },
};

const BINDING = 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding/';
const ACTIONS = 'spec.validationActions';

const denies: Condition = {
  name: 'trait purpose',
  holds: ({ traits }) => traits.purpose !== 'development',
  said: ({ traits }) => traits.purpose,
  turn: (without, within, { object, field }) =>
    object.startsWith(BINDING) && field === `${ACTIONS}[0]` && without === 'Warn' && within === 'Deny',
  unless: { value: (value, { object, field }) => object.startsWith(BINDING) && field === `${ACTIONS}[1]` && value === 'Audit' },
};

/** What stands beside a component so that load can be put on it, and the edges of its pods. */
const rehearsed: Condition = {
  name: 'trait purpose',
  holds: ({ traits }) => traits.purpose === 'rehearsal',
  said: ({ traits }) => traits.purpose,
  object: (manifest, component) => {
    const part = `${component}-rehearsal`;
    if (manifest.kind === 'NetworkPolicy') return isOneOf(`${part}-to-${component}`, `${component}-from-${part}`)(manifest.metadata.name);
    const parts: Readonly<Record<string, string>> = {
      ConfigMap: part,
      CronJob: part,
      ServiceAccount: part,
      Role: 'rehearsal-operator',
      RoleBinding: 'rehearsal-operator',
    };
    return parts[manifest.kind] === manifest.metadata.name;
  },
};

const AUTOMATED = [true, false].map((prune) => ({ prune, selfHeal: true, allowEmpty: false }));

const syncedAtOnce: Condition = {
  name: 'delivery applies',
  holds: ({ cadence }) => cadence === 'at once',
  said: ({ cadence }) => cadence,
  value: (value, { object, field }) =>
    object.startsWith('argoproj.io/Application/') && field === 'spec.syncPolicy.automated' && isOneOf(...AUTOMATED)(value),
};

const FINALIZERS = 'metadata.finalizers';
const CASCADING = /^(?:workloads|policies|observability)\b/;

const cascading: Condition = {
  name: 'delivery cascades',
  holds: (side) => cascade(side) === true,
  value: (value, { field }) => field === FINALIZERS && isOneOf(['resources-finalizer.argocd.argoproj.io/foreground'])(value),
};

/** Whether every Application that may cascade does, or none of them; undefined where they disagree, which no class declares. */
function cascade({ objects }: Side): boolean | undefined {
  const applications = objects.filter(({ manifest: { kind, metadata } }) => kind === 'Application' && CASCADING.test(metadata.name));
  const cascades = applications.map(({ manifest }) => valueAt(manifest, FINALIZERS) !== undefined);
  return cascades.every(Boolean) ? true : cascades.some(Boolean) ? undefined : false;
}

const RELEASED = /^\S+:\S+@sha256:[0-9a-f]{64}$/;

const standIns: Condition = {
  name: 'trait programs',
  holds: ({ traits }) => traits.programs === 'stand-ins',
  said: ({ traits }) => traits.programs ?? 'released',
  value: (value, { field }) => {
    if (!field.endsWith('.command') || !Array.isArray(value)) return false;
    const image = String(value.at(-1));
    return RELEASED.test(image) && isEqual(value, standInFor(image).command);
  },
  turn: (without, within, { field }) =>
    field.endsWith('.image') && RELEASED.test(String(without)) && within === standInFor(String(without)).image,
};

/** Of a Service in the cluster: its name and its namespace. */
function servedBy({ repository }: Side): readonly [name: string, namespace: string] | undefined {
  const [, name, namespace] = /^http:\/\/([^.]+)\.([^.]+)\.svc\.cluster\.local\//.exec(repository) ?? [];
  return name === undefined || namespace === undefined ? undefined : [name, namespace];
}

const workingTree: Condition = {
  name: 'delivery reads from the cluster',
  holds: (side) => servedBy(side) !== undefined,
  value: (value, { object, field }, side) => {
    const [name, namespace] = servedBy(side) ?? [];
    return (
      object === 'networking.k8s.io/NetworkPolicy/argocd/argocd-repo-server' &&
      field.startsWith('spec.egress[') &&
      isEqual(valueAt(value, 'to'), [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
        },
      ]) &&
      isEqual(valueAt(value, 'ports'), [{ protocol: 'TCP', port: 8080 }])
    );
  },
};

/** What the traits of an environment and its delivery bring, besides the sizes of what runs. */
export const TRAIT_CONDITIONS: readonly Condition[] = [
  encrypted,
  highlyAvailable,
  publicAudience,
  locked,
  denies,
  rehearsed,
  syncedAtOnce,
  cascading,
  standIns,
  workingTree,
];
