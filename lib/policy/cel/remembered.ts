import type { Asked } from './asked';
import { type CelExpression, celExpression } from './evaluation';
import { Field, fieldsOf, fieldsOnly } from './field';

type Condition = (asked: Asked) => boolean | string;

/**
 * A condition that is evaluated once for all whose fields, as far as it names them, are the same: environments have the same Roles, and
 * containers the same security context, probes and resources, over and over. Of alternatives, those behind the first one that holds are
 * not asked: what is right mostly is for the first reason, and the others depend on more.
 */
export function remembered(expression: string): Condition {
  const alternatives = alternativesOf(expression).map((text) => {
    const known = shared.get(text) ?? rememberedAlternative(text);
    shared.set(text, known);
    return known;
  });
  return (asked) => {
    let verdict: boolean | string = false;
    for (let index = 0; index < alternatives.length; index++) {
      const one = (alternatives[index] as Condition)(asked);
      if (one === true) return true;
      if (verdict === false) verdict = one;
    }
    return verdict;
  };
}

/** Many conditions have an alternative in common: pods of Windows, containers that somebody put into a running pod. */
const shared = new Map<string, Condition>();

function rememberedAlternative(expression: string): Condition {
  let parsed: CelExpression | undefined;
  const holds: CelExpression = (input) => {
    parsed ??= celExpression(expression);
    return parsed(input);
  };
  const fields = fieldsOf(expression)?.map(Field.of) ?? [];
  const [first, ...others] = fields;
  if (first === undefined) return ({ values }) => holds(values);
  const verdicts = new Map<number | string, boolean | string>();
  return (asked) => {
    let key: number | string = asked.numberOf(first);
    for (let index = 0; index < others.length; index++) key = `${key} ${asked.numberOf(others[index] as Field)}`;
    let verdict = verdicts.get(key);
    if (verdict === undefined) {
      verdict = holds(fieldsOnly(asked.plain, fields));
      verdicts.set(key, verdict);
    }
    return verdict;
  };
}

/** What stands between the `||` of an expression; all of it if it is a choice (`?:`), which binds less, or has comments or texts that end otherwise. */
export function alternativesOf(expression: string): string[] {
  if (OTHER_TEXT.test(expression)) return [expression];
  const code = expression.replace(TEXT, (text) => '_'.repeat(text.length));
  const cuts: number[] = [];
  let depth = 0;
  for (const { 0: sign, index } of code.matchAll(SIGN)) {
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth--;
    else if (depth === 0 && sign === '||') cuts.push(index);
    else if (depth === 0) return [expression];
  }
  return [...cuts, expression.length].map((end, index) => expression.slice(index === 0 ? 0 : (cuts[index - 1] as number) + 2, end).trim());
}

const TEXT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
/** Comments, and texts in three quotes or without escapes. */
const OTHER_TEXT = /\/\/|'''|"""|\b[rRbB]+['"]/;
const SIGN = /[()[\]{}]|\|\||(?<!\.)\?/g;
