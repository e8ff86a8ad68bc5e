import { quantityAmount, quantityProblem } from '../../lib/manifest/quantity';

describe('quantities', () => {
  test.each(['1', '0.5', '.5', '250m', '512Mi', '10Gi', '1e3', '1E-2', '2k', '100n'])('%s is one', (quantity) => {
    expect(quantityProblem(quantity)).toBeUndefined();
  });

  test.each(['', '-1', '+1', '1 Gi', '1gi', '1GB', '512mi', 'Mi', '1_000', '0x10', '1e', 'NaN', '1e1000'])(
    '%j is refused, not repaired',
    (quantity) => {
      expect(quantityProblem(quantity)).toMatch(/is no quantity; expected a number with a suffix of Kubernetes/);
    },
  );

  test.each([
    ['250m', 0.25],
    ['1Ki', 1024],
    ['1k', 1000],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['1e3', 1000],
    ['2', 2],
  ])('%s amounts to %d', (quantity, amount) => {
    expect(quantityAmount(quantity)).toBe(amount);
  });

  test('that are none have no amount', () => {
    expect(() => quantityAmount('1gb')).toThrow(new RangeError(quantityProblem('1gb')));
  });
});
