import { amountOf } from '../manifest/quantity';

/** Whether the second of two amounts, or of two numbers of days such as `10d`, is the greater. */
export function isMore(less: unknown, more: unknown): boolean {
  const [a, b] = [less, more].map((value) => (typeof value === 'string' ? amountOf(value.replace(/d$/, '')) : 0)) as [number, number];
  return a > 0 && b > a;
}
