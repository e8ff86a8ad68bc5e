import { listAt, numberAt, textAt } from '../../manifest/fields';
import type { PodView } from '../pod-view';

/** A port that a pod says it listens on. */
export interface ContainerPort {
  readonly name: string | undefined;
  readonly number: number | undefined;
  readonly protocol: string;
}

/** The ports of a pod: of its containers, and of init containers that go on beside them. */
export function portsOf({ containers }: PodView): ContainerPort[] {
  return containers
    .filter(({ list, container }) => list === 'containers' || (list === 'initContainers' && container['restartPolicy'] === 'Always'))
    .flatMap(({ container }) => listAt(container, 'ports'))
    .map((port) => ({ name: textAt(port, 'name'), number: numberAt(port, 'containerPort'), protocol: textAt(port, 'protocol') ?? 'TCP' }));
}

/** Whether a port by name or number is one of these. */
export function isAmong(ports: readonly ContainerPort[], wanted: unknown, protocol: string): boolean {
  return ports.some((port) => (port.name === wanted || port.number === wanted) && port.protocol === protocol);
}

/** `http (TCP 8080), TCP 9090`. */
export function spokenPorts(ports: readonly ContainerPort[]): string {
  const spoken = ports.map(({ name, number, protocol }) =>
    name === undefined ? `${protocol} ${number}` : `${name} (${protocol} ${number})`,
  );
  return [...new Set(spoken)].join(', ') || 'none';
}
