import { type Manifest, type Ours, objectDrift, objectKey, spokenName, standingOf } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { type Bounds, type Committed, claimsOf, namespacesOf, scaledBy, sourcesOf } from './committed';
import { dryRun } from './dry-run';
import { noDefinition, nothingRecorded, partialDiscovery } from './messages';
import type { Drift, Ignored, ManifestDrift, Untold } from './report';
import { type Discovery, discover, type Listed, listed, type Resource, typeName } from './resources';

/** Kinds that are asked for at a time. */
const AT_ONCE = 6;

const HOOK = 'argocd.argoproj.io/hook';

/**
 * The live cluster against `dist`: each object of it as it is and as a server-side dry run would make it, and what the cluster has under
 * our label or Argo CD's mark beside them. Whatever does not answer is told, and never passes for no drift.
 */
export async function manifestDrift(kubectl: Kubectl, committed: readonly Committed[], types: ReadonlySet<string>): Promise<ManifestDrift> {
  const discovery = await discover(kubectl);
  const lists = await listsOf(kubectl, committed, types, discovery);
  const live = new Map([...lists.values()].flatMap((list) => ('objects' in list ? list.objects : [])).map((one) => [objectKey(one), one]));
  const parts: Part[] = [
    ...committed.map((object) => presence(object, lists, live, discovery)),
    ...strangers(committed, [...live.values()]),
    ...[...lists].flatMap(([type, list]) => ('problem' in list ? [untold(`kind ${type}`, list.problem)] : [])),
    ...(discovery.gap === '' ? [] : [untold('kinds of the server', partialDiscovery(discovery.gap))]),
  ];

  const present = committed.filter((object) => !isHook(object) && live.has(object.key) && !isLeaving(live.get(object.key)));
  const { answers, problems } = await dryRun(
    kubectl,
    present.map(({ manifest }) => manifest),
  );
  const scaled = scaledBy(committed);
  for (const object of present) {
    const wanted = answers.get(object.key);
    if (wanted === undefined) parts.push(untold(object.spoken, problems.get(object.key) as string));
    else parts.push(difference(object, live.get(object.key) as Manifest, wanted, scaled));
  }
  return {
    drift: parts.flatMap(({ drift = [] }) => drift),
    ignored: parts.flatMap(({ ignored = [] }) => ignored),
    unknown: parts.flatMap(({ unknown = [] }) => unknown),
    checked: answers.size,
  };
}

/** What one object or kind adds to the whole. */
type Part = Partial<Pick<ManifestDrift, 'drift' | 'ignored' | 'unknown'>>;

function untold(what: string, reason: string): { unknown: Untold[] } {
  return { unknown: [{ what, reason }] };
}

/** Every kind that `dist` has or that objects may be left behind of, as far as the server serves it. */
async function listsOf(
  kubectl: Kubectl,
  committed: readonly Committed[],
  types: ReadonlySet<string>,
  { resources }: Discovery,
): Promise<Map<string, Listed>> {
  const versions = new Map(committed.map(({ manifest }) => [typeOf(manifest), manifest.apiVersion.split('/')[1]]));
  const wanted = resources.filter((resource) => {
    const type = typeName(resource.group, resource.kind);
    return versions.has(type) || types.has(type);
  });
  const lists = new Map<string, Listed>();
  const next = async (queue: Resource[]): Promise<void> => {
    for (let resource = queue.shift(); resource !== undefined; resource = queue.shift()) {
      const type = typeName(resource.group, resource.kind);
      lists.set(type, await listed(kubectl, resource, versions.get(type)));
    }
  };
  const queue = [...wanted];
  await Promise.all(Array.from({ length: AT_ONCE }, () => next(queue)));
  return new Map([...lists].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function typeOf({ apiVersion, kind }: Manifest): string {
  return typeName(apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '', kind);
}

/** Whether an object of `dist` is there; nothing where its kind was not listed, which is told once for the kind. */
function presence(object: Committed, lists: ReadonlyMap<string, Listed>, live: ReadonlyMap<string, Manifest>, { gap }: Discovery): Part {
  const { manifest, key } = object;
  if (isHook(object)) return { ignored: [{ object: key, field: '', reason: 'a hook: Argo CD makes it anew for each sync' }] };
  const list = lists.get(typeOf(manifest));
  if (list === undefined && gap !== '') return untold(object.spoken, noDefinition(manifest.kind, manifest.apiVersion));
  if (list === undefined) return { drift: [whole('missing', object, noDefinition(manifest.kind, manifest.apiVersion))] };
  if ('problem' in list) return {};
  const found = live.get(key);
  if (found === undefined) return { drift: [whole('missing', object)] };
  return isLeaving(found) ? { drift: [whole('missing', object, 'it is being deleted')] } : {};
}

function whole(kind: 'missing' | 'extra', { key, spoken, application, file }: Omit<Committed, 'manifest'>, by?: string): Drift {
  return { class: kind, object: key, spoken, application, file, field: '', ...(by !== undefined && { by }) };
}

/** What the cluster has of ours and `dist` does not. */
function strangers(committed: readonly Committed[], live: readonly Manifest[]): Part[] {
  const known = new Set(committed.map(({ key }) => key));
  const ours: Ours = { applications: sourcesOf(committed), claims: claimsOf(committed), namespaces: namespacesOf(committed) };
  return live
    .filter((object) => !known.has(objectKey(object)))
    .map((object): Part => {
      const key = objectKey(object);
      const standing = standingOf(object, ours);
      if (standing === undefined) return {};
      if (standing.is === 'ignored') return { ignored: [{ object: key, field: '', reason: standing.reason }] };
      return { drift: [whole('extra', { key, spoken: spokenName(object), application: '', file: '' }, standing.why)] };
    });
}

function difference(
  { manifest, key, spoken, application, file }: Committed,
  live: Manifest,
  wanted: Manifest,
  scaled: ReadonlyMap<string, Bounds>,
): Part {
  const scale = scaled.get(`${manifest.kind}/${manifest.metadata.namespace}/${manifest.metadata.name}`);
  const { differences, ignored } = objectDrift({ live, wanted, ...(scale && { scale }) });
  const recorded = live.metadata.managedFields;
  return {
    drift: differences.map((one): Drift => ({ ...one, object: key, spoken, application, file })),
    ignored: ignored.map((one): Ignored => ({ ...one, object: key })),
    ...(Array.isArray(recorded) && recorded.length > 0 ? {} : untold(spoken, nothingRecorded())),
  };
}

function isHook({ manifest }: Committed): boolean {
  return manifest.metadata.annotations?.[HOOK] !== undefined;
}

function isLeaving(live: Manifest | undefined): boolean {
  return live?.metadata.deletionTimestamp !== undefined;
}
