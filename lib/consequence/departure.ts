import { entriesAt, listAt, textAt } from '../manifest/fields';
import { spokenName, typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { podSpec, podSpecPath } from '../manifest/pod-template';
import type { Placed } from './changed-object';
import { alertsOf, readersText } from './configuration';
import type { Effect } from './consequence';
import { cascades, fateOf } from './delivery';
import { hostsOf } from './exposure';
import { grantsIn, subjectsOf } from './grants';
import { isolationLost, policyEffect } from './network';
import type { Surroundings } from './surroundings';
import { counted, joined, listed } from './wording';

/** What is lost with an object, and how heavy the loss is. */
interface Loss {
  readonly weight: number;
  readonly text: string;
}

/** An object that left `dist`: who deletes it, and what goes with it. */
export function departure(key: string, { manifest, path }: Placed, around: Surroundings): Effect {
  if (around.holds(key)) return { risk: 'cosmetic', summary: 'leaves this file, and stays in dist in another one', fields: [] };
  const fate = fateOf(manifest, path, around);
  const loss = lossOf(manifest, around);
  const weight = fate.isDeleted ? loss.weight : loss.weight / 2;
  const successor = around.successorOf(manifest);
  const again = successor === undefined ? '' : `made again, from nothing, as ${spokenName(successor)} of ${successor.apiVersion}`;
  return { risk: 'deletion', weight, summary: joined(fate.text, fate.isDeleted ? loss.text : '', again), fields: [] };
}

/** What a cluster loses with an object. */
export function lossOf(manifest: Manifest, around: Surroundings): Loss {
  const type = typeOf(manifest);
  if (Object.hasOwn(LOSSES, type)) return (LOSSES[type] as (manifest: Manifest, around: Surroundings) => Loss)(manifest, around);
  return podSpecPath(manifest) === undefined ? { weight: 10, text: '' } : { weight: 50, text: 'its pods stop' };
}

const LOSSES: Readonly<Record<string, (manifest: Manifest, around: Surroundings) => Loss>> = {
  '/Namespace': ({ metadata }, around) => {
    const left = around.in(metadata.name).length;
    const rest = left === 0 ? '' : `, ${counted(left, 'object')} still in dist among it`;
    return { weight: 100, text: `everything in it is deleted, claims and secrets included${rest}` };
  },
  'apiextensions.k8s.io/CustomResourceDefinition': (crd) => ({
    weight: 95,
    text: `every ${textAt(crd, 'spec.names.kind') ?? 'object of its kind'} in the cluster is deleted with it`,
  }),
  '/PersistentVolumeClaim': () => ({ weight: 92, text: 'its data goes with it unless the volume is retained' }),
  '/PersistentVolume': () => ({ weight: 90, text: 'the cluster forgets where its data is' }),
  'apps/StatefulSet': (set) => {
    const claims = listAt(set, 'spec.volumeClaimTemplates').length;
    if (claims === 0) return { weight: 50, text: 'its pods stop' };
    const isDeleted = textAt(set, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted') === 'Delete';
    return {
      weight: isDeleted ? 91 : 85,
      text: `a store: its pods stop, and its claims ${isDeleted ? 'are deleted with their data' : 'stay'}`,
    };
  },
  'argoproj.io/Application': (application) =>
    cascades(application)
      ? { weight: 88, text: 'all that it synced is deleted with it (its finalizer cascades)' }
      : { weight: 60, text: 'what it synced stays in the cluster, and nobody manages it' },
  'argoproj.io/AppProject': () => ({ weight: 75, text: 'Applications that name it sync no more' }),
  'networking.k8s.io/NetworkPolicy': (policy, around) => {
    const lost = isolationLost(policy, undefined, around);
    return { weight: lost.isOpen ? 58 : 45, text: joined(lost.text, policyEffect(policy, undefined)) };
  },
  'rbac.authorization.k8s.io/Role': (role) => ({ weight: 30, text: `nobody may by it any more: ${listed(grantsIn(role))}` }),
  'rbac.authorization.k8s.io/ClusterRole': (role) => ({ weight: 31, text: `nobody may by it any more: ${listed(grantsIn(role))}` }),
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  '/ConfigMap': (map, around) => ({ weight: 20, text: readersText(map, around) }),
  '/Secret': secret,
  'bitnami.com/SealedSecret': secret,
  'external-secrets.io/ExternalSecret': secret,
  '/Service': () => ({ weight: 42, text: 'nothing answers under its name any more' }),
  '/ServiceAccount': account,
  '/ResourceQuota': (quota) => ({
    weight: 35,
    text: `no longer limited by it: ${listed(entriesAt(quota, 'spec.hard').map(([key, hard]) => `${key} ${String(hard)}`))}`,
  }),
  '/LimitRange': () => ({ weight: 33, text: 'containers without requests get none any more' }),
  'policy/PodDisruptionBudget': () => ({ weight: 25, text: 'nodes may be drained of all its pods at once' }),
  'autoscaling/HorizontalPodAutoscaler': (scaler) => ({
    weight: 25,
    text: `nothing scales ${textAt(scaler, 'spec.scaleTargetRef.name') ?? 'its target'} any more, ${String(valueAt(scaler, 'spec.minReplicas') ?? 1)} to ${String(valueAt(scaler, 'spec.maxReplicas') ?? 1)} pods until now`,
  }),
  'monitoring.coreos.com/PrometheusRule': (rule) => ({ weight: 22, text: `alerts gone: ${listed(alertsOf(rule)) || 'none'}` }),
  'networking.k8s.io/Ingress': entrance,
  'route.openshift.io/Route': entrance,
  'gateway.networking.k8s.io/Gateway': entrance,
  'gateway.networking.k8s.io/HTTPRoute': entrance,
  'cert-manager.io/Certificate': (certificate) => ({
    weight: 40,
    text: `the certificate for ${listed(hostsOf(certificate)) || 'its name'} is renewed no more`,
  }),
};

function binding(manifest: Manifest): Loss {
  return {
    weight: 30,
    text: `takes ${String(valueAt(manifest, 'roleRef.kind'))} ${String(valueAt(manifest, 'roleRef.name'))} from ${listed(subjectsOf(manifest))}`,
  };
}

function account({ metadata }: Manifest, around: Surroundings): Loss {
  const users = around.in(metadata.namespace).filter((object) => textAt(podSpec(object), 'serviceAccountName') === metadata.name);
  const names = users.map((user) => `${user.kind} ${user.metadata.name}`);
  return { weight: users.length === 0 ? 20 : 46, text: users.length === 0 ? '' : `no new pod can start of ${listed(names)}` };
}

function secret(manifest: Manifest, around: Surroundings): Loss {
  return { weight: 48, text: joined('the Secret goes with it', readersText(manifest, around)) };
}

function entrance(manifest: Manifest): Loss {
  const hosts = hostsOf(manifest);
  return {
    weight: 43,
    text: hosts.length === 0 ? 'traffic that came in by it does not arrive any more' : `no longer answers for ${listed(hosts)}`,
  };
}
