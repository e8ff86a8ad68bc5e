import { type AddressRange, rangeText } from './address-set';
import { type Answer, combined, portsThrough } from './answer';
import type { Endpoint } from './endpoint';
import type { Direction } from './network-policy';
import type { PortSet } from './port-set';
import { type SideWorld, sideOf } from './side';

/** Addresses outside the cluster with the ports on which they are connected to some pods. */
export interface OutsidePorts {
  readonly range: AddressRange;
  /** `10.0.0.0-10.255.255.255` */
  readonly text: string;
  readonly ports: PortSet;
}

/** Who outside may call pods (Ingress), or be called by them (Egress): ranges in order, cut where the ports change, none without ports. */
export function outsidePorts(world: SideWorld, direction: Direction, pods: readonly Endpoint[], answer: Answer): OutsidePorts[] {
  const pieces = world.addresses.outside.pieces(pods.flatMap((endpoint) => boundaries(world, direction, endpoint)));
  const found: { range: AddressRange; ports: PortSet }[] = [];
  for (const piece of pieces) {
    const ports = combined(
      pods.map((endpoint) => portsThrough([sideOf(world, direction, endpoint, piece)], answer)),
      answer,
    );
    const before = found.at(-1);
    const goesOn = before?.range.family === piece.family && before.range.last + 1n === piece.first && before.ports.equals(ports);
    if (before && goesOn) before.range = { ...before.range, last: piece.last };
    else found.push({ range: piece, ports });
  }
  return found.flatMap(({ range, ports }) => (ports.isEmpty ? [] : [{ range, text: rangeText(range), ports }]));
}

/** The addresses that policies of some pods speak of. */
function boundaries(world: SideWorld, direction: Direction, pods: Endpoint) {
  return world.isolations
    .of(direction, pods)
    .flatMap(({ policy }) =>
      (policy.rules[direction] ?? []).flatMap(({ peers = [] }) => peers.flatMap((peer) => ('addresses' in peer ? [peer.addresses] : []))),
    );
}
