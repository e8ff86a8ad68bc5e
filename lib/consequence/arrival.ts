import { entriesAt, textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { podSpecPath } from '../manifest/pod-template';
import { isLimit, spokenWorkload } from './capacity';
import { alertsOf, readersText } from './configuration';
import type { Effect, Risk } from './consequence';
import { isEntrance, spokenEntrance } from './exposure';
import { grantsIn, subjectsOf } from './grants';
import { policyEffect } from './network';
import { unrestricted } from './network-edges';
import { allowancesOf } from './projects';
import { quotaExcess } from './quota-fit';
import type { Surroundings } from './surroundings';
import { joined, listed } from './wording';

interface Gain {
  readonly risk: Risk;
  readonly weight?: number;
  readonly text: string;
}

/** An object that is new in `dist`: what it lets happen that did not happen before. */
export function arrival(manifest: Manifest, around: Surroundings): Effect {
  const { risk, weight = 1, text } = gainOf(manifest, around);
  return { risk, weight, summary: joined('new', text), fields: [] };
}

function gainOf(manifest: Manifest, around: Surroundings): Gain {
  const type = typeOf(manifest);
  if (Object.hasOwn(GAINS, type)) return (GAINS[type] as (manifest: Manifest, around: Surroundings) => Gain)(manifest, around);
  if (podSpecPath(manifest) !== undefined) return { risk: 'capacity', weight: 2, text: spokenWorkload(manifest, around) };
  if (isEntrance(manifest)) return { risk: 'exposure', weight: 4, text: spokenEntrance(manifest) };
  if (isLimit(manifest)) return { risk: 'capacity', text: joined(amountsOf(manifest), quotaExcess(manifest.metadata.namespace, around)) };
  return { risk: 'configuration', text: '' };
}

function role(manifest: Manifest): Gain {
  const aggregates = valueAt(manifest, 'aggregationRule') === undefined ? '' : 'gathers the rules of other roles';
  const grants = grantsIn(manifest);
  const isWildcard = grants.some((grant) => /everything|all resources/.test(grant));
  return {
    risk: 'permission',
    weight: isWildcard ? 5 : 1,
    text: joined(`whom it is bound to may: ${listed(grants) || 'nothing'}`, aggregates),
  };
}

function binding(manifest: Manifest): Gain {
  const reference = `${String(valueAt(manifest, 'roleRef.kind'))} ${String(valueAt(manifest, 'roleRef.name'))}`;
  return {
    risk: 'permission',
    weight: reference === 'ClusterRole cluster-admin' ? 9 : 2,
    text: `gives ${reference} to ${listed(subjectsOf(manifest)) || 'nobody'}`,
  };
}

function secret(manifest: Manifest, around: Surroundings): Gain {
  const keys = ['data', 'stringData', 'spec.encryptedData'].flatMap((path) => entriesAt(manifest, path).map(([key]) => key));
  return { risk: 'configuration', text: joined(keys.length === 0 ? '' : `keys ${listed(keys)}`, readersText(manifest, around)) };
}

const GAINS: Readonly<Record<string, (manifest: Manifest, around: Surroundings) => Gain>> = {
  'rbac.authorization.k8s.io/Role': role,
  'rbac.authorization.k8s.io/ClusterRole': role,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'argoproj.io/AppProject': (project) => ({ risk: 'permission', weight: 3, text: `allows ${listed(allowancesOf(project))}` }),
  'argoproj.io/Application': (application) => ({
    risk: 'configuration',
    weight: 3,
    text: `delivers ${sourceText(application)} to ${textAt(application, 'spec.destination.namespace') ?? 'the cluster'}`,
  }),
  'networking.k8s.io/NetworkPolicy': (policy) => ({
    risk: 'network',
    weight: unrestricted(policy).length > 0 ? 6 : 2,
    text: policyEffect(undefined, policy),
  }),
  '/Namespace': () => ({ risk: 'configuration', weight: 2, text: '' }),
  '/PersistentVolumeClaim': (claim, around) => ({
    risk: 'capacity',
    text: joined(
      `asks for ${String(valueAt(claim, 'spec.resources.requests.storage') ?? 'storage')}`,
      quotaExcess(claim.metadata.namespace, around),
    ),
  }),
  '/ConfigMap': secret,
  '/Secret': secret,
  'bitnami.com/SealedSecret': secret,
  'external-secrets.io/ExternalSecret': secret,
  'monitoring.coreos.com/PrometheusRule': (rule) => ({ risk: 'configuration', text: `alerts new: ${listed(alertsOf(rule)) || 'none'}` }),
};

function sourceText(application: Manifest): string {
  const chart = textAt(application, 'spec.source.chart');
  if (chart !== undefined) return `chart ${chart} ${textAt(application, 'spec.source.targetRevision') ?? ''}`.trim();
  return textAt(application, 'spec.source.path') ?? 'several sources';
}

function amountsOf(manifest: Manifest): string {
  const hard = entriesAt(manifest, 'spec.hard').map(([key, amount]) => `${key} ${String(amount)}`);
  const range =
    typeOf(manifest) === 'autoscaling/HorizontalPodAutoscaler'
      ? [`${String(valueAt(manifest, 'spec.minReplicas') ?? 1)} to ${String(valueAt(manifest, 'spec.maxReplicas'))} pods`]
      : [];
  return listed([...hard, ...range]);
}
