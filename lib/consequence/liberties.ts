import { listAt, textAt, textsAt } from '../manifest/fields';
import { valueAt } from '../manifest/manifest';
import { containers, nameOf } from './pod-template';

/** What the pods of a spec may do to the node that they run on, and as whom: each a phrase that reads after "may". */
export function libertiesOf(spec: unknown): string[] {
  if (spec === undefined) return [];
  const own = [
    ...['hostNetwork', 'hostPID', 'hostIPC']
      .filter((field) => valueAt(spec, field) === true)
      .map((field) => `share the node's ${field.slice(4)}`),
    ...listAt(spec, 'volumes').flatMap((volume) => {
      const path = textAt(volume, 'hostPath.path');
      return path === undefined ? [] : [`see ${path} of the node`];
    }),
    ...(valueAt(spec, 'automountServiceAccountToken') === false ? [] : ['use the token of their ServiceAccount']),
    `act as ServiceAccount ${textAt(spec, 'serviceAccountName') ?? 'default'}`,
  ];
  return [...own, ...containers(spec).flatMap((container) => containerLiberties(container, valueAt(spec, 'securityContext')))];
}

function containerLiberties(container: unknown, pod: unknown): string[] {
  const name = nameOf(container);
  const setting = (field: string): unknown => valueAt(container, `securityContext.${field}`) ?? valueAt(pod, field);
  const drops = textsAt(container, 'securityContext.capabilities.drop');
  const profile = setting('seccompProfile.type');
  const user = setting('runAsUser');
  return [
    ...(setting('privileged') === true ? ['run privileged'] : []),
    ...(setting('allowPrivilegeEscalation') === false ? [] : ['gain privileges']),
    ...(setting('readOnlyRootFilesystem') === true ? [] : ['write to its image']),
    ...(setting('runAsNonRoot') === true ? [] : ['run as root']),
    ...(user === 0 ? ['run as user 0'] : []),
    ...(drops.some((drop) => drop.toUpperCase() === 'ALL') ? [] : ['keep default capabilities']),
    ...textsAt(container, 'securityContext.capabilities.add').map((capability) => `use ${capability}`),
    ...(profile === 'RuntimeDefault' || profile === 'Localhost' ? [] : ['make any system call']),
  ].map((liberty) => `${liberty} (${name})`);
}
