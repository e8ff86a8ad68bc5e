import type { FileChange, Synthesis } from '../../lib';
import { componentsIn } from '../index-file';

/** Files of an environment that differ between two trees, with the component that their index names. */
export function treeChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): FileChange[] {
  const components = new Map([...componentsIn(before.get('index.json')), ...componentsIn(after.get('index.json'))]);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => fileChange(path, components.get(path) ?? '', before.get(path), after.get(path)));
}

/** What the components of a locked environment that move change. */
export function movedFiles({ standings }: Synthesis): FileChange[] {
  return standings.flatMap(({ component, before, files }) => {
    const old = new Map(before.map(({ path, text }) => [path, text]));
    const current = new Map(files.map(({ path, text }) => [path, text]));
    return [...new Set([...old.keys(), ...current.keys()])].flatMap((path) =>
      fileChange(path, component, old.get(path), current.get(path)),
    );
  });
}

/** Nothing where both sides are the same. */
export function fileChange(path: string, component: string, before: string | undefined, after: string | undefined): FileChange[] {
  if (before === after) return [];
  return [{ path, component, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}
