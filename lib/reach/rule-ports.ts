import type { ContainerPorts, NamedPort } from './container-ports';
import { type Field, spoken } from './field';
import { isPort, isProtocol, PortSet, PROTOCOLS, type Protocol } from './port-set';

/** The ports of a rule of a NetworkPolicy: numbers, and names whose numbers depend on who is called. */
export interface RulePorts {
  readonly numbers: PortSet;
  readonly names: readonly NamedPort[];
}

const EVERY_PORT: RulePorts = { numbers: PortSet.all, names: [] };

/** Ports of a rule that could be allowed at pods with these container ports. The outside has none with names. */
export function possiblePorts({ numbers, names }: RulePorts, containers?: ContainerPorts): PortSet {
  return containers === undefined || names.length === 0
    ? numbers
    : numbers.union(PortSet.union(names.map((port) => containers.possibly(port))));
}

/** Ports of a rule that are allowed at each of these pods, whatever is not known of them. */
export function surePorts({ numbers, names }: RulePorts, containers?: ContainerPorts): PortSet {
  return containers === undefined || names.length === 0
    ? numbers
    : numbers.union(PortSet.union(names.map((port) => containers.surely(port))));
}

/** Reads `ports` of a rule (ValidateNetworkPolicyPort): left out or empty it is every port of every protocol. */
export function readRulePorts(field: Field): RulePorts {
  const ports = field.items().map(readPort);
  if (ports.length === 0) return EVERY_PORT;
  return { numbers: PortSet.union(ports.map(({ numbers }) => numbers)), names: ports.flatMap(({ names }) => names) };
}

const NOTHING: RulePorts = { numbers: PortSet.none, names: [] };

function readPort(field: Field): RulePorts {
  field.isMappingOf('protocol', 'port', 'endPort');
  const protocol = readProtocol(field.at('protocol'));
  const { value: port, isAbsent } = field.at('port');
  const last = readEndPort(field.at('endPort'), port);
  if (protocol === undefined) return NOTHING;
  if (isAbsent) return { numbers: PortSet.every(protocol), names: [] };
  if (isPort(port)) return { numbers: PortSet.of(protocol, port, last ?? port), names: [] };
  if (typeof port === 'string' && isPortName(port)) return { numbers: PortSet.none, names: [{ protocol, name: port }] };
  field.at('port').refuse(`is ${spoken(port)}; expected a number from 1 to 65535, or the name of a container's port`);
  return NOTHING;
}

function readProtocol(field: Field): Protocol | undefined {
  if (field.isAbsent) return 'TCP';
  if (isProtocol(field.value)) return field.value;
  field.refuse(`is ${spoken(field.value)}; expected one of ${PROTOCOLS.join(', ')}`);
  return undefined;
}

function readEndPort(field: Field, port: unknown): number | undefined {
  const { value: last, isAbsent } = field;
  if (isAbsent) return undefined;
  if (!isPort(last)) field.refuse(`is ${spoken(last)}; expected a number from 1 to 65535`);
  else if (typeof port !== 'number') field.refuse(`is ${last}, but port is ${port === undefined ? 'missing' : spoken(port)} and no number`);
  else if (last < port) field.refuse(`is ${last}, below port ${port}`);
  else return last;
  return undefined;
}

/** Names of ports are those of IANA's service registry (apimachinery, IsValidPortName). */
function isPortName(text: string): boolean {
  return text.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && /[a-z]/.test(text);
}
