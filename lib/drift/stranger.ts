import { listAt, textAt } from '../manifest/fields';
import { groupOf, typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';

const TRACKING = 'argocd.argoproj.io/tracking-id';
const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** An object of the cluster that is not in `dist`: ours and left behind, nobody's here, or another's for a reason. */
export type Standing = { readonly is: 'extra'; readonly why: string } | { readonly is: 'ignored'; readonly reason: string } | undefined;

export interface Ours {
  /** Names of the Applications of `dist`, with those whose source is a chart. */
  readonly applications: ReadonlyMap<string, 'dist' | 'chart'>;
  /** `NAMESPACE/TEMPLATE-STATEFULSET` of the claims that StatefulSets of `dist` make. */
  readonly claims: ReadonlySet<string>;
  /** Names of the namespaces of `dist`. */
  readonly namespaces: ReadonlySet<string>;
}

/** Who installs what is not in `dist`, by what it calls itself. */
const INSTALLERS: Readonly<Record<string, string>> = {
  Helm: 'a chart installed it',
  terraform: 'the Terraform stack has it',
};

/** What an object that `dist` does not have is to the environment; undefined if it has nothing to do with it. */
export function standingOf(live: Manifest, { applications, claims, namespaces }: Ours): Standing {
  const application = trackedBy(live);
  const source = application === undefined ? undefined : applications.get(application);
  const manager = live.metadata.labels?.[MANAGED_BY];
  const isLabelled = manager === 'desired-state';
  const isOpening = namespaces.has(live.metadata.namespace ?? '') && opens(live);
  if (source === undefined && !isLabelled && !isOpening) return undefined;
  if (source === 'chart') return { is: 'ignored', reason: 'the chart of an Application renders it' };
  const owner = listAt(live, 'metadata.ownerReferences').find((reference) => valueAt(reference, 'controller') === true);
  if (owner !== undefined) return { is: 'ignored', reason: `a ${textAt(owner, 'kind') ?? 'controller'} made it` };
  if (isClaim(live, claims)) return { is: 'ignored', reason: 'the claim of a StatefulSet' };
  if (live.metadata.deletionTimestamp !== undefined) return { is: 'ignored', reason: 'it is being deleted' };
  if (source !== undefined) return { is: 'extra', why: `Application ${application} made it` };
  if (isLabelled) return { is: 'extra', why: `has the label ${MANAGED_BY}=desired-state` };
  const installed = Object.hasOwn(INSTALLERS, manager ?? '') ? INSTALLERS[manager as string] : undefined;
  if (installed !== undefined) return { is: 'ignored', reason: installed };
  return { is: 'extra', why: `nobody committed it, and namespace ${live.metadata.namespace} is of dist` };
}

/** Kinds of which one object is enough to let somebody in, or something out. */
const OPENINGS = [
  'networking.k8s.io/NetworkPolicy',
  'networking.k8s.io/Ingress',
  'gateway.networking.k8s.io/HTTPRoute',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
];

/** Whether an object makes an opening by itself, whoever made it. */
function opens(live: Manifest): boolean {
  const type = typeOf(live);
  if (type !== '/Service') return OPENINGS.includes(type);
  const isOutside = /^(?:LoadBalancer|NodePort)$/.test(textAt(live, 'spec.type') ?? '');
  return isOutside || listAt(live, 'spec.externalIPs').length > 0;
}

/** The Application that made an object, if the mark is the object's own and was not copied from another one. */
function trackedBy({ apiVersion, kind, metadata }: Manifest): string | undefined {
  const mark = metadata.annotations?.[TRACKING] ?? '';
  const [, application, group, ofKind, name] = /^([^:]+):([^/]*)\/([^:]+):[^/]*\/(.+)$/.exec(mark) ?? [];
  return group === groupOf(apiVersion) && ofKind === kind && name === metadata.name ? application : undefined;
}

function isClaim({ kind, metadata }: Manifest, claims: ReadonlySet<string>): boolean {
  return kind === 'PersistentVolumeClaim' && claims.has(`${metadata.namespace}/${metadata.name.replace(/-\d+$/, '')}`);
}
