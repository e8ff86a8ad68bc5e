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
  const units = [...groupBy(files, ({ unit }) => `${unit.folder} ${unit.component}`).values()].map((objects) => {
    const { folder, component, project } = (objects[0] as LaidOut).unit;
    const application = folder === 'apps' ? 'root' : applicationName(folder);
    return { folder, component, project, application, files: objects.map(({ path }) => path) };
  });
  return `${JSON.stringify({ generated: markerText(environment), environment, units }, null, 2)}\n`;
}
