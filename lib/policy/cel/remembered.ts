import type { Asked } from './asked';
import { celExpression } from './evaluation';
import { Field, fieldsOf } from './field';

/**
 * A condition that is evaluated once for all whose fields, as far as it names them, are the same: environments have the same Roles, and
 * containers the same security context, probes and resources, over and over.
 */
export function remembered(expression: string): (asked: Asked) => boolean | string {
  const holds = celExpression(expression);
  const [first, ...others] = fieldsOf(expression)?.map(Field.of) ?? [];
  if (first === undefined) return ({ values }) => holds(values);
  const verdicts = new Map<number | string, boolean | string>();
  return (asked) => {
    let key: number | string = asked.numberOf(first);
    for (const field of others) key = `${key} ${asked.numberOf(field)}`;
    let verdict = verdicts.get(key);
    if (verdict === undefined) {
      verdict = holds(asked.values);
      verdicts.set(key, verdict);
    }
    return verdict;
  };
}
