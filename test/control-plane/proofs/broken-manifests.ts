import { dump, load } from 'js-yaml';
import type { Manifest } from '../../../lib';
import { APPLICATIONS, application, applications, refresh, requestSync, type State } from '../harness/argo-cd';
import { type Claims, none } from '../harness/claims';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { Edits } from '../harness/published';
import { until } from '../harness/until';
import { type Finder, lost } from './found';

/** A file that must not get through. */
interface Broken {
  readonly what: string;
  readonly component: string;
  /** Path below the repository, and its text. */
  readonly file: readonly [string, string];
  /** What the Application must say: the object or file, and why. */
  readonly saying: readonly string[];
}

export interface BrokenManifests {
  readonly edits: Edits;
  readonly broken: readonly Broken[];
  /** Identifiers of the pods of each component. */
  readonly pods: ReadonlyMap<string, readonly string[]>;
  /** Everything else of these components. */
  readonly objects: readonly Manifest[];
  readonly before: ReadonlyMap<string, string | undefined>;
}

/** Breaks one file of each of three components. @throws if a component has no pods, which could then not go on running */
export async function breakManifests(bed: DeliveredBed, finder: Finder, components: readonly string[]): Promise<BrokenManifests> {
  const [first = '', second = '', third = ''] = components;
  const broken = [immutable(bed, first), illegible(bed, second), refused(bed, third)];
  const pods = await podsOf(bed, broken);
  for (const [component, ids] of pods) if (ids.length === 0) throw new Error(`${component} has no pods`);
  const folders = broken.map(({ component }) => folderOf(bed, component));
  const own = bed.published.manifests(bed.name).filter(({ path }) => folders.some((folder) => path.startsWith(folder)));
  const objects = own.map(({ manifest }) => manifest).filter(({ kind }) => kind !== 'Job');
  return { edits: Object.fromEntries(broken.map(({ file }) => file)), broken, pods, objects, before: await finder.identities(objects) };
}

function immutable(bed: DeliveredBed, component: string): Broken {
  const { path, live } = manifestOf(bed, component, 'Deployment');
  Object.assign(live.spec.selector.matchLabels, { broken: 'yes' });
  Object.assign(live.spec.template.metadata.labels, { broken: 'yes' });
  return { what: 'an immutable field', component, file: [path, dump(live)], saying: [component, 'field is immutable'] };
}

/** What begins as a manifest, and then is none: a file that does not even begin as one is no manifest, and its object would be pruned. */
function illegible(bed: DeliveredBed, component: string): Broken {
  const { path } = manifestOf(bed, component, 'Service');
  const text = bed.published.read(path).replace('\nspec:\n', '\nspec: {\n');
  return { what: 'no YAML', component, file: [path, text], saying: [path.split('/').at(-1) as string, 'yaml'] };
}

/** A new object, which is not compared before it is applied: the sync itself fails, and is tried again. */
function refused(bed: DeliveredBed, component: string): Broken {
  const { path, live } = manifestOf(bed, component, 'Service');
  const name = `${component}-refused`;
  Object.assign(live.metadata, { name });
  Object.assign(live.spec.ports[0], { port: 99999 });
  return { what: 'a new object', component, file: [path.replace('.yaml', '-refused.yaml'), dump(live)], saying: [name, 'must be between'] };
}

function folderOf({ name }: DeliveredBed, component: string): string {
  return `dist/${name}/workloads/${component}/`;
}

function manifestOf(bed: DeliveredBed, component: string, kind: string): { path: string; live: Live } {
  const { published, name } = bed;
  const own = ({ path, manifest }: { path: string; manifest: Manifest }): boolean =>
    path.startsWith(folderOf(bed, component)) && manifest.kind === kind && manifest.metadata.name === component;
  const found = published.manifests(name).find(own);
  if (found === undefined) throw new Error(`${component} has no ${kind} of its name`);
  return { path: found.path, live: load(published.read(found.path)) as Live };
}

async function podsOf(bed: DeliveredBed, broken: readonly Broken[]): Promise<Map<string, string[]>> {
  const lists = broken.map(async ({ component }): Promise<[string, string[]]> => {
    const namespace = bed.environment.catalogue.components[component]?.namespace;
    const pods = await bed.cluster.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io/name%3D${component}`);
    const running = pods.filter(({ metadata, status }) => status.phase === 'Running' && metadata.deletionTimestamp === undefined);
    return [component, running.map(({ metadata }) => metadata.uid).sort()];
  });
  return new Map(await Promise.all(lists));
}

const applicationOf = ({ component }: Broken): string => `workloads-${component}`;

/** Claims that what ran still runs, and that each Application says what is broken. They are published. */
export async function brokenManifests(
  bed: DeliveredBed,
  finder: Finder,
  claims: Claims,
  { broken, pods, objects, before }: BrokenManifests,
): Promise<void> {
  await claims.that('of a broken manifest the Application says which object or file it is, and why', async () => {
    await Promise.all(broken.map((one) => requestIfNobodyElseDoes(bed, one)));
    const said = await Promise.all(broken.map((one) => complaint(bed, one)));
    return said.join('\n');
  });
  await claims.that('a broken manifest leaves the pods and all objects of its Application as they were', async () => {
    const now = await podsOf(bed, broken);
    const others = [...pods].filter(([component, ids]) => ids.join() !== now.get(component)?.join());
    none([...others.map(([component]) => `${component} has other pods`), ...lost(before, await finder.identities(objects))]);
    return `${[...pods].map(([component, { length }]) => `${length} pods of ${component}`).join(', ')}; ${objects.length} objects`;
  });
}

async function requestIfNobodyElseDoes({ cluster }: DeliveredBed, broken: Broken): Promise<void> {
  const name = applicationOf(broken);
  await refresh(cluster, [name]);
  const { syncPolicy } = (await application(cluster, name)).live.spec;
  if (syncPolicy?.automated !== undefined) return;
  const state = await until(async () => notSynced(await application(cluster, name)), { within: 30, what: `${name} to see the commit` });
  await requestSync(cluster, state);
}

function notSynced(state: State): State | undefined {
  return state.sync === 'Synced' ? undefined : state;
}

async function complaint({ cluster }: DeliveredBed, broken: Broken): Promise<string> {
  const name = applicationOf(broken);
  let says = '';
  await until(
    async () => {
      ({ says } = await application(cluster, name));
      return broken.saying.every((part) => says.includes(part));
    },
    { within: 60, every: 1, what: () => `${name} to say ${broken.saying.join(' and ')} of ${broken.what}; it says ${says.slice(0, 300)}` },
  );
  return `${name}, ${broken.what}: ${says.slice(0, 200)}`;
}

/** Ends syncs that are still being tried again, as `argocd app terminate-op` does. */
export async function terminate({ cluster }: DeliveredBed): Promise<void> {
  const running = (await applications(cluster)).filter(({ live }) => live.status?.operationState?.phase === 'Running');
  const operationState = { phase: 'Terminating' };
  await Promise.all(running.map(({ name }) => cluster.patch(`${APPLICATIONS}/${name}`, { status: { operationState } })));
}
