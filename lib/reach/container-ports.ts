import { listAt, numberAt, textAt } from '../manifest/fields';
import { isPort, isProtocol, PortSet, type Protocol } from './port-set';

/** One entry of `ports` of a container. */
export interface ContainerPort {
  readonly protocol: Protocol;
  readonly number: number;
  readonly name?: string;
  /** Whether it is there as long as the pod is: not of an init container that ends. */
  readonly isLasting: boolean;
}

/** A port by the name that a container gives it. */
export interface NamedPort {
  readonly protocol: Protocol;
  readonly name: string;
}

/** What the containers of a pod listen on, as far as their manifest says: policies and Services may call it by name. */
export class ContainerPorts {
  /** Of pods that nobody has written yet. */
  static readonly unknown = new ContainerPorts(undefined);

  /** @param spec a pod's spec */
  static of(spec: unknown): ContainerPorts {
    return new ContainerPorts([
      ...listAt(spec, 'containers').flatMap((container) => portsIn(container, true)),
      // Of init containers, those that stay beside the others are looked through for names (Kubernetes, FindPort).
      ...listAt(spec, 'initContainers').flatMap((container) => portsIn(container, textAt(container, 'restartPolicy') === 'Always')),
    ]);
  }

  private constructor(private readonly listed: readonly ContainerPort[] | undefined) {}

  get isKnown(): boolean {
    return this.listed !== undefined;
  }

  /** Empty where they are unknown. */
  get list(): readonly ContainerPort[] {
    return this.listed ?? [];
  }

  /** Every port that a name could stand for. */
  possibly({ protocol, name }: NamedPort): PortSet {
    return this.listed === undefined ? PortSet.every(protocol) : PortSet.union(this.named({ protocol, name }).map(portOf));
  }

  /** The port that a name stands for; none if several containers use it for different numbers, where implementations differ. */
  surely({ protocol, name }: NamedPort): PortSet {
    const lasting = this.named({ protocol, name }).filter(({ isLasting }) => isLasting);
    const [first = PortSet.none, ...others] = lasting.map(portOf);
    return others.every((port) => port.equals(first)) ? first : PortSet.none;
  }

  private named({ protocol, name }: NamedPort): ContainerPort[] {
    return this.list.filter((port) => port.name === name && port.protocol === protocol);
  }
}

function portOf({ protocol, number }: ContainerPort): PortSet {
  return PortSet.of(protocol, number);
}

/** What is malformed nobody can call; rules about schemas report it. */
function portsIn(container: unknown, isLasting: boolean): ContainerPort[] {
  return listAt(container, 'ports').flatMap((port): ContainerPort[] => {
    const number = numberAt(port, 'containerPort');
    const protocol = textAt(port, 'protocol') ?? 'TCP';
    if (!isPort(number) || !isProtocol(protocol)) return [];
    const name = textAt(port, 'name');
    return [{ protocol, number, isLasting, ...(name !== undefined && { name }) }];
  });
}
