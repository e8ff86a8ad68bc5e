import { listAt, textAt } from '../manifest/fields';
import { groupOf } from '../manifest/identity';
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
}

/** What an object that `dist` does not have is to the environment; undefined if it has nothing to do with it. */
export function standingOf(live: Manifest, { applications, claims }: Ours): Standing {
  const application = trackedBy(live);
  const source = application === undefined ? undefined : applications.get(application);
  const isLabelled = live.metadata.labels?.[MANAGED_BY] === 'desired-state';
  if (source === undefined && !isLabelled) return undefined;
  if (source === 'chart') return { is: 'ignored', reason: 'the chart of an Application renders it' };
  const owner = listAt(live, 'metadata.ownerReferences').find((reference) => valueAt(reference, 'controller') === true);
  if (owner !== undefined) return { is: 'ignored', reason: `a ${textAt(owner, 'kind') ?? 'controller'} made it` };
  if (isClaim(live, claims)) return { is: 'ignored', reason: 'the claim of a StatefulSet' };
  if (live.metadata.deletionTimestamp !== undefined) return { is: 'ignored', reason: 'it is being deleted' };
  return { is: 'extra', why: source === undefined ? `has the label ${MANAGED_BY}=desired-state` : `Application ${application} made it` };
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
