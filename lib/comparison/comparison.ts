import { declarations } from './declarations';
import { type Difference, differencesBetween } from './difference';
import { type Declared, followsExplain } from './follows';
import { isKept, type Kept, keptBy, keptWhere, promoted, stays } from './kept';
import type { Explain, Side } from './side';

/** How two environments differ: in what they declare, in what one of them keeps of an earlier day, and in what nobody declared. */
export interface Comparison {
  readonly undeclared: readonly Difference[];
  /** Bytes that no class declares, at whose place the two environments differ. */
  readonly kept: readonly Kept[];
  readonly declared: readonly Declared[];
}

/** Every difference between two environments, with what declares it where something does. */
export function compare(a: Side, b: Side): Comparison {
  const differences = differencesBetween(a.objects, b.objects);
  const keeps = [...keptBy(a), ...keptBy(b)];
  const reasons = new Map<Difference, string>();
  const left = (): Difference[] => differences.filter((difference) => !reasons.has(difference));
  const declared = (): Declared[] => differences.flatMap((difference) => withReason(difference, reasons.get(difference)));
  const ask = (explains: readonly Explain<Difference>[]): void => {
    for (const difference of left()) {
      const reason = firstAnswer(explains, difference);
      if (reason !== undefined) reasons.set(difference, reason);
    }
  };

  ask(declarations(a, b));
  ask([followsExplain(a, b, declared())]);
  if (keeps.length === 0) return { undeclared: left(), kept: [], declared: declared() };

  const evened = left().length === 0 ? [] : compare(promoted(a), promoted(b)).undeclared;
  const undeclared = left().filter((difference) => !isKept(difference, keeps) || stays(difference, evened));
  const others = differences.filter((difference) => !undeclared.includes(difference));
  return {
    undeclared,
    kept: keptWhere(keeps, others),
    declared: declared().filter((difference) => !isKept(difference, keeps)),
  };
}

function withReason(difference: Difference, reason: string | undefined): Declared[] {
  return reason === undefined ? [] : [{ ...difference, reason }];
}

function firstAnswer(explains: readonly Explain<Difference>[], difference: Difference): string | undefined {
  for (const explain of explains) {
    const reason = explain(difference);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
