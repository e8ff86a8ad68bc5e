import { declarations } from './declarations';
import { type Difference, differencesBetween } from './difference';
import { type Declared, followsExplain } from './follows';
import { lagExplains, promoted } from './lag';
import type { Explain, Side } from './side';

/** How two environments differ: in what they declare, and in what nobody declared. */
export interface Comparison {
  readonly undeclared: readonly Difference[];
  readonly declared: readonly Declared[];
}

/** Every difference between two environments, with what declares it where something does. */
export function compare(a: Side, b: Side): Comparison {
  const differences = differencesBetween(a.objects, b.objects);
  const first = explained(differences, declarations(a, b));
  const second = explained(first.undeclared, [followsExplain(a, b, first.declared)]);
  const third = explained(second.undeclared, lag(a, b, second.undeclared));
  const reasons = new Map([...first.declared, ...second.declared, ...third.declared].map((one) => [placeOf(one), one]));
  return { undeclared: third.undeclared, declared: differences.flatMap((one) => reasons.get(placeOf(one)) ?? []) };
}

/** Asked only if something waits for a promotion and something is left to explain. */
function lag(a: Side, b: Side, left: readonly Difference[]): Explain<Difference>[] {
  if (left.length === 0 || a.behind.size + b.behind.size === 0) return [];
  return [lagExplains(a, b, compare(promoted(a), promoted(b)).undeclared)];
}

function explained(differences: readonly Difference[], explains: readonly Explain<Difference>[]): Comparison {
  const declared: Declared[] = [];
  const undeclared: Difference[] = [];
  for (const difference of differences) {
    const reason = explains.reduce<string | undefined>((found, explain) => found ?? explain(difference), undefined);
    if (reason === undefined) undeclared.push(difference);
    else declared.push({ ...difference, reason });
  }
  return { undeclared, declared };
}

function placeOf({ object, field, before, after }: Difference): string {
  return `${object} ${field} ${before === undefined} ${after === undefined}`;
}
