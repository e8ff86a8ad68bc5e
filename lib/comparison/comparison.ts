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
  if (left().length > 0 && a.behind.size + b.behind.size > 0) {
    ask([lagExplains(a, b, compare(promoted(a), promoted(b)).undeclared)]);
  }
  return { undeclared: left(), declared: declared() };
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
