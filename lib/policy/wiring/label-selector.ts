import { entriesAt, listAt, textAt, textsAt } from '../../manifest/fields';
import { isMapping, type Labels } from '../../manifest/manifest';

/** Whether a selector, as Deployments and NetworkPolicies write it, selects what has these labels. What is malformed selects nothing. */
export function selects(selector: unknown, labels: Labels): boolean {
  if (!isMapping(selector)) return false;
  return (
    entriesAt(selector, 'matchLabels').every(([key, value]) => labelOf(labels, key) === value) &&
    listAt(selector, 'matchExpressions').every((expression) => holds(expression, labels))
  );
}

/** Whether a selector asks for nothing, and so selects everything. */
export function selectsAll(selector: unknown): boolean {
  return isMapping(selector) && entriesAt(selector, 'matchLabels').length === 0 && listAt(selector, 'matchExpressions').length === 0;
}

/** A selector as kubectl takes it: `app=api,tier in (api,web)`. */
export function spokenSelector(selector: unknown): string {
  const labels = entriesAt(selector, 'matchLabels').map(([key, value]) => `${key}=${value}`);
  return [...labels, ...listAt(selector, 'matchExpressions').map(spokenExpression)].join(',') || 'everything';
}

/** A key that is absent has no value that is not wanted (apimachinery, Requirement.Matches). */
function holds(expression: unknown, labels: Labels): boolean {
  const value = labelOf(labels, textAt(expression, 'key') ?? '');
  const isListed = value !== undefined && textsAt(expression, 'values').includes(value);
  switch (textAt(expression, 'operator')) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function spokenExpression(expression: unknown): string {
  const key = textAt(expression, 'key') ?? '?';
  const values = `(${textsAt(expression, 'values').join()})`;
  switch (textAt(expression, 'operator')) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'NotIn':
      return `${key} notin ${values}`;
    default:
      return `${key} in ${values}`;
  }
}
