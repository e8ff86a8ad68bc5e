import type { LabelMap, LabelSelector } from './kubernetes';
import type { Labels } from './pod';
import type { Verdict } from './verdict';

/** Whether the selector selects an object with these labels: perhaps, when that depends on labels that nobody knows yet. */
export function selects(selector: LabelSelector, labels: Labels): Verdict {
  const answers = completions(labels, [selector]).map((complete) => matches(selector, complete));
  return answers.every((answer) => answer) ? 'yes' : answers.some((answer) => answer) ? 'perhaps' : 'no';
}

/** All of matchLabels and all of matchExpressions must hold; an empty selector selects everything. */
function matches(selector: LabelSelector, labels: LabelMap): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (!Object.hasOwn(labels, key) || labels[key] !== value) {
      return false;
    }
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const present = Object.hasOwn(labels, key);
    const listed = present && values.includes(labels[key] ?? '');
    const holds =
      operator === 'In'
        ? listed
        : operator === 'NotIn'
          ? !listed
          : operator === 'Exists'
            ? present
            : operator === 'DoesNotExist'
              ? !present
              : undefined;
    if (holds === undefined || ((operator === 'In' || operator === 'NotIn') && values.length === 0)) {
      throw new Error(`invalid: ${operator} ${values}`);
    }
    if (!holds) {
      return false;
    }
  }
  return true;
}

/**
 * Every way in which the labels could turn out that these selectors can tell apart: each unknown label absent (if it may be),
 * with each value that a selector names, and with a value that none of them names.
 */
export function completions(labels: Labels, selectors: readonly LabelSelector[]): LabelMap[] {
  let complete: LabelMap[] = [labels.known];
  for (const key of new Set(selectors.flatMap(keysOf))) {
    const isChosen = labels.chosenByCluster.includes(key);
    if (!Object.hasOwn(labels.known, key) && (isChosen || labels.open)) {
      const named = [...new Set(selectors.flatMap((selector) => valuesOf(selector, key)))];
      const other = `not-${named.join('-or-')}`;
      complete = complete.flatMap((some) => [
        ...(isChosen ? [] : [some]),
        ...[...named, other].map((value) => ({ ...some, [key]: value })),
      ]);
    }
  }
  return complete;
}

function keysOf(selector: LabelSelector): string[] {
  return [...Object.keys(selector.matchLabels ?? {}), ...(selector.matchExpressions ?? []).map(({ key }) => key)];
}

function valuesOf(selector: LabelSelector, key: string): string[] {
  return [
    ...Object.entries(selector.matchLabels ?? {}).flatMap(([label, value]) => (label === key ? [value] : [])),
    ...(selector.matchExpressions ?? []).flatMap((expression) => (expression.key === key ? (expression.values ?? []) : [])),
  ];
}
