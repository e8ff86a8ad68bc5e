import type { Difference } from './difference';
import type { Explain, Side } from './side';

/** The two environments as they would be if nothing in them waited for a promotion. */
export function promoted(side: Side): Side {
  return { ...side, objects: side.rendered ?? side.objects, behind: new Set() };
}

/**
 * What differs because a component keeps what was promoted last: it would not differ, or for a declared reason, if both
 * environments were what their classes render now. `left` is what would stay undeclared even then.
 */
export function lagExplains(a: Side, b: Side, left: readonly Difference[]): Explain<Difference> {
  const stays = (difference: Difference): boolean =>
    left.some(({ object, field }) => object === difference.object && leadsTo(field, difference.field));
  return (difference) => {
    const side = [a, b].find(({ behind }) => behind.has(difference.component));
    return side === undefined || stays(difference) ? undefined : `promotion: ${side.name} keeps what was promoted last`;
  };
}

/** Whether one path is the other, or the beginning of it. */
function leadsTo(one: string, other: string): boolean {
  const begins = (long: string, short: string): boolean =>
    long === short || short === '' || (/^[.[:]/.test(long.slice(short.length)) && long.startsWith(short));
  return begins(one, other) || begins(other, one);
}
