/** Kubernetes' resource.Quantity: a decimal number with a binary suffix, a decimal suffix or an exponent. */
const QUANTITY = /^(\d+(?:\.\d*)?|\.\d+)(?:(Ki|Mi|Gi|Ti|Pi|Ei)|([numkMGTPE])|[eE]([+-]?\d{1,3}))?$/;

const BINARY: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const DECIMAL: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };

/** Why the API server would refuse the quantity of a resource; undefined if it takes it. Negative amounts are refused. */
export function quantityProblem(quantity: string | number): string | undefined {
  if (QUANTITY.test(String(quantity))) return undefined;
  return `"${quantity}" is no quantity; expected a number with a suffix of Kubernetes, such as 250m, 512Mi or 10Gi`;
}

/** The amount in base units: cores, bytes, pieces. @throws on what `quantityProblem` reports */
export function quantityAmount(quantity: string | number): number {
  const [, digits, binary, decimal, exponent] = QUANTITY.exec(String(quantity)) ?? [];
  if (digits === undefined) throw new RangeError(quantityProblem(quantity));
  const factor = binary ? BINARY[binary] : decimal ? DECIMAL[decimal] : 10 ** Number(exponent ?? 0);
  return Number(digits) * (factor as number);
}

/** The amount of a quantity in base units; what is no quantity takes nothing. */
export function amountOf(quantity: unknown): number {
  const isQuantity = (typeof quantity === 'string' || typeof quantity === 'number') && quantityProblem(quantity) === undefined;
  return isQuantity ? quantityAmount(quantity) : 0;
}
