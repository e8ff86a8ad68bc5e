import { groupBy } from './group-by';
import { type LaidOut, marker, markerText } from './layout';
import { applicationName } from './unit';
import { emitYaml } from './yaml-emitter';

/** Every file of the environment for `kubectl apply -k`, the emergency path (requirements A29, A46). */
export function kustomization(environment: string, files: readonly LaidOut[]): string {
  return (
    marker(environment) +
    emitYaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files.map(({ path }) => path) })
  );
}

/** Which unit and component each file belongs to, for other tools. */
export function index(environment: string, files: readonly LaidOut[]): string {
  const units = [...groupBy(files, ({ unit }) => unit)].map(([{ folder, component, project }, objects]) => ({
    folder,
    component,
    project,
    application: folder === 'apps' ? 'root' : applicationName(folder),
    files: objects.map(({ path }) => path),
  }));
  return `${JSON.stringify({ generated: markerText(environment), environment, units }, null, 2)}\n`;
}
