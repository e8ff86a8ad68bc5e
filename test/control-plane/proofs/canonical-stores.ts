import { type Manifest, spokenName } from '../../../lib';
import { application, refresh, requestSync } from '../harness/argo-cd';
import { type Claims, none } from '../harness/claims';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { Edits } from '../harness/published';
import { until } from '../harness/until';
import { type Finder, lost, type Reference } from './found';
import { orphaned, type Removal, staysUntilRequested } from './removed-component';
import { withdrawal } from './withdrawal';

/** How a canonical store leaves Git: all of it, only its StatefulSet, or its folder while the Application stays. */
export interface LostStores {
  readonly edits: Edits;
  /** What must survive: StatefulSets, pods, claims, Services, credentials. */
  readonly before: ReadonlyMap<string, string | undefined>;
  readonly references: readonly Reference[];
  readonly whole: Removal;
  /** Applications of the other two. */
  readonly emptied: string;
  readonly beheaded: { readonly application: string; readonly statefulSet: string };
}

/** Loses three of the stores that the catalogue calls canonical, each in its own way. @throws if there are fewer */
export async function loseStores(bed: DeliveredBed, finder: Finder): Promise<LostStores> {
  const { stores } = bed.environment.catalogue;
  const canonical = Object.keys(stores).filter((name) => stores[name]?.state === 'canonical');
  const [all, head, folder] = canonical.map((name) => withdrawal(bed, name));
  if (all === undefined || head === undefined || folder === undefined)
    throw new Error('the catalogue has less than three canonical stores');
  const objects = [all, head, folder].flatMap(({ applications }) => applications.flatMap((leaving) => leaving.objects));
  const kept = all.applications.filter(({ cascades }) => !cascades);
  const syncs = (kind: string, { applications }: typeof all): string =>
    applications.find((leaving) => leaving.objects.some((object) => object.kind === kind))?.name ?? '';
  const references = (
    await Promise.all(objects.filter(({ kind }) => kind === 'StatefulSet').map((object) => holdings(finder, object)))
  ).flat();
  const services = objects.filter(({ kind }) => kind === 'Service');
  const files = [
    ...all.files,
    ...head.files.filter((file) => file.includes('/statefulset.')),
    ...folder.files.filter((file) => !file.includes('/apps/')),
  ];
  return {
    edits: Object.fromEntries(files.map((file) => [file, undefined])),
    references: [...references, ...services],
    before: await finder.identities([...references, ...services]),
    whole: { applications: kept, before: await finder.identities(kept.flatMap((leaving) => leaving.objects)) },
    emptied: syncs('StatefulSet', folder),
    beheaded: { application: syncs('StatefulSet', head), statefulSet: canonical[1] as string },
  };
}

/** A StatefulSet with its pods, their claims and the Secrets that they read, where these are there. */
async function holdings(finder: Finder, { metadata }: Manifest): Promise<Reference[]> {
  const { namespace = '' } = metadata;
  const named = (kind: string, name: string, apiVersion = 'v1'): Reference => ({ apiVersion, kind, metadata: { name, namespace } });
  const own = named('StatefulSet', metadata.name, 'apps/v1');
  const live = (await finder.find(own)) as Live;
  const {
    replicas,
    volumeClaimTemplates = [],
    template,
  } = live.spec as {
    replicas: number;
    volumeClaimTemplates?: { metadata: { name: string } }[];
    template: object;
  };
  const pods = Array.from({ length: replicas }, (_, index) => `${metadata.name}-${index}`);
  const claims = volumeClaimTemplates.flatMap((claim) => pods.map((pod) => `${claim.metadata.name}-${pod}`));
  const text = JSON.stringify(template);
  const secrets = [...text.matchAll(/"secretName":"([^"]+)"|"secretKeyRef":\{[^}]*"name":"([^"]+)"/g)].map(
    ([, one, other]) => one ?? other,
  );
  const there = await Promise.all(
    [...new Set(secrets)].map(async (name) =>
      (await finder.find(named('Secret', name as string))) === undefined ? [] : [named('Secret', name as string)],
    ),
  );
  if (claims.length === 0) throw new Error(`${spokenName(own)} claims no volume`);
  return [own, ...pods.map((pod) => named('Pod', pod)), ...claims.map((claim) => named('PersistentVolumeClaim', claim)), ...there.flat()];
}

/** Claims that nothing of them went, and that somebody says what was not pruned. The removal is published, and the root has followed it. */
export async function canonicalStores(bed: DeliveredBed, finder: Finder, claims: Claims, stores: LostStores): Promise<void> {
  await claims.that('a canonical store that left Git with its Applications stays and is reported as orphaned', () =>
    orphaned(bed, finder, stores.whole),
  );
  await claims.that('a StatefulSet that left Git is not pruned, though a sync asks for it, and its Application says so', () =>
    beheaded(bed, stores),
  );
  await claims.that('a canonical store whose folder is gone is left alone by its Application, which says why', () => emptied(bed, stores));
  await claims.that(
    'nothing of a canonical store is ever pruned: StatefulSets, pods, claims, Services and credentials are the same',
    async () => {
      none(lost(stores.before, await finder.identities(stores.references)));
      const kinds = [...new Set(stores.references.map(({ kind }) => kind))];
      return kinds.map((kind) => `${stores.references.filter((reference) => reference.kind === kind).length} ${kind}`).join(', ');
    },
  );
}

async function beheaded(bed: DeliveredBed, { beheaded: { application: name, statefulSet } }: LostStores): Promise<string> {
  await refresh(bed.cluster, [name]);
  const outOfSync = await until(
    async () => {
      const state = await application(bed.cluster, name);
      return state.sync === 'OutOfSync' && state.live.operation === undefined ? state : undefined;
    },
    { within: 30, what: `${name} to be OutOfSync` },
  );
  if (await staysUntilRequested(bed)) await requestSync(bed.cluster, outOfSync, { prune: true });
  const said = await until(
    async () => {
      const { syncResult, phase } = (await application(bed.cluster, name)).live.status.operationState ?? {};
      const results = (syncResult?.resources ?? []) as { kind: string; name: string; message: string }[];
      const own = results.find((result) => result.kind === 'StatefulSet' && result.name === statefulSet);
      return phase === 'Succeeded' && own?.message.includes('no prune') ? own : undefined;
    },
    { within: 30, what: `${name} to say that it does not prune StatefulSet ${statefulSet}` },
  );
  const { sync } = await application(bed.cluster, name);
  if (sync !== 'OutOfSync') throw new Error(`${name} is ${sync}, though ${statefulSet} is not in Git`);
  return `${name} stays OutOfSync: StatefulSet ${statefulSet} ${said.message}`;
}

async function emptied({ cluster }: DeliveredBed, { emptied: name }: LostStores): Promise<string> {
  await refresh(cluster, [name]);
  const { says } = await until(
    async () => {
      const state = await application(cluster, name);
      return state.says.includes('app path does not exist') ? state : undefined;
    },
    { within: 30, what: `${name} to say that its folder is gone` },
  );
  return `${name}: ${says.slice(0, says.indexOf(';'))}`;
}
