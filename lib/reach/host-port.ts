import { listAt, numberAt, textAt } from '../manifest/fields';
import { isPort, isProtocol, PortSet } from './port-set';

/** A port of the node that leads to one of a pod. */
export interface HostPort {
  /** Path in the pod's spec: `containers[0].ports[0].hostPort`. */
  readonly field: string;
  /** Where it leads to: the port of the pod. */
  readonly ports: PortSet;
}

/** The host ports of every container in a pod's spec: init containers have theirs as long as they run. */
export function hostPorts(spec: unknown): HostPort[] {
  return ['containers', 'initContainers'].flatMap((list) =>
    listAt(spec, list).flatMap((container, at) =>
      listAt(container, 'ports').flatMap((port, index) => {
        const [number, host, protocol] = [numberAt(port, 'containerPort'), numberAt(port, 'hostPort'), textAt(port, 'protocol') ?? 'TCP'];
        if (!isPort(number) || !isPort(host) || !isProtocol(protocol)) return [];
        return [{ field: `${list}[${at}].ports[${index}].hostPort`, ports: PortSet.of(protocol, number) }];
      }),
    ),
  );
}
