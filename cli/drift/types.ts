import { join } from 'node:path';
import type { FileSystem } from '../ports/file-system';

/** Kinds that somebody may leave behind under the label of `dist`, or that make an opening by themselves, whether `dist` has any or not. */
const ALSO = [
  'clusterrole.rbac.authorization.k8s.io',
  'clusterrolebinding.rbac.authorization.k8s.io',
  'daemonset.apps',
  'horizontalpodautoscaler.autoscaling',
  'httproute.gateway.networking.k8s.io',
  'ingress.networking.k8s.io',
  'networkpolicy.networking.k8s.io',
  'persistentvolumeclaim',
  'role.rbac.authorization.k8s.io',
  'rolebinding.rbac.authorization.k8s.io',
  'service',
];

/** Types that any environment has, and some more: where objects are looked for that `dist` does not have. Told by the names of files. */
export function typesOfDist(fs: FileSystem, root: string): Set<string> {
  const types = new Set(ALSO);
  const visit = (folder: string): void => {
    for (const name of fs.list(folder)) {
      const path = join(folder, name);
      if (fs.kindOf(path) === 'directory') visit(path);
      else if (name.endsWith('.yaml') && name.includes('_')) types.add(name.slice(0, name.indexOf('_')));
    }
  };
  if (fs.kindOf(join(root, 'dist')) === 'directory') visit(join(root, 'dist'));
  return types;
}
