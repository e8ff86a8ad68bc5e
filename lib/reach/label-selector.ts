import { labelKeyProblem, labelValueProblem } from '../manifest/label';
import type { Field } from './field';
import type { LabelSpace } from './label-space';
import { ValueSet } from './value-set';

/** Whether a selector selects what has some labels: whatever these are, depending on what they are, or under no circumstances. */
export type Match = 'always' | 'sometimes' | 'never';

/** A selector of Kubernetes: all that it asks of each label, matchLabels and matchExpressions together. Immutable. */
export class LabelSelector {
  static readonly everything = new LabelSelector(new Map());

  /** @param requirements what is asked of keys, a key as often as one likes */
  static of(requirements: Iterable<readonly [string, ValueSet]>): LabelSelector {
    const merged = new Map<string, ValueSet>();
    for (const [key, values] of requirements) merged.set(key, merged.get(key)?.intersection(values) ?? values);
    return new LabelSelector(merged);
  }

  private text: string | undefined;

  private constructor(readonly requirements: ReadonlyMap<string, ValueSet>) {}

  get selectsAll(): boolean {
    return this.requirements.size === 0;
  }

  matches(labels: LabelSpace): Match {
    let isCertain = true;
    for (const [key, wanted] of this.requirements) {
      const possible = labels.at(key);
      if (possible.intersection(wanted).isEmpty) return 'never';
      isCertain &&= wanted.includes(possible);
    }
    return isCertain ? 'always' : 'sometimes';
  }

  /** The same for selectors that ask for the same. */
  toString(): string {
    this.text ??= JSON.stringify([...this.requirements].map(([key, values]) => [key, `${values}`]).sort());
    return this.text;
  }
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

type Operator = (typeof OPERATORS)[number];

/** Reads a selector as the API server would take it (apimachinery, ValidateLabelSelector); left out it asks for nothing. */
export function readLabelSelector(field: Field): LabelSelector {
  field.isMappingOf('matchLabels', 'matchExpressions');
  const labels = field
    .at('matchLabels')
    .entries()
    .map(([key, value]) => [keyIn(key, value), ValueSet.oneOf([valueIn(value)])] as const);
  const expressions = field.at('matchExpressions').items().map(readExpression);
  return LabelSelector.of([...labels, ...expressions]);
}

function readExpression(field: Field): readonly [string, ValueSet] {
  field.isMappingOf('key', 'operator', 'values');
  const key = keyIn(field.at('key').text() ?? '', field.at('key'));
  const operator = operatorIn(field.at('operator'));
  const values = field.at('values').items().map(valueIn);
  const isOfValues = operator === 'In' || operator === 'NotIn';
  if (isOfValues && values.length === 0) field.at('values').refuse(`is missing or empty, though the operator is ${operator}`);
  if (!isOfValues && operator !== undefined && values.length > 0) field.at('values').refuse(`is given, though the operator is ${operator}`);
  return [key, valuesOf(operator, values)];
}

/** What is absent has none of the values that are not wanted (apimachinery, Requirement.Matches). */
function valuesOf(operator: Operator | undefined, values: readonly string[]): ValueSet {
  switch (operator) {
    case 'In':
      return ValueSet.oneOf(values);
    case 'NotIn':
      return ValueSet.oneOf(values).complement();
    case 'Exists':
      return ValueSet.present;
    case 'DoesNotExist':
      return ValueSet.absent;
    default:
      return ValueSet.nothing;
  }
}

function operatorIn(field: Field): Operator | undefined {
  const text = field.text();
  const operator = OPERATORS.find((known) => known === text);
  if (operator === undefined) field.refuse(`is ${text === undefined ? 'missing' : `"${text}"`}; expected ${OPERATORS.join(', ')}`);
  return operator;
}

function keyIn(key: string, field: Field): string {
  const problem = labelKeyProblem(key);
  if (problem !== undefined) field.refuse(`is no label: ${problem}`);
  return key;
}

function valueIn(field: Field): string {
  const value = field.text();
  if (value === undefined && field.isAbsent) field.refuse('is missing; expected a text');
  const problem = value === undefined ? undefined : labelValueProblem(value);
  if (problem !== undefined) field.refuse(`is no label: ${problem}`);
  return value ?? '';
}
