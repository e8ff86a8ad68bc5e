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
 * Shared components that promoted ones cannot be without and that are not there, or not wide enough, yet: their
 * namespaces, and the projects where one has to be wider.
 */
export function needs({ states, renderings, held, permits }: NeedsProps): Set<string> {
  const promoted = [...states].filter(([, state]) => state === 'promoted').flatMap(([component]) => renderings.get(component)?.files ?? []);
  if (promoted.length === 0) return new Set();
  const isNeeded = ({ component, files }: Rendering): boolean => {
    const state = states.get(component);
    if (state === 'waiting' && files.some((file) => isNamespaceOf(file, promoted))) return true;
    if (state !== 'waiting' && state !== 'behind') return false;
    const projects = projectsAmong(files);
    return projects.size > 0 && widens(projectsAmong(held(component)), projects, promoted, permits);
  };
  return new Set([...renderings.values()].filter(isNeeded).map(({ component }) => component));
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
