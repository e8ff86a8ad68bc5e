import { groupOf } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';

/** Why a field that is otherwise than in `dist` is no drift. */
interface Excuse {
  readonly field: RegExp;
  readonly reason: string;
  /** API group of the objects whose field it is. @default any */
  readonly group?: string;
}

const EXCUSES: readonly Excuse[] = [
  { field: /^status(?:$|[.[])/, reason: 'status is what controllers report' },
  { field: /^metadata\.annotations\["argocd\.argoproj\.io\/(?:tracking-id|installation-id)"\]$/, reason: "Argo CD's own mark" },
  { field: /^metadata\.annotations\["argocd\.argoproj\.io\/(?:refresh|hydrate)"\]$/, group: 'argoproj.io', reason: 'a request to Argo CD' },
  { field: /^operation(?:$|[.[])/, group: 'argoproj.io', reason: 'a request to Argo CD' },
  { field: /\.annotations\["kubectl\.kubernetes\.io\/restartedAt"\]$/, reason: 'somebody asked for a restart' },
  { field: /^metadata\.labels\["kubernetes\.io\/metadata\.name"\]$/, reason: "the API server's own label" },
];

/** Why nobody minds what a field holds; undefined where somebody does. */
export function excuseFor({ apiVersion }: Pick<Manifest, 'apiVersion'>, field: string): string | undefined {
  const group = groupOf(apiVersion);
  return EXCUSES.find((excuse) => (excuse.group ?? group) === group && excuse.field.test(field))?.reason;
}

/** Controllers that add fields to objects of others, by the name that each gives the API server. */
const CONTROLLERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:kube-controller-manager|k3s|cloud-controller-manager)$/, "Kubernetes' controllers keep their notes there"],
  [/^(?:kube-apiserver|kube-scheduler|kubelet)$/, 'Kubernetes itself writes it'],
  [/^argocd(?!-controller$)(?:-.*)?$/, 'Argo CD writes it'],
  [/^(?:cert-manager|cainjector)/, 'cert-manager writes it'],
  [/^controller$/, 'the sealed-secrets controller writes it'],
  [/^(?:PrometheusOperator|prometheus-operator|operator)$/, 'the Prometheus operator writes it'],
  [/^traefik$/, 'the edge writes it'],
  [/^(?:longhorn-manager|csi-.*|.*-provisioner|.*-attacher|.*-resizer)$/, 'the storage driver writes it'],
];

/** Where controllers write into objects of others. Nowhere else is a name an excuse: anybody can take one. */
const NOTES = /^(?:metadata\.(?:annotations|finalizers|ownerReferences)|spec\.(?:finalizers|volumeName))(?:$|[.[])|\.caBundle$/;

/** Annotations that tell Argo CD what to do with an object, e.g. never to look at it: no controller writes them. */
const ORDERS = /^metadata\.annotations\["argocd\.argoproj\.io\//;

/** Why a controller may have added a field; undefined for people, programs that nobody knows, and fields that no controller adds. */
export function controllersReason(manager: string, field: string): string | undefined {
  if (!NOTES.test(field) || ORDERS.test(field)) return undefined;
  return CONTROLLERS.find(([name]) => name.test(manager))?.[1];
}
