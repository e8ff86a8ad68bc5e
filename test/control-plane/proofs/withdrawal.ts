import { type Manifest, spokenName, valueAt } from '../../../lib';
import { cascades } from '../../../lib/consequence/delivery';
import { applications, refresh } from '../harness/argo-cd';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import { until } from '../harness/until';

/** An Application that leaves Git, with what it synced. */
export interface Leaving {
  readonly name: string;
  /** Whether deleting it deletes what it synced. */
  readonly cascades: boolean;
  readonly objects: readonly Manifest[];
}

/** What a synth without a component leaves out. */
export interface Withdrawal {
  /** Below the repository. */
  readonly files: readonly string[];
  readonly applications: readonly Leaving[];
}

interface Index {
  readonly units: readonly { readonly component: string; readonly files: readonly string[] }[];
}

/** @throws if dist has no such component */
export function withdrawal({ published, name }: DeliveredBed, component: string): Withdrawal {
  const { units } = JSON.parse(published.read(`dist/${name}/index.json`)) as Index;
  const files = units.filter((unit) => unit.component === component).flatMap((unit) => unit.files.map((file) => `dist/${name}/${file}`));
  const manifests = published.manifests(name).filter(({ path }) => files.includes(path));
  const leaving = manifests.filter(({ manifest }) => manifest.kind === 'Application').map(({ manifest }) => manifest);
  if (leaving.length === 0) throw new Error(`dist has no Application of ${component}`);
  const applications = leaving.map((application) => {
    const folder = `${valueAt(application, 'spec.source.path')}/`;
    const objects = manifests.filter(({ path }) => path.startsWith(folder)).map(({ manifest }) => manifest);
    return { name: application.metadata.name, cascades: cascades(application), objects };
  });
  return { files, applications };
}

/** How many orphaned resources an Application says there are. */
function orphansSaidBy({ status }: Live): number {
  const conditions = (status?.conditions ?? []) as { type: string; message: string }[];
  const warning = conditions.find(({ type }) => type === 'OrphanedResourceWarning');
  return Number(warning?.message.match(/has (\d+) orphaned/)?.[1] ?? 0);
}

/** @throws if orphans are reported, which would hide others */
export async function noOrphans({ cluster }: DeliveredBed): Promise<void> {
  const saying = (await applications(cluster)).filter(({ live }) => orphansSaidBy(live) > 0);
  if (saying.length > 0) throw new Error(`there are orphans already, say ${saying.map(({ name }) => name).join(', ')}`);
}

/**
 * Waits until each object is counted among the orphans of every Application that has to look for it: one whose destination is its
 * namespace, and whose project permits its kind.
 * @returns the Applications
 * @throws with the objects that nobody looks for, and what Applications do not report
 */
export async function orphansReported({ cluster }: DeliveredBed, objects: readonly Manifest[], within: number): Promise<string[]> {
  const projects = new Map((await cluster.list(PROJECTS)).map((project) => [project.metadata.name, project]));
  const looks = ({ spec }: Live, { apiVersion, kind, metadata }: Manifest): boolean => {
    const { namespaceResourceWhitelist: permitted = [], orphanedResources } = projects.get(spec.project)?.spec ?? {};
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const permits = (permitted as { group: string; kind: string }[]).some((kinds) => kinds.kind === kind && kinds.group === group);
    return orphanedResources?.warn === true && permits && spec.destination.namespace === metadata.namespace;
  };
  let wrong: string[] = [];
  let looking: string[] = [];
  await refresh(
    cluster,
    (await applications(cluster)).map(({ name }) => name),
  );
  await until(
    async () => {
      const states = await applications(cluster);
      const reporters = states.map((state) => ({ ...state, expected: objects.filter((object) => looks(state.live, object)) }));
      looking = reporters.filter(({ expected }) => expected.length > 0).map(({ name }) => name);
      const unseen = objects.filter((object) => !reporters.some(({ expected }) => expected.includes(object)));
      const silent = reporters.filter(({ live, expected }) => orphansSaidBy(live) < expected.length);
      wrong = [
        ...unseen.map((object) => `no Application looks for orphans such as ${spokenName(object)}`),
        ...silent.map(({ name, live, expected }) => `${name} says ${orphansSaidBy(live)} of ${expected.length} orphans`),
      ];
      return wrong.length === 0;
    },
    { within, every: 1, what: () => `orphans to be reported: ${wrong.join('; ')}` },
  );
  return looking;
}

const PROJECTS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects';
