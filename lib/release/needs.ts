import type { LaidOut } from '../manifest/layout';
import type { Manifest } from '../manifest/manifest';
import type { Rendering } from './rendering';
import type { State } from './standing';

export interface NeedsProps {
  readonly states: ReadonlyMap<string, State>;
  readonly renderings: ReadonlyMap<string, Rendering>;
  /** What the environment holds of a component. */
  readonly held: (component: string) => readonly LaidOut[];
  /** Whether an AppProject lets an object be synced. */
  readonly permits: (project: Manifest, object: Manifest) => boolean;
}

/**
 * Components that promoted ones cannot move without: shared ones that are not there, or not wide enough, yet (their
 * namespaces, projects where one has to be wider), and those that a file comes from or goes to.
 */
export function needs(props: NeedsProps): Set<string> {
  const { renderings } = props;
  const states = new Map(props.states);
  const along = new Set<string>();
  for (;;) {
    const moving = [...states].flatMap(([component, state]) => (state === 'promoted' ? [component] : []));
    const next =
      moving.length === 0 ? [] : [...renderings.values()].filter((rendering) => isNeeded(rendering, moving, { ...props, states }));
    if (next.length === 0) return along;
    for (const { component } of next) {
      along.add(component);
      states.set(component, 'promoted');
    }
  }
}

function isNeeded({ component, files }: Rendering, moving: readonly string[], props: NeedsProps): boolean {
  const { states, renderings, held, permits } = props;
  const state = states.get(component);
  if (state !== 'waiting' && state !== 'behind') return false;
  const promoted = moving.flatMap((name) => renderings.get(name)?.files ?? []);
  if (state === 'waiting' && files.some((file) => isNamespaceOf(file, promoted))) return true;
  const left = moving.flatMap((name) => held(name));
  if (sharesPath(held(component), promoted) || sharesPath(files, left)) return true;
  const projects = projectsAmong(files);
  return projects.size > 0 && widens(projectsAmong(held(component)), projects, promoted, permits);
}

function sharesPath(files: readonly LaidOut[], others: readonly LaidOut[]): boolean {
  const paths = new Set(others.map(({ path }) => path));
  return files.some(({ path }) => paths.has(path));
}

function isNamespaceOf({ manifest }: LaidOut, objects: readonly LaidOut[]): boolean {
  return manifest.kind === 'Namespace' && objects.some((object) => object.manifest.metadata.namespace === manifest.metadata.name);
}

type Projects = ReadonlyMap<string, Manifest>;

function projectsAmong(files: readonly LaidOut[]): Projects {
  const projects = files.map(({ manifest }) => manifest).filter(({ kind }) => kind === 'AppProject');
  return new Map(projects.map((project) => [project.metadata.name, project]));
}

/** Whether an object is let in by what the classes render of the projects, and by what is held of them is not. */
function widens(before: Projects, after: Projects, objects: readonly LaidOut[], permits: NeedsProps['permits']): boolean {
  const isIn = (projects: Projects, { unit, manifest }: LaidOut): boolean => {
    const project = projects.get(unit.project);
    return project !== undefined && permits(project, manifest);
  };
  return objects.some((object) => isIn(after, object) && !isIn(before, object));
}
